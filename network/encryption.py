"""Texts that only this program can read: in the database and its backups they are encrypted.

An encrypted field stores bytes and reads text. It cannot be searched, so what must be found has a
`keyed_hash` beside it, in a `HashField`. Files are encrypted by `network.storage`.

Keys come from ENCRYPTION_KEYS, the newest first: the first one writes, all of them read.
`manage.py reencrypt` writes everything with the first, after which the others can go.
"""

import base64
import hashlib
import json
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import migrations, models, transaction
from django.db.migrations.operations.base import Operation
from django.utils.crypto import salted_hmac

from network.fields import EmailField, LineField, ProseField


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


class Encrypted:
    """Mixed into a text field: the database holds what `encrypt` made of its value."""

    def get_internal_type(self) -> str:
        return "BinaryField"

    def get_lookup(self, lookup_name):
        """The same words are never the same bytes: a comparison would find nothing, silently."""
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is encrypted and cannot be searched.")
        return super().get_lookup(lookup_name)

    def get_transform(self, lookup_name):
        raise FieldError(f"{self.name} is encrypted: the database cannot look into it.")

    def get_placeholder(self, value, compiler, connection):
        return connection.ops.binary_placeholder_sql(value)

    def get_prep_value(self, value):
        words = self.to_python(value)
        return words and encrypt(words)

    def get_db_prep_value(self, value, connection, prepared=False):
        token = value if prepared else self.get_prep_value(value)
        return token if token is None else connection.Database.Binary(token or b"")

    def from_db_value(self, value, expression, connection):
        return decrypt(value) if value else ""


class EncryptedTextField(Encrypted, ProseField):
    """Plain text of several lines, encrypted at rest."""


class EncryptedLineField(Encrypted, LineField):
    """One line of text, encrypted at rest."""


class EncryptedEmailField(Encrypted, EmailField):
    """An e-mail address, encrypted at rest."""


class EncryptedURLField(Encrypted, models.URLField):
    """A web address, encrypted at rest."""


class EncryptedJSONField(Encrypted, models.JSONField):
    """Lists and mappings, encrypted at rest."""

    def get_prep_value(self, value):
        return encrypt(json.dumps(value, cls=self.encoder))

    def from_db_value(self, value, expression, connection):
        return json.loads(decrypt(value), cls=self.decoder)


def keyed_hash(purpose: str, words: str) -> str:
    """By which an encrypted value is found again, whole and in no part. Keyed with SECRET_KEY, so
    that nobody can try names and addresses against a copy of the database."""
    return salted_hmac(purpose, words, algorithm="sha256").hexdigest()


def encrypted_fields() -> dict[type[models.Model], list[str]]:
    """The models with encrypted texts, and which these are."""
    found = {
        model: [field.name for field in model._meta.concrete_fields if is_encrypted(field)]
        for model in apps.get_models()
    }
    return {model: names for model, names in found.items() if names}


def is_encrypted(field: models.Field) -> bool:
    return isinstance(field, Encrypted)


def reencrypt() -> int:
    """Write every encrypted text with the first key; how many rows that were."""
    written = 0
    for model, names in encrypted_fields().items():
        # No manager of the model's own: those of translated models put another column's name in.
        everything = models.QuerySet(model)
        for pk in everything.order_by("pk").values_list("pk", flat=True):
            with transaction.atomic():
                row = everything.filter(pk=pk)
                said = row.select_for_update().values(*names).first() or {}
                if words := {name: value for name, value in said.items() if value != ""}:
                    written += row.update(**words)
    return written


def encrypt_columns(model: str, **fields: models.Field) -> list[Operation]:
    """For migrations: columns of a model that were clear become encrypted `fields` of the same
    names. The table is written anew, so that no page of it on the disk keeps the clear words."""
    app, name = model.split(".")
    operations = []
    for column, field in fields.items():
        operations += [
            migrations.RenameField(name, column, f"{column}_clear"),
            migrations.AddField(name, column, _filled(field), preserve_default=False),
        ]

    def copy(state, schema_editor):
        rows = state.get_model(app, name).objects
        for pk, *words in rows.values_list("pk", *(f"{column}_clear" for column in fields)):
            rows.filter(pk=pk).update(**dict(zip(fields, words, strict=True)))
        # PostgreSQL alters no table whose references are still to be checked.
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")

    def rewrite(state, schema_editor):
        table = state.get_model(app, name)._meta.db_table
        schema_editor.execute(f"CLUSTER {table} USING {table}_pkey")
        schema_editor.execute(f"ALTER TABLE {table} SET WITHOUT CLUSTER")

    operations.append(migrations.RunPython(copy))
    operations += [migrations.RemoveField(name, f"{column}_clear") for column in fields]
    return [*operations, migrations.RunPython(rewrite)]


def _filled(field: models.Field) -> models.Field:
    """Rows that are there need something in a new column until the words are copied."""
    filled = field.clone()
    if not field.null:
        filled.default = ""
    return filled
