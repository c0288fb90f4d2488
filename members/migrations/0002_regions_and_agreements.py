import django.db.models.deletion
from django.db import migrations, models

import network.fields
from network import languages


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Agreement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "document",
                    models.CharField(
                        choices=[
                            ("core-principles", "Core Principles"),
                            ("code-of-conduct", "Code of Conduct"),
                            ("accountability-standards", "Accountability Standards"),
                        ],
                        max_length=30,
                        verbose_name="document",
                    ),
                ),
                (
                    "version",
                    network.fields.LineField(
                        help_text="For example 2025 or 2.1", max_length=20, verbose_name="version"
                    ),
                ),
                ("in_force_from", models.DateField(verbose_name="in force from")),
                *languages.translated("text", models.TextField(blank=True, verbose_name="text")),
            ],
            options={
                "verbose_name": "accountability document",
                "verbose_name_plural": "accountability documents",
                "ordering": ["document", "-in_force_from"],
                "constraints": [
                    languages.said_somewhere("text", "agreement"),
                    models.UniqueConstraint(
                        fields=("document", "version"),
                        name="agreement_version_once",
                        violation_error_message="This version of the document exists already.",
                    ),
                    models.UniqueConstraint(
                        fields=("document", "in_force_from"),
                        name="agreement_one_in_force",
                        violation_error_message="Another version of the document comes into force on that day.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Region",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                *languages.translated(
                    "name", network.fields.LineField(blank=True, max_length=60, verbose_name="name")
                ),
                ("slug", models.SlugField(unique=True, verbose_name="address")),
                (
                    "order",
                    models.PositiveSmallIntegerField(
                        default=10,
                        help_text="The official order of the country's regions.",
                        verbose_name="order",
                    ),
                ),
            ],
            options={
                "verbose_name": "region",
                "verbose_name_plural": "regions",
                "ordering": ["order", "slug"],
                "constraints": [languages.said_somewhere("name", "region")],
            },
        ),
        migrations.AddField(
            model_name="organisation",
            name="region",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="organisations",
                to="members.region",
                verbose_name="region",
            ),
        ),
    ]
