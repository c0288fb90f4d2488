"""Hashes of secrets and of encrypted values, to find them by. Hexadecimal SHA-256 each."""

from hashlib import sha256

from django.utils.crypto import salted_hmac


def hash_random_secret(secret: str) -> str:
    """For secrets of many random characters only: nobody can try them all."""
    return sha256(secret.encode()).hexdigest()


def hash_guessable(key_salt: str, value: str) -> str:
    """For names, addresses and short codes. Keyed with SECRET_KEY, so that nobody can try them
    against a copy of the database."""
    return salted_hmac(key_salt, value, algorithm="sha256").hexdigest()
