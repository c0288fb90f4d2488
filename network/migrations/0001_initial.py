import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models

import cms.fields
import cms.files.file_names
import cms.files.images
import cms.i18n.languages
from cms.i18n import languages
from cms.publishing.publishable import publishing_constraints


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        TrigramExtension(),
        migrations.CreateModel(
            name="Redirect",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "from_path",
                    cms.fields.LineField(
                        help_text="From the first slash, for example /board/view.php?id=12 or /소식/출범",
                        max_length=400,
                        unique=True,
                        verbose_name="old address",
                    ),
                ),
                (
                    "to_path",
                    cms.fields.LineField(
                        help_text="For example /ko/news/launch/",
                        max_length=400,
                        verbose_name="leads to",
                    ),
                ),
                ("path", models.TextField(db_index=True, editable=False)),
                (
                    "parameters",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, editable=False, size=None
                    ),
                ),
            ],
            options={
                "verbose_name": "redirect",
                "verbose_name_plural": "redirects",
                "ordering": ["from_path"],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                *languages.translated_fields(
                    "name", cms.fields.LineField(blank=True, max_length=120, verbose_name="name")
                ),
                *languages.translated_fields(
                    "role", cms.fields.LineField(blank=True, max_length=160, verbose_name="role")
                ),
                *languages.translated_fields(
                    "organisation",
                    cms.fields.LineField(blank=True, max_length=160, verbose_name="organisation"),
                ),
                (
                    "email",
                    models.EmailField(
                        help_text="Shown only after a click. An address of the office is better than a person’s own.",
                        max_length=254,
                        verbose_name="e-mail address",
                    ),
                ),
                (
                    "phone",
                    cms.fields.LineField(blank=True, max_length=40, verbose_name="telephone"),
                ),
            ],
            options={
                "verbose_name": "contact",
                "verbose_name_plural": "contacts",
                "ordering": ["pk"],
                "constraints": [languages.required_in_any_language("name", "contact")],
            },
        ),
        migrations.CreateModel(
            name="Page",
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
                        choices=languages.choices,
                        help_text="The language the item was first written in.",
                        max_length=10,
                        verbose_name="written in",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                *languages.translated_fields(
                    "title", cms.fields.LineField(blank=True, max_length=200, verbose_name="title")
                ),
                *languages.translated_fields(
                    "body", models.TextField(blank=True, verbose_name="text")
                ),
                (
                    "place",
                    models.CharField(
                        choices=[
                            ("menu", "menu"),
                            ("footer", "footer"),
                            ("nowhere", "linked from texts only"),
                        ],
                        default="nowhere",
                        max_length=10,
                        verbose_name="shown in",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=10, verbose_name="order")),
                (
                    "shows_contact",
                    models.BooleanField(
                        default=False,
                        help_text="Adds the contact of the network below the text.",
                        verbose_name="shows how to reach the network",
                    ),
                ),
            ],
            options={
                "verbose_name": "page",
                "verbose_name_plural": "pages",
                "ordering": ["order", "pk"],
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["former_slugs"], name="page_former_slugs"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["slug"], name="page_like_slugs", opclasses=["gin_trgm_ops"]
                    ),
                ],
                "constraints": [*publishing_constraints("title", "page")],
            },
        ),
        migrations.CreateModel(
            name="Topic",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                *languages.translated_fields(
                    "name", cms.fields.LineField(blank=True, max_length=60, verbose_name="name")
                ),
                ("slug", models.SlugField(unique=True, verbose_name="address")),
            ],
            options={
                "verbose_name": "topic",
                "verbose_name_plural": "topics",
                "ordering": ["slug"],
                "constraints": [languages.required_in_any_language("name", "topic")],
            },
        ),
        migrations.CreateModel(
            name="Network",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                *languages.translated_fields(
                    "name", cms.fields.LineField(blank=True, max_length=160, verbose_name="name")
                ),
                *languages.translated_fields(
                    "short_name",
                    cms.fields.LineField(blank=True, max_length=40, verbose_name="short name"),
                ),
                *languages.translated_fields(
                    "tagline",
                    cms.fields.LineField(
                        blank=True,
                        help_text="Shown at the top of the home page.",
                        max_length=240,
                        verbose_name="in one sentence",
                    ),
                ),
                *languages.translated_fields(
                    "vision", cms.fields.PlainTextField(blank=True, verbose_name="vision")
                ),
                *languages.translated_fields(
                    "about",
                    cms.fields.PlainTextField(
                        blank=True,
                        help_text="Two or three sentences; they close every press release.",
                        verbose_name="about the network",
                    ),
                ),
                ("founded_on", models.DateField(blank=True, null=True, verbose_name="founded on")),
                *languages.translated_fields(
                    "place", cms.fields.LineField(blank=True, max_length=120, verbose_name="place")
                ),
                *languages.translated_fields(
                    "parent_name",
                    cms.fields.LineField(blank=True, max_length=160, verbose_name="part of"),
                ),
                (
                    "parent_url",
                    models.URLField(blank=True, verbose_name="address of the larger network"),
                ),
                *languages.translated_fields(
                    "parent_country",
                    cms.fields.LineField(
                        blank=True,
                        help_text="Asks applicants for consent before their data go there.",
                        max_length=120,
                        verbose_name="country of its office",
                    ),
                ),
                (
                    "social_links",
                    cms.fields.PlainTextField(
                        blank=True,
                        help_text="One address per line.",
                        verbose_name="social media and other links",
                    ),
                ),
                (
                    "logo",
                    models.ImageField(
                        blank=True,
                        help_text="PNG, JPEG or WebP, ideally with a transparent background. Without a logo, readers see the name.",
                        upload_to=cms.files.file_names.random_name("network"),
                        validators=[cms.files.images.validate_image],
                        verbose_name="logo",
                    ),
                ),
                *languages.translated_fields(
                    "deciding_body",
                    cms.fields.LineField(
                        blank=True,
                        help_text="For example the steering committee. Applicants read it.",
                        max_length=120,
                        verbose_name="who decides about applications",
                    ),
                ),
                *languages.translated_fields(
                    "fee",
                    cms.fields.PlainTextField(
                        blank=True,
                        help_text="What members pay, or that nothing is to be paid. Applicants read it.",
                        verbose_name="membership fee",
                    ),
                ),
                (
                    "expected_weeks",
                    models.PositiveSmallIntegerField(
                        default=6,
                        help_text="How long applicants are told it takes.",
                        verbose_name="weeks until a decision",
                    ),
                ),
                (
                    "votes_needed",
                    models.PositiveSmallIntegerField(
                        default=2,
                        help_text="How many reviewers must vote for or against before an application can be decided.",
                        verbose_name="votes needed",
                    ),
                ),
                (
                    "referees_needed",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="How many people who know the applicant the form asks for; 0 for none.",
                        verbose_name="referees needed",
                    ),
                ),
                (
                    "tells_outdated_translations",
                    models.BooleanField(
                        default=False,
                        help_text="A page whose text in another language has changed since says so, with a link there.",
                        verbose_name="tells readers of an outdated translation",
                    ),
                ),
                (
                    "joining_closed_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="applications closed since"
                    ),
                ),
                (
                    "concerns_closed_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="reports of concerns closed since"
                    ),
                ),
                (
                    "contacts_closed_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="contact details closed since"
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.contact",
                        verbose_name="contact",
                    ),
                ),
                (
                    "press_contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.contact",
                        verbose_name="press contact",
                    ),
                ),
            ],
            options={
                "verbose_name": "network",
                "verbose_name_plural": "network",
                "permissions": [("close_forms", "Can close and open the public forms")],
                "constraints": [
                    languages.required_in_any_language("name", "network"),
                    models.CheckConstraint(
                        condition=models.Q(("pk", 1)),
                        name="network_is_one",
                        violation_error_message="A site has one network only. Change the one there is.",
                    ),
                ],
            },
        ),
    ]
