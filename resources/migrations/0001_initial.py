import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import cms.fields
import cms.files.document_uploads
import cms.files.file_names
import cms.i18n.languages
import resources.identifiers
import resources.models.work_languages
from cms.i18n import languages
from cms.publishing.publishable import publishing_constraints
from resources.models.contributors import one_contributor_constraint
from resources.models.resource import list_indexes


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("events", "0001_initial"),
        ("members", "0001_initial"),
        ("network", "0001_initial"),
        ("photos", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Resource",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        blank=True,
                        help_text="The last part of the page’s address, the same in all languages. Left empty it is made from the title. When it changes, the old addresses lead to the new one.",
                        max_length=80,
                        unique=True,
                        verbose_name="address",
                    ),
                ),
                (
                    "former_slugs",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SlugField(max_length=80),
                        blank=True,
                        default=list,
                        editable=False,
                        size=None,
                    ),
                ),
                *languages.translated_fields(
                    "published_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="public from"),
                ),
                (
                    "original_language",
                    models.CharField(
                        blank=True,
                        choices=cms.i18n.languages.choices,
                        help_text="The language the item was first written in.",
                        max_length=10,
                        verbose_name="written in",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("toolkit", "Toolkit"),
                            ("book", "Book"),
                            ("report", "Report"),
                            ("annual-report", "Annual report"),
                            ("policy-paper", "Policy paper"),
                            ("training", "Training material"),
                            ("recording", "Recording"),
                            ("other", "Other"),
                        ],
                        default="toolkit",
                        max_length=15,
                        verbose_name="kind",
                    ),
                ),
                *languages.translated_fields(
                    "title", cms.fields.LineField(blank=True, max_length=200, verbose_name="title")
                ),
                *languages.translated_fields(
                    "subtitle",
                    cms.fields.LineField(blank=True, max_length=200, verbose_name="subtitle"),
                ),
                *languages.translated_fields(
                    "summary",
                    cms.fields.PlainTextField(
                        blank=True,
                        help_text="One or two sentences: what it is and what it does.",
                        verbose_name="summary",
                    ),
                ),
                *languages.translated_fields(
                    "description", models.TextField(blank=True, verbose_name="description")
                ),
                *languages.translated_fields(
                    "audience",
                    cms.fields.LineField(
                        blank=True,
                        help_text="For example “trainers and teachers”.",
                        max_length=160,
                        verbose_name="audience",
                    ),
                ),
                *languages.translated_fields(
                    "publisher_name",
                    cms.fields.LineField(
                        blank=True,
                        help_text="For a publisher that is not on this site.",
                        max_length=160,
                        verbose_name="name of the publisher",
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="When it came out.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1450),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="year",
                    ),
                ),
                *languages.translated_fields(
                    "edition",
                    cms.fields.LineField(
                        blank=True,
                        help_text="For example “2nd edition”.",
                        max_length=80,
                        verbose_name="edition",
                    ),
                ),
                (
                    "work_languages",
                    resources.models.work_languages.WorkLanguagesField(
                        base_field=models.CharField(max_length=10),
                        blank=True,
                        default=list,
                        help_text="Languages in which it can be read or heard, here or elsewhere.",
                        size=None,
                        verbose_name="languages of the work",
                    ),
                ),
                (
                    "isbn",
                    resources.identifiers.IsbnField(
                        blank=True,
                        help_text="Paste it as it is printed; hyphens do not matter.",
                        max_length=13,
                        verbose_name="ISBN",
                    ),
                ),
                (
                    "doi",
                    resources.identifiers.DoiField(
                        blank=True,
                        help_text="Or the address that begins with doi.org.",
                        max_length=200,
                        verbose_name="DOI",
                    ),
                ),
                (
                    "licence",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "not known"),
                            ("all-rights-reserved", "All rights reserved"),
                            ("cc-by-4.0", "CC BY 4.0"),
                            ("cc-by-sa-4.0", "CC BY-SA 4.0"),
                            ("cc-by-nc-4.0", "CC BY-NC 4.0"),
                            ("cc-by-nc-sa-4.0", "CC BY-NC-SA 4.0"),
                            ("cc-by-nd-4.0", "CC BY-ND 4.0"),
                            ("cc-by-nc-nd-4.0", "CC BY-NC-ND 4.0"),
                            ("cc0", "CC0"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="licence",
                    ),
                ),
                (
                    "external_url",
                    models.URLField(
                        blank=True,
                        help_text="Of the publisher, or where it can be ordered.",
                        verbose_name="page elsewhere",
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        blank=True,
                        help_text="What it was made for, or where it was presented.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="resources",
                        to="events.campaign",
                        verbose_name="campaign or series",
                    ),
                ),
                (
                    "cover",
                    models.ForeignKey(
                        blank=True,
                        help_text="A picture from the library, with its credit as any other.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cover_resources",
                        to="photos.photo",
                        verbose_name="cover",
                    ),
                ),
                (
                    "events",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Where it was presented, taught or made.",
                        related_name="resources",
                        to="events.event",
                        verbose_name="events",
                    ),
                ),
                (
                    "previous_edition",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="next_editions",
                        to="resources.resource",
                        verbose_name="edition before this one",
                    ),
                ),
                (
                    "publisher",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="published_resources",
                        to="members.organisation",
                        verbose_name="publisher",
                    ),
                ),
                (
                    "topics",
                    models.ManyToManyField(
                        blank=True,
                        related_name="resources",
                        to="network.topic",
                        verbose_name="topics",
                    ),
                ),
                (
                    "translation_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="translations",
                        to="resources.resource",
                        verbose_name="translation of",
                    ),
                ),
            ],
            options={
                "verbose_name": "resource",
                "verbose_name_plural": "resources",
                "ordering": ["-created_at"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Contributor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("author", "author"),
                            ("developer", "developed by"),
                            ("editor", "editor"),
                            ("translator", "translator"),
                            ("illustrator", "illustrator"),
                            ("speaker", "speaker"),
                        ],
                        default="author",
                        max_length=12,
                        verbose_name="role",
                    ),
                ),
                *languages.translated_fields(
                    "name",
                    cms.fields.LineField(
                        blank=True,
                        help_text="For somebody who is not on this site.",
                        max_length=160,
                        verbose_name="name",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contributions",
                        to="members.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contributions",
                        to="members.person",
                        verbose_name="person",
                    ),
                ),
                (
                    "resource",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contributors",
                        to="resources.resource",
                    ),
                ),
            ],
            options={
                "verbose_name": "contributor",
                "verbose_name_plural": "contributors",
                "ordering": ["order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ResourceFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=resources.models.work_languages.choices,
                        max_length=10,
                        verbose_name="language of the file",
                    ),
                ),
                *languages.translated_fields(
                    "title",
                    cms.fields.LineField(
                        blank=True,
                        help_text="Needed where there are several, such as “Part 1”.",
                        max_length=160,
                        verbose_name="title",
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        blank=True,
                        help_text="PDF or an office file (Word, Excel, PowerPoint, OpenDocument, HWP).",
                        upload_to=cms.files.file_names.random_name("resources"),
                        validators=[cms.files.document_uploads.validate_document],
                        verbose_name="file",
                    ),
                ),
                (
                    "size",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="size"),
                ),
                (
                    "pages",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="For a PDF they are counted when it is uploaded.",
                        null=True,
                        verbose_name="pages",
                    ),
                ),
                (
                    "url",
                    models.URLField(
                        blank=True,
                        help_text="Where readers find it, if it is not to be downloaded here.",
                        verbose_name="address elsewhere",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "resource",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="resources.resource",
                    ),
                ),
            ],
            options={
                "verbose_name": "file",
                "verbose_name_plural": "files",
                "ordering": ["order", "pk"],
            },
        ),
        migrations.AddIndex(
            model_name="resource",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["former_slugs"], name="resource_former_slugs"
            ),
        ),
        migrations.AddIndex(
            model_name="resource",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["slug"], name="resource_like_slugs", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddIndex(
            model_name="resource",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["work_languages"], name="resource_work_languages"
            ),
        ),
        *[
            migrations.AddConstraint(model_name="resource", constraint=constraint)
            for constraint in publishing_constraints("title", "resource")
        ],
        *[migrations.AddIndex(model_name="resource", index=index) for index in list_indexes()],
        migrations.AddConstraint(
            model_name="resource",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("translation_of", None),
                    models.Q(("translation_of", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="resource_translates_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="resource",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("previous_edition", None),
                    models.Q(("previous_edition", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="resource_follows_another",
            ),
        ),
        migrations.AddConstraint(model_name="contributor", constraint=one_contributor_constraint()),
        migrations.AddConstraint(
            model_name="resourcefile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("file", ""), models.Q(("url", ""), _negated=True)),
                    models.Q(models.Q(("file", ""), _negated=True), ("url", "")),
                    _connector="OR",
                ),
                name="resource_file_is_here_or_elsewhere",
                violation_error_message="Upload a file or give an address elsewhere, not both.",
            ),
        ),
    ]
