"""Encryption with ENCRYPTION_KEYS, the newest first: the first key encrypts, all of them decrypt.
`manage.py reencrypt` writes everything with the first, after which the others can be removed."""

import base64
import hashlib
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


@cache
def _cipher_for(keys: tuple[str, ...]) -> MultiFernet:
    """A key may be any long text; the keys that Fernet needs are derived from it."""
    digests = (hashlib.sha256(key.encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def current_cipher() -> MultiFernet:
    return _cipher_for(tuple(settings.ENCRYPTION_KEYS))


def encrypt(text: str) -> bytes:
    return current_cipher().encrypt(text.encode())


def decrypt(token: bytes) -> str:
    """Raises when the key is missing: an empty text instead would be saved over the real one."""
    try:
        return current_cipher().decrypt(bytes(token)).decode()
    except InvalidToken as error:
        raise ImproperlyConfigured(
            "A text was encrypted with a key that is not in ENCRYPTION_KEYS."
        ) from error
