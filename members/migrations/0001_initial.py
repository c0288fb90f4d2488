import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.core.serializers.json
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import cms.encryption.fields
import cms.fields
import cms.files.file_names
import cms.files.images
import cms.i18n.languages
import members.models.logo_storage
import members.models.milestones
from cms.i18n import languages
from cms.publishing.publishable import publishing_constraints


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("network", "0001_initial"),
        ("photos", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
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
                    "kind",
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
                    cms.fields.LineField(
                        help_text="For example 2025 or 2.1", max_length=20, verbose_name="version"
                    ),
                ),
                ("in_force_from", models.DateField(verbose_name="in force from")),
                *languages.translated_fields(
                    "text", models.TextField(blank=True, verbose_name="text")
                ),
            ],
            options={
                "verbose_name": "accountability document",
                "verbose_name_plural": "accountability documents",
                "ordering": ["kind", "-in_force_from"],
                "constraints": [
                    languages.required_in_any_language("text", "agreement"),
                    models.UniqueConstraint(
                        fields=("kind", "version"),
                        name="agreement_version_once",
                        violation_error_message="This version of the document exists already.",
                    ),
                    models.UniqueConstraint(
                        fields=("kind", "in_force_from"),
                        name="agreement_one_in_force",
                        violation_error_message="Another version of the document comes into force on that day.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MemberListUpload",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file_name", cms.encryption.fields.EncryptedLineField(max_length=200)),
                ("headings", cms.encryption.fields.EncryptedJSONField()),
                (
                    "rows",
                    cms.encryption.fields.EncryptedJSONField(
                        encoder=django.core.serializers.json.DjangoJSONEncoder
                    ),
                ),
                ("field_names", cms.encryption.fields.EncryptedJSONField()),
                ("notes", cms.encryption.fields.EncryptedJSONField(default=list)),
                ("uploaded_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("imported_at", models.DateTimeField(null=True)),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "list of members",
                "verbose_name_plural": "lists of members",
                "ordering": ["-uploaded_at"],
            },
        ),
        migrations.CreateModel(
            name="Milestone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "happened_on",
                    models.DateField(
                        help_text="For a month or a year, choose any day in it and say below how precise the date is.",
                        verbose_name="when",
                    ),
                ),
                (
                    "precision",
                    models.CharField(
                        choices=[("day", "day"), ("month", "month"), ("year", "year")],
                        default="day",
                        max_length=5,
                        verbose_name="precise to the",
                    ),
                ),
                *languages.translated_fields(
                    "text", cms.fields.PlainTextField(blank=True, verbose_name="text")
                ),
                (
                    "link",
                    cms.fields.LineField(
                        blank=True,
                        help_text="To read more: https://… or, within this site, /news/launch/",
                        max_length=300,
                        validators=[members.models.milestones.validate_link],
                        verbose_name="link",
                    ),
                ),
            ],
            options={
                "verbose_name": "milestone",
                "verbose_name_plural": "milestones",
                "ordering": ["happened_on", "pk"],
                "constraints": [languages.required_in_any_language("text", "milestone")],
            },
        ),
        migrations.CreateModel(
            name="Organisation",
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
                    "name", cms.fields.LineField(blank=True, max_length=160, verbose_name="name")
                ),
                (
                    "abbreviation",
                    cms.fields.LineField(blank=True, max_length=40, verbose_name="abbreviation"),
                ),
                (
                    "other_names",
                    cms.fields.PlainTextField(
                        blank=True,
                        help_text="One per line. Search uses them and readers never see them.",
                        verbose_name="other names",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("network", "network"),
                            ("civil-society", "civil society organisation"),
                            ("united-nations", "United Nations"),
                            ("government", "government"),
                            ("embassy", "embassy"),
                            ("education", "educational organisation"),
                            ("youth", "youth organisation"),
                            ("other", "other"),
                        ],
                        default="civil-society",
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                *languages.translated_fields(
                    "summary",
                    cms.fields.LineField(
                        blank=True, max_length=240, verbose_name="in one sentence"
                    ),
                ),
                *languages.translated_fields(
                    "description", models.TextField(blank=True, verbose_name="description")
                ),
                ("website", models.URLField(blank=True, verbose_name="website")),
                (
                    "social_links",
                    cms.fields.PlainTextField(
                        blank=True,
                        help_text="One address per line.",
                        verbose_name="social media and other links",
                    ),
                ),
                *languages.translated_fields(
                    "city", cms.fields.LineField(blank=True, max_length=80, verbose_name="city")
                ),
                ("founded_on", models.DateField(blank=True, null=True, verbose_name="founded on")),
                (
                    "founded_precision",
                    models.CharField(
                        choices=[("day", "day"), ("month", "month"), ("year", "year")],
                        default="day",
                        max_length=5,
                        verbose_name="precise to the",
                    ),
                ),
                (
                    "joined_on",
                    models.DateField(
                        blank=True,
                        help_text="Leave empty if it never joined.",
                        null=True,
                        verbose_name="joined the network",
                    ),
                ),
                (
                    "joined_precision",
                    models.CharField(
                        choices=[("day", "day"), ("month", "month"), ("year", "year")],
                        default="day",
                        max_length=5,
                        verbose_name="precise to the",
                    ),
                ),
                (
                    "joined_alliance_on",
                    models.DateField(blank=True, null=True, verbose_name="joined the Alliance"),
                ),
                (
                    "joined_alliance_precision",
                    models.CharField(
                        choices=[("day", "day"), ("month", "month"), ("year", "year")],
                        default="day",
                        max_length=5,
                        verbose_name="precise to the",
                    ),
                ),
                (
                    "is_founding_member",
                    models.BooleanField(default=False, verbose_name="founding member"),
                ),
                (
                    "left_on",
                    models.DateField(blank=True, null=True, verbose_name="left the network"),
                ),
                (
                    "logo",
                    models.ImageField(
                        blank=True,
                        help_text="PNG, JPEG or WebP, ideally with a transparent background. Without a logo, readers see initials.",
                        storage=members.models.logo_storage.logo_storage,
                        upload_to=cms.files.file_names.random_name("members"),
                        validators=[cms.files.images.validate_image],
                        verbose_name="logo",
                    ),
                ),
                (
                    "logo_dark",
                    models.ImageField(
                        blank=True,
                        help_text="In light colours. Without one, the other logo is shown on white.",
                        storage=members.models.logo_storage.logo_storage,
                        upload_to=cms.files.file_names.random_name("members"),
                        validators=[cms.files.images.validate_image],
                        verbose_name="logo for dark screens",
                    ),
                ),
                (
                    "is_delisted",
                    models.BooleanField(
                        default=False,
                        help_text="Saving removes its page and its list entry from the site at once.",
                        verbose_name="not on the site",
                    ),
                ),
                (
                    "delisting_reason",
                    cms.fields.PlainTextField(
                        blank=True,
                        help_text="Only staff see this.",
                        verbose_name="reason for removal",
                    ),
                ),
                ("search_text", cms.fields.SearchTextField(blank=True, default="", editable=False)),
                *languages.translated_fields(
                    "sort_key",
                    cms.fields.SortKeyField(
                        blank=True, db_collation="C", default="", editable=False
                    ),
                ),
                (
                    "contact_name",
                    cms.encryption.fields.EncryptedLineField(
                        blank=True, max_length=120, verbose_name="contact person"
                    ),
                ),
                (
                    "contact_email",
                    cms.encryption.fields.EncryptedEmailField(
                        blank=True,
                        help_text="Only staff see this. It is never published, neither on a page nor in a file.",
                        max_length=254,
                        verbose_name="e-mail address of the contact",
                    ),
                ),
                (
                    "contact_language",
                    models.CharField(
                        blank=True,
                        choices=languages.choices,
                        max_length=10,
                        verbose_name="language of e-mails",
                    ),
                ),
                (
                    "signature_requested_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="asked to sign"
                    ),
                ),
                ("signature_reminded_at", models.DateTimeField(editable=False, null=True)),
                ("signing_link_version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "confirmed_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="last confirmed"
                    ),
                ),
                (
                    "topics",
                    models.ManyToManyField(
                        blank=True,
                        related_name="organisations",
                        to="network.topic",
                        verbose_name="topics",
                    ),
                ),
            ],
            options={
                "verbose_name": "organisation",
                "verbose_name_plural": "organisations",
                "ordering": ["pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OrganisationPhoto",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="organisation_photos",
                        to="members.organisation",
                    ),
                ),
                (
                    "photo",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="organisation_photos",
                        to="photos.photo",
                    ),
                ),
            ],
            options={
                "verbose_name": "photo",
                "verbose_name_plural": "photos",
                "ordering": ["order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Person",
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
                        help_text="As the person spells it.",
                        max_length=120,
                        verbose_name="name",
                    ),
                ),
                *languages.translated_fields(
                    "sort_name",
                    cms.fields.LineField(
                        blank=True,
                        help_text="For example Kim, Goldie",
                        max_length=120,
                        verbose_name="sorted as",
                    ),
                ),
                (
                    "other_names",
                    cms.fields.PlainTextField(
                        blank=True,
                        help_text="One per line. Search uses them and readers never see them. When the person is hidden, texts are searched for these names, too.",
                        verbose_name="other names",
                    ),
                ),
                *languages.translated_fields(
                    "biography", cms.fields.PlainTextField(blank=True, verbose_name="biography")
                ),
                *languages.translated_fields(
                    "role",
                    cms.fields.LineField(blank=True, max_length=200, verbose_name="role today"),
                ),
                (
                    "has_public_profile",
                    models.BooleanField(
                        default=False,
                        help_text="Only when the person wants one.",
                        verbose_name="public profile",
                    ),
                ),
                (
                    "is_minor",
                    models.BooleanField(
                        default=False,
                        help_text="Not of age. A minor has no public profile, and photos need a guardian’s consent.",
                        verbose_name="minor",
                    ),
                ),
                (
                    "noindex",
                    models.BooleanField(
                        default=False,
                        help_text="Search engines are asked to leave the profile out.",
                        verbose_name="hidden from search engines",
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        blank=True,
                        help_text="The last part of the profile’s address. Leave empty to make it from the name.",
                        max_length=80,
                        null=True,
                        unique=True,
                        verbose_name="address",
                    ),
                ),
                (
                    "hidden_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="hidden"
                    ),
                ),
                (
                    "joined_on",
                    models.DateField(
                        blank=True,
                        help_text="Leave empty if the person is not a member.",
                        null=True,
                        verbose_name="joined the network",
                    ),
                ),
                (
                    "left_on",
                    models.DateField(blank=True, null=True, verbose_name="left the network"),
                ),
                (
                    "contact_name",
                    cms.encryption.fields.EncryptedLineField(
                        blank=True,
                        help_text="Only if it differs from the public name. Only staff see this.",
                        max_length=160,
                        verbose_name="name in e-mails",
                    ),
                ),
                (
                    "contact_email",
                    cms.encryption.fields.EncryptedEmailField(
                        blank=True,
                        help_text="Only staff see this. It is never published, neither on a page nor in a file.",
                        max_length=254,
                        verbose_name="e-mail address",
                    ),
                ),
                (
                    "contact_language",
                    models.CharField(
                        blank=True,
                        choices=languages.choices,
                        max_length=10,
                        verbose_name="language of e-mails",
                    ),
                ),
                (
                    "signature_requested_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="asked to sign"
                    ),
                ),
                ("signature_reminded_at", models.DateTimeField(editable=False, null=True)),
                ("signing_link_version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="people",
                        to="members.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "portrait",
                    models.ForeignKey(
                        blank=True,
                        help_text="Shown small, at most 800 px, and only with a public profile.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="portrait_of",
                        to="photos.photo",
                        verbose_name="portrait",
                    ),
                ),
            ],
            options={"verbose_name": "person", "verbose_name_plural": "people", "ordering": ["pk"]},
        ),
        migrations.CreateModel(
            name="Office",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                *languages.translated_fields(
                    "title", cms.fields.LineField(blank=True, max_length=120, verbose_name="title")
                ),
                (
                    "body",
                    models.CharField(
                        choices=[
                            ("coordination", "coordination"),
                            ("steering-committee", "steering committee"),
                            ("working-group", "working group"),
                            ("secretariat", "secretariat"),
                        ],
                        max_length=20,
                        verbose_name="body",
                    ),
                ),
                *languages.translated_fields(
                    "group",
                    cms.fields.LineField(
                        blank=True,
                        help_text="Only for a working group, for example Working Group on Care",
                        max_length=120,
                        verbose_name="name of the group",
                    ),
                ),
                ("started_on", models.DateField(verbose_name="from")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="to")),
                (
                    "precision",
                    models.CharField(
                        choices=[("day", "day"), ("month", "month"), ("year", "year")],
                        default="day",
                        max_length=5,
                        verbose_name="precise to the",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="offices",
                        to="members.person",
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "office",
                "verbose_name_plural": "offices",
                "ordering": ["-started_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="HiddenPeriod",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("started_at", models.DateTimeField(verbose_name="hidden")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="shown again")),
                (
                    "started_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "photos",
                    models.ManyToManyField(related_name="hidden_periods", to="photos.photo"),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="hidden_periods",
                        to="members.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "hiding of a person",
                "verbose_name_plural": "hidings of people",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Appearance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="1 is the first from the left. Leave empty if people are not in a row.",
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="place from the left",
                    ),
                ),
                *languages.translated_fields(
                    "job_title",
                    cms.fields.LineField(
                        blank=True,
                        help_text="For example “director of the Institute for Gender Education”.",
                        max_length=240,
                        verbose_name="job title on that day",
                    ),
                ),
                (
                    "consent",
                    models.CharField(
                        choices=[
                            ("not-assessed", "not asked yet: not named"),
                            ("named", "agrees to be shown and named"),
                            ("unnamed", "agrees to be shown, not to be named"),
                            ("guardian", "a guardian agrees to the name (minors)"),
                            ("refused", "refused: the photo is not shown"),
                            ("withdrawn", "withdrawn: the photo is not shown any more"),
                        ],
                        default="not-assessed",
                        max_length=20,
                        verbose_name="consent",
                    ),
                ),
                (
                    "photo",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="appearances",
                        to="photos.photo",
                        verbose_name="photo",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="appearances",
                        to="members.person",
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "person in a photo",
                "verbose_name_plural": "people in photos",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "proposed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="proposed"
                    ),
                ),
                (
                    "remark",
                    cms.encryption.fields.EncryptedTextField(
                        blank=True, max_length=2000, verbose_name="remark"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "to review"),
                            ("decided", "decided"),
                            ("replaced", "replaced by a later one"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="decided on"),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="proposals",
                        to="members.organisation",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "proposal of a member",
                "verbose_name_plural": "proposals of members",
                "ordering": ["-proposed_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ProposedChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("field_name", models.CharField(max_length=60)),
                ("old_value", cms.encryption.fields.EncryptedTextField(blank=True)),
                ("proposed_value", cms.encryption.fields.EncryptedTextField(blank=True)),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("accepted", "accepted"),
                            ("rejected", "rejected"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="members.proposal",
                    ),
                ),
            ],
            options={
                "verbose_name": "proposed change",
                "verbose_name_plural": "proposed changes",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="AccuracyRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("expires_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("secret_hash", cms.fields.HashField(editable=False, max_length=64)),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="accuracy_requests",
                        to="members.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "question to a member",
                "verbose_name_plural": "questions to members",
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="proposal",
            name="accuracy_request",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="proposals",
                to="members.accuracyrequest",
            ),
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
                *languages.translated_fields(
                    "name", cms.fields.LineField(blank=True, max_length=60, verbose_name="name")
                ),
                *languages.translated_fields(
                    "short_name",
                    cms.fields.LineField(
                        blank=True,
                        help_text="Shown on the map.",
                        max_length=12,
                        verbose_name="short name",
                    ),
                ),
                ("slug", models.SlugField(unique=True, verbose_name="address")),
                (
                    "order",
                    models.PositiveSmallIntegerField(
                        default=10,
                        help_text="The official order of the country’s regions.",
                        verbose_name="order",
                    ),
                ),
                (
                    "map_row",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Count from the top, starting at 0. Leave both empty to keep the region off the map.",
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(11)],
                        verbose_name="row on the map",
                    ),
                ),
                (
                    "map_column",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Count from the left, starting at 0.",
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(11)],
                        verbose_name="place in the row",
                    ),
                ),
            ],
            options={
                "verbose_name": "region",
                "verbose_name_plural": "regions",
                "ordering": ["order", "slug"],
                "constraints": [
                    languages.required_in_any_language("name", "region"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("map_column", None), ("map_row", None)),
                            models.Q(("map_column__isnull", False), ("map_row__isnull", False)),
                            _connector="OR",
                        ),
                        name="region_has_row_and_place",
                        violation_error_message="Enter both the row and the place in it, or neither.",
                    ),
                    models.UniqueConstraint(
                        fields=("map_row", "map_column"),
                        name="region_alone_on_its_tile",
                        violation_error_message="Another region already has this place on the map.",
                    ),
                ],
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
        migrations.CreateModel(
            name="UnpublishedText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("model_label", models.CharField(max_length=80)),
                ("object_id", models.PositiveBigIntegerField()),
                ("language", models.CharField(max_length=10)),
                ("published_at", models.DateTimeField()),
                (
                    "hidden_period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="unpublished_texts",
                        to="members.hiddenperiod",
                    ),
                ),
            ],
            options={
                "verbose_name": "text taken back to draft",
                "verbose_name_plural": "texts taken back to draft",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="DistinctPair",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("marked_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="members.organisation",
                    ),
                ),
                (
                    "marked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="members.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "pair of different organisations",
                "verbose_name_plural": "pairs of different organisations",
            },
        ),
        migrations.CreateModel(
            name="LinkCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("url", models.URLField(max_length=500, verbose_name="link")),
                (
                    "redirects_to",
                    models.URLField(blank=True, max_length=500, verbose_name="new address"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "not checked yet"),
                            ("working", "works"),
                            ("moved", "moved"),
                            ("blocked", "blocks automatic checks"),
                            ("gone", "page not found"),
                            ("unknown-host", "no such address"),
                            ("unreachable", "does not answer"),
                            ("certificate", "certificate not valid"),
                            ("server-error", "server error"),
                            ("redirect-loop", "redirects in circles"),
                            ("private", "not on the internet"),
                        ],
                        default="waiting",
                        max_length=15,
                        verbose_name="state",
                    ),
                ),
                (
                    "state_since",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="since"),
                ),
                ("failure_count", models.PositiveSmallIntegerField(default=0)),
                ("checked_at", models.DateTimeField(null=True, verbose_name="last checked")),
                (
                    "next_check_at",
                    models.DateTimeField(db_index=True, default=django.utils.timezone.now),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="link_checks",
                        to="members.organisation",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "link of a member",
                "verbose_name_plural": "links of members",
                "ordering": ["organisation_id", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "url"), name="link_check_once")
                ],
            },
        ),
        migrations.AddConstraint("person", languages.required_in_any_language("name", "person")),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_minor", False), ("has_public_profile", False), _connector="OR"
                ),
                name="person_minor_has_no_profile",
                violation_error_message="A minor has no public profile.",
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("has_public_profile", False), ("slug__isnull", False), _connector="OR"
                ),
                name="person_profile_has_address",
                violation_error_message="A public profile needs an address.",
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("left_on", None), ("left_on__gte", models.F("joined_on")), _connector="OR"
                ),
                name="person_left_after_joining",
                violation_error_message="Nobody can leave before joining.",
            ),
        ),
        migrations.AddConstraint("office", languages.required_in_any_language("title", "office")),
        migrations.AddConstraint(
            model_name="office",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_on", None), ("ended_on__gte", models.F("started_on")), _connector="OR"
                ),
                name="office_ends_after_it_starts",
                violation_error_message="A term cannot end before it starts.",
            ),
        ),
        migrations.AddConstraint(
            model_name="hiddenperiod",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("person",),
                name="hidden_period_one_at_a_time",
                violation_error_message="This person is hidden already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="appearance",
            constraint=models.UniqueConstraint(
                fields=("photo", "person"),
                name="appearance_once",
                violation_error_message="This person is named in this photo already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="appearance",
            constraint=models.UniqueConstraint(
                fields=("photo", "position"),
                name="appearance_one_a_place",
                violation_error_message="Somebody else already has this place in the photo.",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposedchange",
            constraint=models.UniqueConstraint(
                fields=("proposal", "field_name"), name="proposed_change_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="accuracyrequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at", None)),
                fields=("organisation",),
                name="accuracy_request_one_open",
                violation_error_message="This organisation is being asked already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")),
                fields=("organisation",),
                name="proposal_one_open",
                violation_error_message="Another proposal of this organisation is open.",
            ),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["slug"], name="organisation_like_slugs", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["former_slugs"], name="organisation_former_slugs"
            ),
        ),
        *[
            migrations.AddConstraint("organisation", constraint)
            for constraint in publishing_constraints("name", "organisation")
        ],
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("left_on", None), ("left_on__gte", models.F("joined_on")), _connector="OR"
                ),
                name="organisation_left_after_it_joined",
                violation_error_message="An organisation cannot leave before it joins.",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_delisted", False),
                    models.Q(("delisting_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="organisation_delisted_for_a_reason",
                violation_error_message="Write down why it is removed from the site, for those who come after you.",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("logo_dark", ""), models.Q(("logo", ""), _negated=True), _connector="OR"
                ),
                name="organisation_light_logo_first",
                violation_error_message="Add the logo for light screens, too.",
            ),
        ),
        migrations.AddConstraint(
            model_name="distinctpair",
            constraint=models.UniqueConstraint(
                fields=("first", "second"), name="distinct_pair_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="distinctpair",
            constraint=models.CheckConstraint(
                condition=models.Q(("first__lt", models.F("second"))), name="distinct_pair_in_order"
            ),
        ),
    ]
