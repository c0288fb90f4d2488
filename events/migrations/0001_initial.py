import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import events.models
import network.fields
from network import languages


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("network", "0001_initial"),
        ("photos", "0001_initial"),
    ]

    operations = [
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
                *languages.translated(
                    "text", network.fields.ProseField(blank=True, verbose_name="message")
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
            ],
            options={
                "verbose_name": "message",
                "verbose_name_plural": "messages",
                "ordering": ["order", "pk"],
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
                        ],
                        max_length=10,
                        verbose_name="role",
                    ),
                ),
                *languages.translated(
                    "role_text",
                    network.fields.LineField(
                        blank=True,
                        help_text="For example “director of the Institute for Gender Education”.",
                        max_length=240,
                        verbose_name="who they were on that day",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
            ],
            options={
                "verbose_name": "participant",
                "verbose_name_plural": "participants",
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
                *languages.translated(
                    "title",
                    network.fields.LineField(blank=True, max_length=200, verbose_name="title"),
                ),
                *languages.translated(
                    "description", network.fields.ProseField(blank=True, verbose_name="description")
                ),
                ("starts_at", models.DateTimeField(blank=True, null=True, verbose_name="starts")),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="ends")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
            ],
            options={
                "verbose_name": "part of the programme",
                "verbose_name_plural": "programme",
                "ordering": ["order", "starts_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Campaign",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                *languages.translated(
                    "name",
                    network.fields.LineField(blank=True, max_length=160, verbose_name="name"),
                ),
                ("slug", models.SlugField(unique=True, verbose_name="address")),
                *languages.translated(
                    "description", models.TextField(blank=True, verbose_name="description")
                ),
                ("from_month", models.PositiveSmallIntegerField(verbose_name="from month")),
                ("from_day", models.PositiveSmallIntegerField(verbose_name="from day")),
                ("to_month", models.PositiveSmallIntegerField(verbose_name="to month")),
                ("to_day", models.PositiveSmallIntegerField(verbose_name="to day")),
            ],
            options={
                "verbose_name": "campaign",
                "verbose_name_plural": "campaigns",
                "ordering": ["from_month", "from_day"],
                "constraints": [
                    languages.said_somewhere("name", "campaign"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_month__range", (1, 12)),
                            ("to_month__range", (1, 12)),
                            ("from_day__range", (1, 31)),
                            ("to_day__range", (1, 31)),
                        ),
                        name="campaign_has_real_days",
                        violation_error_message="Give months from 1 to 12 and days from 1 to 31.",
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
                        help_text="The last part of the page's address, the same in all languages. Left empty it is made from the title. When it changes, the old addresses lead to the new one.",
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
                *languages.translated(
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
                *languages.translated(
                    "title",
                    network.fields.LineField(blank=True, max_length=200, verbose_name="title"),
                ),
                *languages.translated(
                    "slogan",
                    network.fields.LineField(blank=True, max_length=200, verbose_name="slogan"),
                ),
                *languages.translated(
                    "summary",
                    network.fields.ProseField(
                        blank=True, help_text="One or two sentences.", verbose_name="summary"
                    ),
                ),
                *languages.translated(
                    "description", models.TextField(blank=True, verbose_name="description")
                ),
                ("starts_at", models.DateTimeField(verbose_name="starts")),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="ends")),
                ("over_at", models.DateTimeField(db_index=True, editable=False)),
                (
                    "precision",
                    models.CharField(
                        choices=[("time", "day and time"), ("day", "day"), ("month", "month")],
                        default="time",
                        max_length=5,
                        verbose_name="known to the",
                    ),
                ),
                (
                    "time_zone",
                    models.CharField(
                        default=settings.TIME_ZONE,
                        max_length=40,
                        validators=[events.models.check_time_zone],
                        verbose_name="time zone",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("scheduled", "takes place"),
                            ("postponed", "postponed"),
                            ("cancelled", "cancelled"),
                            ("moved-online", "moved online"),
                        ],
                        default="scheduled",
                        max_length=15,
                        verbose_name="takes place",
                    ),
                ),
                *languages.translated(
                    "venue",
                    network.fields.LineField(blank=True, max_length=160, verbose_name="venue"),
                ),
                *languages.translated(
                    "address",
                    network.fields.LineField(blank=True, max_length=200, verbose_name="address"),
                ),
                *languages.translated(
                    "city", network.fields.LineField(blank=True, max_length=80, verbose_name="city")
                ),
                (
                    "address_for",
                    models.CharField(
                        choices=[("everybody", "everybody"), ("registered", "who has registered")],
                        default="everybody",
                        max_length=10,
                        verbose_name="venue and address are shown to",
                    ),
                ),
                ("online_url", models.URLField(blank=True, verbose_name="online address")),
                ("registration_url", models.URLField(blank=True, verbose_name="where to register")),
                (
                    "attendance",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="people present"
                    ),
                ),
                (
                    "attendance_qualifier",
                    models.CharField(
                        choices=[("exact", "exactly"), ("about", "about"), ("over", "over")],
                        default="exact",
                        max_length=5,
                        verbose_name="how exact",
                    ),
                ),
                *languages.translated(
                    "groups_present",
                    network.fields.ProseField(
                        blank=True,
                        help_text="Groups of people, one a line.",
                        verbose_name="who was there",
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "campaign",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="events",
                        to="events.campaign",
                        verbose_name="campaign",
                    ),
                ),
                (
                    "lead_photo",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="led_events",
                        to="photos.photo",
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
            ],
            options={
                "verbose_name": "organisation of the event",
                "verbose_name_plural": "organisations of the event",
                "ordering": ["order", "pk"],
            },
        ),
    ]
