"""Codes that people read aloud and type: random, from letters and digits that cannot be
confused."""

import secrets

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
# 80 random bits: nobody finds one by trying.
SECRET_LENGTH = 16
GROUP_LENGTH = 4


def new_code(length: int = SECRET_LENGTH) -> str:
    """Five random bits a character."""
    return "".join(secrets.choice(ALPHABET) for _char in range(length))


def hyphenated(code: str) -> str:
    """In groups of four: 7KQM-2XWD-…"""
    return "-".join(
        code[start : start + GROUP_LENGTH] for start in range(0, len(code), GROUP_LENGTH)
    )


def normalised(typed: str) -> str:
    """A typed code without hyphens and blanks, in capital letters."""
    return "".join(char for char in typed.upper() if char in ALPHABET)
