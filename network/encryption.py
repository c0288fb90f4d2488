"""Texts that only this program can read: in the database and its backups they are encrypted.

`EncryptedTextField` stores bytes and reads text. Keys come from ENCRYPTION_KEYS, the newest first:
the first one writes, all of them read. `manage.py reencrypt` writes everything with the first,
after which the others can go.
"""

import base64
import hashlib
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import models, transaction

from network import lint, text


@cache
def box(keys: tuple[str, ...]) -> MultiFernet:
    """A key may be any long text; what Fernet asks for is made of it."""
    digests = (hashlib.sha256(key.encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def keyring() -> MultiFernet:
    return box(tuple(settings.ENCRYPTION_KEYS))


def encrypt(words: str) -> bytes:
    return keyring().encrypt(words.encode())


def decrypt(token: bytes) -> str:
    """Loud where the key is missing: an empty text instead would be saved over the real one."""
    try:
        return keyring().decrypt(bytes(token)).decode()
    except InvalidToken as error:
        raise ImproperlyConfigured(
            "A text was encrypted with a key that is not in ENCRYPTION_KEYS."
        ) from error


class EncryptedTextField(models.TextField):
    """Plain text of several lines, encrypted at rest; cleaned and checked as a `ProseField` is."""

    default_validators = [lint.refuse_resident_numbers]

    def get_internal_type(self) -> str:
        return "BinaryField"

    def get_lookup(self, lookup_name):
        """The same words are never the same bytes: a comparison would find nothing, silently."""
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is encrypted and cannot be searched.")
        return super().get_lookup(lookup_name)

    def get_placeholder(self, value, compiler, connection):
        return connection.ops.binary_placeholder_sql(value)

    def to_python(self, value):
        return text.clean(value).strip() if isinstance(value, str) else value

    def get_prep_value(self, value):
        words = self.to_python(value)
        return words and encrypt(words)

    def get_db_prep_value(self, value, connection, prepared=False):
        token = value if prepared else self.get_prep_value(value)
        return token if token is None else connection.Database.Binary(token or b"")

    def from_db_value(self, value, expression, connection):
        return decrypt(value) if value else ""


def encrypted_fields() -> dict[type[models.Model], list[str]]:
    """The models with encrypted texts, and which these are."""
    found = {
        model: [field.name for field in model._meta.concrete_fields if is_encrypted(field)]
        for model in apps.get_models()
    }
    return {model: names for model, names in found.items() if names}


def is_encrypted(field: models.Field) -> bool:
    return isinstance(field, EncryptedTextField)


def reencrypt() -> int:
    """Write every encrypted text with the first key; how many rows that were."""
    written = 0
    for model, names in encrypted_fields().items():
        for pk in model._default_manager.values_list("pk", flat=True):
            with transaction.atomic():
                rows = model._default_manager.select_for_update().filter(pk=pk).only(*names)
                if item := rows.first():
                    words = {name: getattr(item, name) for name in names}
                    written += rows.update(**words)
    return written
