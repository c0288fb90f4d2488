"""Codes that people read aloud and type: random, and of signs that nobody takes for each other."""

import secrets

SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
# 80 random bits: nobody finds one by trying.
SECRET_LENGTH = 16
GROUP = 4


def new(length: int = SECRET_LENGTH) -> str:
    """Five random bits a sign."""
    return "".join(secrets.choice(SIGNS) for _sign in range(length))


def in_groups(code: str) -> str:
    """As it is easily read and typed: 7KQM-2XWD-…"""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def plain(typed: str) -> str:
    """A code without its groups, however it was typed: small letters and blanks do not matter."""
    return "".join(sign for sign in typed.upper() if sign in SIGNS)
