from django.db import migrations, models

from network import languages
from network.encryption import (
    EncryptedLineField,
    EncryptedURLField,
    encrypt_columns,
    keyed_hash,
)
from network.fields import HashField
from network.images import random_name
from network.sealing import Broken
from network.storage import EncryptedStorage


def hash_names(apps, schema_editor):
    applications = apps.get_model("joining", "application").objects
    for pk, key in applications.exclude(name_key="").values_list("pk", "name_key"):
        applications.filter(pk=pk).update(name_hash=keyed_hash("joining.name", key))


def encrypt_files(apps, schema_editor):
    """Begun anew after a failure, it leaves alone what is encrypted already."""
    storage = EncryptedStorage()
    for name in apps.get_model("joining", "applicationfile").objects.values_list("file", flat=True):
        if not storage.exists(name):
            continue
        try:
            storage.size(name)
        except Broken:
            storage.seal_anew(name, from_clear=True)


class Migration(migrations.Migration):
    dependencies = [
        ("joining", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            "application", "name_hash", HashField(blank=True, db_index=True, default="")
        ),
        migrations.AlterField("application", "name_hash", HashField(blank=True, db_index=True)),
        migrations.RunPython(hash_names),
        migrations.RemoveField("application", "name_key"),
        *encrypt_columns(
            "joining.application",
            **dict(
                languages.translated(
                    "name", EncryptedLineField(verbose_name="name", max_length=160, blank=True)
                )
            ),
            **dict(
                languages.translated(
                    "summary",
                    EncryptedLineField(verbose_name="in one sentence", max_length=240, blank=True),
                )
            ),
            abbreviation=EncryptedLineField(verbose_name="abbreviation", max_length=40, blank=True),
            registration_number=EncryptedLineField(
                verbose_name="registration number", max_length=40, blank=True
            ),
            website=EncryptedURLField(verbose_name="website", blank=True),
        ),
        *encrypt_columns(
            "joining.access",
            reason=EncryptedLineField(verbose_name="reason", max_length=300, blank=True),
        ),
        migrations.AlterField("application", "email_hash", HashField(blank=True, db_index=True)),
        migrations.AlterField("application", "form_hash", HashField(unique=True)),
        migrations.AlterField("draft", "token_hash", HashField(unique=True)),
        migrations.AlterField(
            "applicationfile",
            "file",
            models.FileField(
                "file", storage=EncryptedStorage(), upload_to=random_name("applications")
            ),
        ),
        migrations.RunPython(encrypt_files),
    ]
