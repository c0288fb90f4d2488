import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

import cms.fields
import cms.i18n.languages
import events.models.timing
from cms.i18n import languages
from cms.publishing.publishable import publishing_constraints


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("members", "0001_initial"),
        ("network", "0001_initial"),
        ("photos", "0001_initial"),
    ]
    operations = [
        migrations.CreateModel(
            name="Campaign",
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
                ("slug", models.SlugField(unique=True, verbose_name="address")),
                *languages.translated_fields(
                    "description", models.TextField(blank=True, verbose_name="description")
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("campaign", "campaign, every year on the same days"),
                            ("series", "series of events, such as a tour or a course"),
                        ],
                        default="campaign",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "from_month",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="from month"
                    ),
                ),
                (
                    "from_day",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="from day"
                    ),
                ),
                (
                    "to_month",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="to month"
                    ),
                ),
                (
                    "to_day",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="to day"),
                ),
            ],
            options={
                "verbose_name": "campaign or series",
                "verbose_name_plural": "campaigns and series",
                "ordering": ["from_month", "from_day"],
                "constraints": [
                    languages.required_in_any_language("name", "campaign"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("from_day", None),
                                ("from_month", None),
                                ("kind", "series"),
                                ("to_day", None),
                                ("to_month", None),
                            ),
                            models.Q(
                                ("from_day__isnull", False),
                                ("from_month__isnull", False),
                                ("kind", "campaign"),
                                ("to_day__isnull", False),
                                ("to_month__isnull", False),
                                ("from_month__range", (1, 12)),
                                ("to_month__range", (1, 12)),
                                ("from_day__range", (1, 31)),
                                ("to_day__range", (1, 31)),
                            ),
                            _connector="OR",
                        ),
                        name="campaign_has_real_days",
                        violation_error_message="Enter months from 1 to 12 and days from 1 to 31.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Event",
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
                ("revision", models.PositiveIntegerField(default=0, editable=False)),
                ("starts_at", models.DateTimeField(verbose_name="starts")),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="ends")),
                ("over_at", models.DateTimeField(db_index=True, editable=False)),
                (
                    "precision",
                    models.CharField(
                        choices=[
                            ("time", "day and time"),
                            ("day", "day"),
                            ("month", "month"),
                            ("year", "year"),
                        ],
                        default="time",
                        max_length=5,
                        help_text="How exactly the date is known. The site shows no more than that.",
                        verbose_name="precise to the",
                    ),
                ),
                (
                    "time_zone",
                    models.CharField(
                        default="Asia/Seoul",
                        max_length=40,
                        validators=[events.models.timing.validate_time_zone],
                        verbose_name="time zone",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("launch", "launch"),
                            ("forum", "forum"),
                            ("lecture", "lecture"),
                            ("panel", "panel discussion"),
                            ("workshop", "workshop"),
                            ("course", "training course"),
                            ("campaign", "campaign"),
                            ("book", "book event"),
                            ("assembly", "general assembly"),
                            ("other", "other"),
                        ],
                        default="other",
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                *languages.translated_fields(
                    "title", cms.fields.LineField(blank=True, max_length=200, verbose_name="title")
                ),
                *languages.translated_fields(
                    "slogan",
                    cms.fields.LineField(blank=True, max_length=200, verbose_name="slogan"),
                ),
                *languages.translated_fields(
                    "summary",
                    cms.fields.PlainTextField(
                        blank=True, help_text="One or two sentences.", verbose_name="summary"
                    ),
                ),
                *languages.translated_fields(
                    "description", models.TextField(blank=True, verbose_name="description")
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("scheduled", "as planned"),
                            ("postponed", "postponed"),
                            ("cancelled", "cancelled"),
                            ("moved-online", "moved online"),
                        ],
                        default="scheduled",
                        max_length=15,
                        verbose_name="state",
                    ),
                ),
                *languages.translated_fields(
                    "venue", cms.fields.LineField(blank=True, max_length=160, verbose_name="venue")
                ),
                *languages.translated_fields(
                    "address",
                    cms.fields.LineField(blank=True, max_length=200, verbose_name="address"),
                ),
                *languages.translated_fields(
                    "city", cms.fields.LineField(blank=True, max_length=80, verbose_name="city")
                ),
                (
                    "address_for",
                    models.CharField(
                        choices=[
                            ("everybody", "everybody"),
                            ("registered", "people who have registered"),
                        ],
                        default="everybody",
                        max_length=10,
                        help_text="For “people who have registered” the page names only the town.",
                        verbose_name="venue and address are shown to",
                    ),
                ),
                (
                    "online_url",
                    models.URLField(blank=True, verbose_name="address for taking part online"),
                ),
                ("registration_url", models.URLField(blank=True, verbose_name="where to register")),
                (
                    "attendance",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="attendance"),
                ),
                (
                    "attendance_exactness",
                    models.CharField(
                        choices=[("exact", "exactly"), ("about", "about"), ("over", "over")],
                        default="exact",
                        max_length=5,
                        help_text="Whether the number was counted or is an estimate.",
                        verbose_name="how exact",
                    ),
                ),
                *languages.translated_fields(
                    "groups_present",
                    cms.fields.PlainTextField(
                        blank=True,
                        help_text="Groups of people, one per line.",
                        verbose_name="who was there",
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="events",
                        to="events.campaign",
                        verbose_name="campaign or series",
                    ),
                ),
                (
                    "lead_photo",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lead_photo_events",
                        to="photos.photo",
                        help_text="At the top of the page, in lists, and where somebody shares the link.",
                        verbose_name="lead photo",
                    ),
                ),
                (
                    "topics",
                    models.ManyToManyField(
                        blank=True, related_name="events", to="network.topic", verbose_name="topics"
                    ),
                ),
            ],
            options={
                "verbose_name": "event",
                "verbose_name_plural": "events",
                "ordering": ["-starts_at"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="EventOrganisation",
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
                            ("host", "host"),
                            ("co-host", "co-host"),
                            ("partner", "partner"),
                            ("supporter", "supporter"),
                        ],
                        default="host",
                        max_length=10,
                        verbose_name="role",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="partners",
                        to="events.event",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="event_roles",
                        to="members.organisation",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "organisation of the event",
                "verbose_name_plural": "organisations of the event",
                "ordering": ["order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="EventPhoto",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="event_photos",
                        to="events.event",
                    ),
                ),
                (
                    "photo",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="event_photos",
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
            name="Message",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                *languages.translated_fields(
                    "text", cms.fields.PlainTextField(blank=True, verbose_name="message")
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="messages",
                        to="events.event",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
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
                        related_name="messages",
                        to="members.person",
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "message",
                "verbose_name_plural": "messages",
                "ordering": ["order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Session",
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
                            ("keynote", "keynote"),
                            ("lecture", "lecture"),
                            ("panel", "panel"),
                            ("ceremony", "ceremony"),
                            ("workshop", "workshop"),
                            ("break", "break"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                *languages.translated_fields(
                    "title", cms.fields.LineField(blank=True, max_length=200, verbose_name="title")
                ),
                *languages.translated_fields(
                    "description", cms.fields.PlainTextField(blank=True, verbose_name="description")
                ),
                ("starts_at", models.DateTimeField(blank=True, null=True, verbose_name="starts")),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="ends")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to="events.event",
                    ),
                ),
            ],
            options={
                "verbose_name": "part of the programme",
                "verbose_name_plural": "programme",
                "ordering": ["order", "starts_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Participation",
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
                            ("keynote", "keynote speaker"),
                            ("lecturer", "lecturer"),
                            ("moderator", "moderator"),
                            ("panellist", "panellist"),
                            ("remarks", "remarks"),
                            ("guest", "guest"),
                            ("participant", "participant"),
                        ],
                        max_length=11,
                        verbose_name="role",
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
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="participations",
                        to="members.person",
                        verbose_name="person",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="participations",
                        to="events.session",
                    ),
                ),
            ],
            options={
                "verbose_name": "participant",
                "verbose_name_plural": "participants",
                "ordering": ["order", "pk"],
            },
        ),
        migrations.AddIndex(
            model_name="event",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["slug"], name="event_like_slugs", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["former_slugs"], name="event_former_slugs"
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["-starts_at", "-id"], name="event_latest"),
        ),
        *[
            migrations.AddConstraint("event", constraint)
            for constraint in publishing_constraints("title", "event")
        ],
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_at", None), ("ends_at__gte", models.F("starts_at")), _connector="OR"
                ),
                name="event_ends_after_it_starts",
                violation_error_message="An event cannot end before it starts.",
            ),
        ),
        migrations.AddConstraint(
            model_name="eventorganisation",
            constraint=models.UniqueConstraint(
                fields=("event", "organisation", "role"),
                name="event_organisation_once",
                violation_error_message="This organisation has this role already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("person__isnull", False), ("organisation__isnull", False), _connector="OR"
                ),
                name="message_has_sender",
                violation_error_message="Say who sent the message: a person or organisation.",
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_at", None),
                    ("starts_at", None),
                    ("ends_at__gte", models.F("starts_at")),
                    _connector="OR",
                ),
                name="session_ends_after_it_starts",
                violation_error_message="A part cannot end before it starts.",
            ),
        ),
        migrations.AddConstraint(
            model_name="participation",
            constraint=models.UniqueConstraint(
                fields=("session", "person", "role"),
                name="participation_once",
                violation_error_message="This person has this role in this part already.",
            ),
        ),
    ]
