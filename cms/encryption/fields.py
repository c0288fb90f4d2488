"""Model fields that are encrypted in the database and its backups.

An encrypted field stores bytes and reads text. It cannot be searched: a value that must be found
has a `hash_guessable` beside it, in a `HashField`. Files are encrypted by `cms.files.storage`.
"""

import json
from typing import Any, NoReturn

from django.core.exceptions import FieldError
from django.db import models

from cms.encryption.cipher import decrypt, encrypt
from cms.fields import EmailField, LineField, PlainTextField


class EncryptedFieldMixin(models.Field):
    """The database holds the encrypted value of a text field."""

    def get_internal_type(self) -> str:
        return "BinaryField"

    def get_lookup(self, lookup_name: str) -> Any:
        """Equal texts have different tokens: a comparison would silently find nothing."""
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is encrypted and cannot be searched.")
        return super().get_lookup(lookup_name)

    def get_transform(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise FieldError(f"{self.name} is encrypted: the database cannot look into it.")

    def get_placeholder(self, value: Any, compiler: Any, connection: Any) -> str:
        return connection.ops.binary_placeholder_sql(value)

    def get_prep_value(self, value: Any) -> Any:
        text = self.to_python(value)
        return text and encrypt(text)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        token = value if prepared else self.get_prep_value(value)
        return token if token is None else connection.Database.Binary(token or b"")

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return decrypt(value) if value else ""


class EncryptedTextField(EncryptedFieldMixin, PlainTextField):
    """Plain text of several lines."""


class EncryptedLineField(EncryptedFieldMixin, LineField):
    """One line of text."""


class EncryptedEmailField(EncryptedFieldMixin, EmailField):
    """An e-mail address."""


class EncryptedURLField(EncryptedFieldMixin, models.URLField):
    """A URL."""


class EncryptedJSONField(EncryptedFieldMixin, models.JSONField):
    """Lists and mappings."""

    def get_prep_value(self, value: Any) -> Any:
        return encrypt(json.dumps(value, cls=self.encoder))

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return json.loads(decrypt(value), cls=self.decoder)


def is_encrypted(field: models.Field) -> bool:
    return isinstance(field, EncryptedFieldMixin)
