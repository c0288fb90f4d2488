"""Hashes of secrets and of encrypted values, to find them by. Hexadecimal SHA-256 each."""

from hashlib import sha256

from django.utils.crypto import salted_hmac


def hash_secret(secret: str) -> str:
    """For random secrets only: shorter or guessable values need `keyed_hash`."""
    return sha256(secret.encode()).hexdigest()


def keyed_hash(key_salt: str, value: str) -> str:
    """Keyed with SECRET_KEY, so that nobody can try names and addresses against a copy of the
    database."""
    return salted_hmac(key_salt, value, algorithm="sha256").hexdigest()
