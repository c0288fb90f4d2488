import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

import network.fields
from network import languages
from network.publishing import public_needs


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("network", "0001_initial"),
        ("photos", "0001_initial"),
    ]

    operations = [
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
                *languages.translated(
                    "name",
                    network.fields.LineField(blank=True, max_length=160, verbose_name="name"),
                ),
                (
                    "abbreviation",
                    network.fields.LineField(
                        blank=True, max_length=40, verbose_name="abbreviation"
                    ),
                ),
                (
                    "other_names",
                    network.fields.ProseField(
                        blank=True,
                        help_text="One a line; used by search and never shown.",
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
                            ("education", "school or university"),
                            ("youth", "youth organisation"),
                            ("other", "other"),
                        ],
                        default="civil-society",
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                *languages.translated(
                    "summary",
                    network.fields.LineField(
                        blank=True, max_length=240, verbose_name="in one sentence"
                    ),
                ),
                *languages.translated(
                    "description", models.TextField(blank=True, verbose_name="description")
                ),
                ("website", models.URLField(blank=True, verbose_name="website")),
                (
                    "social_links",
                    network.fields.ProseField(
                        blank=True,
                        help_text="One address a line.",
                        verbose_name="elsewhere on the web",
                    ),
                ),
                *languages.translated(
                    "city", network.fields.LineField(blank=True, max_length=80, verbose_name="city")
                ),
                ("founded_on", models.DateField(blank=True, null=True, verbose_name="founded on")),
                (
                    "founded_precision",
                    models.CharField(
                        choices=[("day", "day"), ("month", "month"), ("year", "year")],
                        default="day",
                        max_length=5,
                        verbose_name="known to the",
                    ),
                ),
                (
                    "joined_on",
                    models.DateField(
                        blank=True,
                        help_text="Empty: never a member.",
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
                        verbose_name="known to the",
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
                        verbose_name="known to the",
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
            name="Person",
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
                        help_text="As the person writes it.",
                        max_length=120,
                        verbose_name="name",
                    ),
                ),
                *languages.translated(
                    "sort_name",
                    network.fields.LineField(
                        blank=True,
                        help_text="For example Kim, Goldie",
                        max_length=120,
                        verbose_name="sorted as",
                    ),
                ),
                (
                    "other_names",
                    network.fields.ProseField(
                        blank=True,
                        help_text="One a line; used by search and never shown.",
                        verbose_name="other names",
                    ),
                ),
                *languages.translated(
                    "biography", network.fields.ProseField(blank=True, verbose_name="biography")
                ),
                *languages.translated(
                    "role",
                    network.fields.LineField(blank=True, max_length=200, verbose_name="role today"),
                ),
                (
                    "has_public_profile",
                    models.BooleanField(
                        default=False,
                        help_text="Only when the person wants one.",
                        verbose_name="public profile",
                    ),
                ),
                ("is_minor", models.BooleanField(default=False, verbose_name="minor")),
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="portrayed",
                        to="photos.photo",
                        verbose_name="portrait",
                    ),
                ),
            ],
            options={
                "verbose_name": "person",
                "verbose_name_plural": "people",
                "ordering": ["pk"],
            },
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
                *languages.translated(
                    "title",
                    network.fields.LineField(blank=True, max_length=120, verbose_name="title"),
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
                ("started_on", models.DateField(verbose_name="from")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="to")),
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
        migrations.AddIndex(
            model_name="organisation",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["former_slugs"], name="organisation_former_slugs"
            ),
        ),
        *[
            migrations.AddConstraint("organisation", constraint)
            for constraint in public_needs("name", "organisation")
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
        migrations.AddConstraint("person", languages.said_somewhere("name", "person")),
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
        migrations.AddConstraint("office", languages.said_somewhere("title", "office")),
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
    ]
