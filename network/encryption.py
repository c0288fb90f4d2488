"""Texts that must not be readable in the database, in its backups, or over somebody's shoulder.

They are encrypted with the first key of the settings and read with any of them, so that a key is
changed by putting a new one in front. What is encrypted cannot be searched or sorted.
"""

import base64
import hashlib
from functools import cache

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings

from network.fields import ProseField


@cache
def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(_fernet_key(key)) for key in keys])


def _fernet_key(key: str) -> bytes:
    """Keys may be any long text; Fernet wants 32 bytes."""
    return base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest())


def encrypt(words: str) -> str:
    return _box(tuple(settings.ENCRYPTION_KEYS)).encrypt(words.encode()).decode()


def decrypt(secret: str) -> str:
    return _box(tuple(settings.ENCRYPTION_KEYS)).decrypt(secret.encode()).decode()


class EncryptedProseField(ProseField):
    """Plain text that only the site can read; empty stays empty."""

    def get_prep_value(self, value):
        words = super().get_prep_value(value)
        return encrypt(words) if words else words

    def from_db_value(self, value, expression, connection):
        return decrypt(value) if value else value
