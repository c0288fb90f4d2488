import django.utils.timezone
from django.db import migrations, models

import cms.encryption.fields
import cms.fields
import cms.i18n.languages
import mail.models
from cms.i18n import languages


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Email",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(editable=False, max_length=200, unique=True)),
                (
                    "about",
                    models.CharField(blank=True, db_index=True, editable=False, max_length=100),
                ),
                ("kind", models.CharField(editable=False, max_length=50)),
                ("permission", models.CharField(blank=True, editable=False, max_length=100)),
                (
                    "recipient",
                    cms.encryption.fields.EncryptedTextField(verbose_name="recipient"),
                ),
                ("mailbox_hash", cms.fields.HashField(editable=False, max_length=64)),
                ("counts_towards_daily_limit", models.BooleanField(default=True, editable=False)),
                (
                    "language",
                    models.CharField(
                        choices=languages.choices, max_length=10, verbose_name="language"
                    ),
                ),
                (
                    "subject",
                    cms.encryption.fields.EncryptedTextField(blank=True, verbose_name="subject"),
                ),
                (
                    "text",
                    cms.encryption.fields.EncryptedTextField(blank=True, verbose_name="text"),
                ),
                ("html", cms.encryption.fields.EncryptedTextField(blank=True, editable=False)),
                ("message_id", models.CharField(editable=False, max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("sending", "being sent"),
                            ("sent", "sent"),
                            ("unconfirmed", "perhaps sent"),
                            ("failed", "not delivered"),
                            ("on-hold", "held back"),
                        ],
                        default="waiting",
                        max_length=11,
                        verbose_name="state",
                    ),
                ),
                (
                    "queued_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="written on"
                    ),
                ),
                (
                    "next_attempt_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="next attempt"
                    ),
                ),
                (
                    "give_up_at",
                    models.DateTimeField(default=mail.models.end_of_attempts, editable=False),
                ),
                ("attempted_at", models.DateTimeField(null=True, verbose_name="last attempt")),
                ("sent_at", models.DateTimeField(null=True, verbose_name="sent on")),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                (
                    "error",
                    cms.encryption.fields.EncryptedTextField(
                        blank=True, verbose_name="what went wrong"
                    ),
                ),
                (
                    "erased_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="text erased on"),
                ),
            ],
            options={
                "verbose_name": "e-mail",
                "verbose_name_plural": "outbox",
                "ordering": ["-queued_at", "-pk"],
                "indexes": [
                    models.Index(fields=["state", "next_attempt_at"], name="email_due"),
                    models.Index(fields=["mailbox_hash", "attempted_at"], name="email_mailbox"),
                ],
            },
        )
    ]
