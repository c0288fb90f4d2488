import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import cms.encryption.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Version",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("object_id", models.PositiveBigIntegerField()),
                (
                    "saved_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="saved"),
                ),
                ("public_in", models.CharField(blank=True, max_length=100)),
                ("data", models.JSONField()),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="saved by",
                    ),
                ),
            ],
            options={
                "verbose_name": "version",
                "verbose_name_plural": "versions",
                "indexes": [
                    models.Index(
                        fields=["content_type", "object_id", "-id"], name="versions_of_item"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkingCopy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("object_id", models.PositiveBigIntegerField(null=True)),
                ("kept_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("data", cms.encryption.fields.EncryptedJSONField()),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "working copy",
                "verbose_name_plural": "working copies",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "content_type", "object_id"),
                        name="one_working_copy_a_form",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HeldEdit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("object_id", models.PositiveBigIntegerField()),
                ("held_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("data", cms.encryption.fields.EncryptedJSONField()),
                ("languages", models.CharField(max_length=100)),
                ("answers", models.JSONField(default=dict)),
                ("publish_at", models.DateTimeField(null=True)),
                ("publish_in", models.CharField(blank=True, max_length=10)),
                ("failure", cms.encryption.fields.EncryptedTextField(blank=True)),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
                (
                    "held_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "scheduled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "unpublished changes",
                "verbose_name_plural": "unpublished changes",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("content_type", "object_id"), name="one_held_edit_an_item"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BinnedItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("object_id", models.PositiveBigIntegerField()),
                ("title", cms.encryption.fields.EncryptedLineField()),
                ("deleted_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("data", cms.encryption.fields.EncryptedJSONField()),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
                (
                    "deleted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "deleted item",
                "verbose_name_plural": "deleted items",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("content_type", "object_id"), name="one_binned_item_an_item"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Translation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("object_id", models.PositiveBigIntegerField()),
                ("language", models.CharField(max_length=10)),
                ("source", models.CharField(max_length=10)),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("small", "a small correction"),
                            ("needed", "the translation needs it too"),
                            ("done", "the translation has it already"),
                        ],
                        max_length=10,
                    ),
                ),
                ("outdated_since", models.DateTimeField(null=True)),
                ("words", models.PositiveIntegerField(default=0)),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
                (
                    "followed",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="versions.version",
                    ),
                ),
            ],
            options={
                "verbose_name": "translation",
                "verbose_name_plural": "translations",
                "indexes": [
                    models.Index(
                        condition=models.Q(("outdated_since__isnull", False)),
                        fields=["outdated_since"],
                        name="outdated_translations",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("content_type", "object_id", "language", "source"),
                        name="one_translation_a_pair",
                    )
                ],
            },
        ),
    ]
