import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import cms.fields
import cms.files.file_names
import photos.models
from cms.i18n import languages


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
                *languages.translated_fields(
                    "name",
                    cms.fields.LineField(
                        blank=True,
                        help_text="As the photographer spells it.",
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
                "constraints": [languages.required_in_any_language("name", "photographer")],
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
                        help_text="JPEG (up to 200 megapixels), PNG (64) or WebP (20), up to 40 MB. The original stays private.",
                        storage=photos.models.private_storage,
                        upload_to=cms.files.file_names.random_name("photos"),
                        verbose_name="picture",
                    ),
                ),
                (
                    "file_name",
                    cms.fields.LineField(
                        blank=True, editable=False, max_length=200, verbose_name="file name"
                    ),
                ),
                (
                    "file_hash",
                    models.CharField(blank=True, db_index=True, editable=False, max_length=64),
                ),
                (
                    "pixel_hash",
                    models.CharField(blank=True, db_index=True, editable=False, max_length=64),
                ),
                ("enforce_unique", models.BooleanField(default=False, editable=False)),
                (
                    "idempotency_hash",
                    models.CharField(
                        blank=True, editable=False, max_length=64, null=True, unique=True
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
                    "folder_token",
                    models.CharField(
                        default=photos.models.new_folder_token,
                        editable=False,
                        max_length=24,
                        unique=True,
                    ),
                ),
                ("rendition_widths", models.JSONField(default=dict, editable=False)),
                *languages.translated_fields(
                    "alt",
                    cms.fields.LineField(
                        blank=True,
                        help_text="Describe the photo for people who cannot see it. Do not repeat the caption.",
                        max_length=300,
                        verbose_name="alternative text",
                    ),
                ),
                (
                    "decorative",
                    models.BooleanField(
                        default=False,
                        help_text="Tick this if the picture adds nothing that needs describing.",
                        verbose_name="decorative",
                    ),
                ),
                *languages.translated_fields(
                    "caption",
                    cms.fields.PlainTextField(
                        blank=True,
                        help_text="Who, what, when, where. The credit is added automatically.",
                        verbose_name="caption",
                    ),
                ),
                *languages.translated_fields(
                    "credit_organisation",
                    cms.fields.LineField(
                        blank=True,
                        help_text="For example UN Women",
                        max_length=120,
                        verbose_name="organisation to credit",
                    ),
                ),
                *languages.translated_fields(
                    "credit_override",
                    cms.fields.LineField(
                        blank=True,
                        help_text="Used instead of the credit made from photographer and organisation.",
                        max_length=200,
                        verbose_name="custom credit line",
                    ),
                ),
                (
                    "licence",
                    models.CharField(
                        choices=[
                            ("all-rights-reserved", "All rights reserved"),
                            ("press", "Free for press use with credit"),
                            ("cc-by-4.0", "CC BY 4.0"),
                            ("cc-by-sa-4.0", "CC BY-SA 4.0"),
                            ("cc0", "CC0"),
                        ],
                        default="all-rights-reserved",
                        max_length=20,
                        help_text="What others may do with the photo. If you are not sure: all rights reserved.",
                        verbose_name="licence",
                    ),
                ),
                (
                    "licence_ends_on",
                    models.DateField(
                        blank=True,
                        help_text=(
                            "The photo is removed from all pages the day after. You are told 30 "
                            "days before."
                        ),
                        null=True,
                        verbose_name="last day of the licence",
                    ),
                ),
                (
                    "press_use",
                    models.BooleanField(
                        default=False,
                        help_text="Newsrooms can download it in high resolution from the press room.",
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
                        help_text="Whether they agreed to be shown. Not assessed, refused or withdrawn: no page shows the photo.",
                        verbose_name="consent of the people shown",
                    ),
                ),
                (
                    "completed_checks",
                    models.JSONField(
                        blank=True, default=list, verbose_name="checked before publishing"
                    ),
                ),
                ("taken_on", models.DateField(blank=True, null=True, verbose_name="taken on")),
                *languages.translated_fields(
                    "place",
                    cms.fields.LineField(
                        blank=True,
                        help_text="The name of the place, never an address.",
                        max_length=120,
                        verbose_name="place",
                    ),
                ),
                (
                    "is_person_portrait",
                    models.BooleanField(
                        default=False,
                        help_text="Its public files are at most 800 px, and it is not offered to the press.",
                        verbose_name="portrait",
                    ),
                ),
                (
                    "taken_down_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="taken down"
                    ),
                ),
                (
                    "on_hold",
                    models.BooleanField(
                        default=False,
                        editable=False,
                        help_text="Set by members.names.hiding while somebody in it is hidden or does not consent.",
                    ),
                ),
                ("suggestions", models.JSONField(blank=True, default=dict, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="added on")),
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
                "indexes": [
                    models.Index(
                        condition=models.Q(("press_use", True)), fields=["-id"], name="photo_press"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("focus_x__range", (0, 1)), ("focus_y__range", (0, 1))),
                        name="photo_focus_inside",
                        violation_error_message="The focus must lie inside the picture.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("enforce_unique", True), models.Q(("file_hash", ""), _negated=True)
                        ),
                        fields=("file_hash",),
                        name="photo_file_hash_unique",
                        violation_error_message="This picture is in the library already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("enforce_unique", True), models.Q(("pixel_hash", ""), _negated=True)
                        ),
                        fields=("pixel_hash",),
                        name="photo_pixel_hash_unique",
                        violation_error_message="This picture is in the library already.",
                    ),
                ],
            },
        ),
    ]
