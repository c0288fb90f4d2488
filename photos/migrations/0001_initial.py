import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import network.fields
import network.images
import photos.models
from network import languages


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Photographer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                *languages.translated(
                    "name",
                    network.fields.LineField(
                        blank=True,
                        help_text="As the photographer writes it.",
                        max_length=120,
                        verbose_name="name",
                    ),
                ),
                ("website", models.URLField(blank=True, verbose_name="website")),
            ],
            options={
                "verbose_name": "photographer",
                "verbose_name_plural": "photographers",
                "ordering": ["pk"],
                "constraints": [languages.said_somewhere("name", "photographer")],
            },
        ),
        migrations.CreateModel(
            name="Photo",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "original",
                    models.FileField(
                        help_text="JPEG, PNG, WebP or HEIC, up to 25 MB and 40 megapixels. The original stays private.",
                        storage=photos.models.originals,
                        upload_to=network.images.random_name("photos"),
                        validators=[network.images.check],
                        verbose_name="picture",
                    ),
                ),
                (
                    "file_name",
                    network.fields.LineField(
                        blank=True, editable=False, max_length=200, verbose_name="file name"
                    ),
                ),
                (
                    "width",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="width"),
                ),
                (
                    "height",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="height"),
                ),
                (
                    "focus_x",
                    models.FloatField(
                        default=0.5,
                        validators=[
                            django.core.validators.MinValueValidator(0.0),
                            django.core.validators.MaxValueValidator(1.0),
                        ],
                        verbose_name="focus from the left",
                    ),
                ),
                (
                    "focus_y",
                    models.FloatField(
                        default=0.5,
                        validators=[
                            django.core.validators.MinValueValidator(0.0),
                            django.core.validators.MaxValueValidator(1.0),
                        ],
                        verbose_name="focus from the top",
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        default=photos.models.new_key, editable=False, max_length=24, unique=True
                    ),
                ),
                ("developed", models.JSONField(default=dict, editable=False)),
                *languages.translated(
                    "alt",
                    network.fields.LineField(
                        blank=True,
                        help_text="What is seen, for people who cannot see it. Not the caption again.",
                        max_length=300,
                        verbose_name="alternative text",
                    ),
                ),
                (
                    "decorative",
                    models.BooleanField(
                        default=False,
                        help_text="Says nothing that needs an alternative text.",
                        verbose_name="decorative",
                    ),
                ),
                *languages.translated(
                    "caption",
                    network.fields.ProseField(
                        blank=True,
                        help_text="Who, what, when, where. The credit is added by itself.",
                        verbose_name="caption",
                    ),
                ),
                *languages.translated(
                    "credit_organisation",
                    network.fields.LineField(
                        blank=True,
                        help_text="For example UN Women",
                        max_length=120,
                        verbose_name="organisation to credit",
                    ),
                ),
                *languages.translated(
                    "credit_override",
                    network.fields.LineField(
                        blank=True,
                        help_text="Replaces the credit made of photographer and organisation.",
                        max_length=200,
                        verbose_name="credit in other words",
                    ),
                ),
                (
                    "licence",
                    models.CharField(
                        choices=[
                            ("all-rights-reserved", "all rights reserved"),
                            ("press", "free for press use with credit"),
                            ("cc-by-4.0", "CC BY 4.0"),
                            ("cc-by-sa-4.0", "CC BY-SA 4.0"),
                            ("cc0", "CC0"),
                        ],
                        default="all-rights-reserved",
                        max_length=20,
                        verbose_name="licence",
                    ),
                ),
                (
                    "press_use",
                    models.BooleanField(
                        default=False,
                        help_text="Stands in the press room, for download in high resolution.",
                        verbose_name="offered to the press",
                    ),
                ),
                (
                    "consent",
                    models.CharField(
                        choices=[
                            ("not-assessed", "not assessed yet"),
                            ("crowd", "nobody can be recognised"),
                            ("public-role", "people in a public role (speakers, officials)"),
                            ("on-file", "consent of everybody is on file"),
                            ("guardian", "consent of the guardians is on file (minors)"),
                            ("refused", "consent was refused"),
                            ("withdrawn", "consent was withdrawn"),
                        ],
                        default="not-assessed",
                        max_length=20,
                        verbose_name="consent of the people shown",
                    ),
                ),
                (
                    "looked_at",
                    models.JSONField(blank=True, default=list, verbose_name="looked at"),
                ),
                ("taken_on", models.DateField(blank=True, null=True, verbose_name="taken on")),
                *languages.translated(
                    "place",
                    network.fields.LineField(
                        blank=True,
                        help_text="In words; never an address.",
                        max_length=120,
                        verbose_name="place",
                    ),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="withdrawn"
                    ),
                ),
                ("suggestions", models.JSONField(blank=True, default=dict, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="added")),
                (
                    "photographer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="photos",
                        to="photos.photographer",
                        verbose_name="photographer",
                    ),
                ),
            ],
            options={
                "verbose_name": "photo",
                "verbose_name_plural": "photos",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("focus_x__range", (0, 1)), ("focus_y__range", (0, 1))),
                        name="photo_focus_inside",
                        violation_error_message="The focus must lie inside the picture.",
                    )
                ],
            },
        ),
    ]
