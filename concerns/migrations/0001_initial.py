import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import cms.encryption.fields
import cms.fields
import cms.i18n.languages
from cms.i18n import languages


class Migration(migrations.Migration):
    initial = True
    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        migrations.CreateModel(
            name="ConcernAccessLogEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=150, verbose_name="user name")),
                (
                    "at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="when"),
                ),
                ("concern_pk", models.BigIntegerField(verbose_name="concern")),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("read", "has read"),
                            ("changed", "has changed"),
                            ("deleted", "has deleted"),
                        ],
                        max_length=10,
                        verbose_name="action",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
            ],
            options={
                "verbose_name": "access to a concern",
                "verbose_name_plural": "access to concerns",
                "ordering": ["-at", "-pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Concern",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code_hash", cms.fields.HashField(editable=False, max_length=64, unique=True)),
                (
                    "received_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        editable=False,
                        verbose_name="received on",
                    ),
                ),
                ("readers_notified_at", models.DateTimeField(editable=False, null=True)),
                (
                    "language",
                    models.CharField(
                        choices=languages.choices,
                        editable=False,
                        max_length=10,
                        verbose_name="language",
                    ),
                ),
                (
                    "description",
                    cms.encryption.fields.EncryptedTextField(
                        help_text="When, where, and who was there, as far as you know and want to tell.",
                        max_length=10000,
                        verbose_name="What happened?",
                    ),
                ),
                (
                    "contact",
                    cms.encryption.fields.EncryptedTextField(
                        blank=True,
                        help_text="You do not have to say. You can still read our answer with a code.",
                        max_length=1000,
                        verbose_name="Who are you, and how can we reach you?",
                    ),
                ),
                (
                    "sent_during_flood",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="sent during a surge"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "new concern"),
                            ("in-progress", "being handled"),
                            ("closed", "closed"),
                        ],
                        default="new",
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                (
                    "closed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="closed on"),
                ),
                (
                    "notes",
                    cms.encryption.fields.EncryptedTextField(
                        blank=True,
                        help_text="Nobody else reads them.",
                        verbose_name="notes of the group",
                    ),
                ),
                (
                    "answer",
                    cms.encryption.fields.EncryptedTextField(
                        blank=True,
                        help_text="Anyone with the code of this concern can read it as soon as it is saved.",
                        verbose_name="answer",
                    ),
                ),
                (
                    "answered_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="answered on"),
                ),
            ],
            options={
                "verbose_name": "concern",
                "verbose_name_plural": "concerns",
                "ordering": ["sent_during_flood", "-received_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", False), ("state", "closed")),
                            models.Q(
                                models.Q(("state", "closed"), _negated=True), ("closed_at", None)
                            ),
                            _connector="OR",
                        ),
                        name="concern_closed_at_matches_state",
                        violation_error_message="A closed concern has the day on which it was closed.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Guidance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                *languages.translated_fields(
                    "readers",
                    cms.fields.PlainTextField(
                        blank=True,
                        help_text="Who is in the group, how it was chosen, and in how many days it answers.",
                        verbose_name="who reads concerns",
                    ),
                ),
                *languages.translated_fields(
                    "urgent_help",
                    cms.fields.PlainTextField(
                        blank=True,
                        help_text="Telephone numbers and addresses of help lines, one per line.",
                        verbose_name="immediate help",
                    ),
                ),
            ],
            options={
                "verbose_name": "page about concerns",
                "verbose_name_plural": "page about concerns",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("pk", 1)),
                        name="guidance_is_singleton",
                        violation_error_message="There can be only one such page. Change the one there is.",
                    )
                ],
            },
        ),
    ]
