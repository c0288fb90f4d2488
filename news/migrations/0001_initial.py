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
            name="Article",
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
                            ("press-release", "Press release"),
                            ("statement", "Statement"),
                            ("news", "News"),
                            ("story", "Story"),
                            ("media-coverage", "Media coverage"),
                            ("resource", "Resource"),
                        ],
                        default="news",
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                *languages.translated(
                    "title",
                    network.fields.LineField(blank=True, max_length=200, verbose_name="title"),
                ),
                *languages.translated(
                    "standfirst",
                    network.fields.ProseField(
                        blank=True,
                        help_text="One or two sentences that open the article.",
                        verbose_name="standfirst",
                    ),
                ),
                *languages.translated(
                    "dateline",
                    network.fields.LineField(
                        blank=True,
                        help_text="Where the report comes from.",
                        max_length=120,
                        verbose_name="dateline",
                    ),
                ),
                *languages.translated(
                    "byline",
                    network.fields.LineField(
                        blank=True, help_text="Who wrote it.", max_length=160, verbose_name="byline"
                    ),
                ),
                *languages.translated(
                    "publisher",
                    network.fields.LineField(
                        blank=True,
                        help_text="Only when another organisation published it first.",
                        max_length=160,
                        verbose_name="published by",
                    ),
                ),
                (
                    "source_url",
                    models.URLField(
                        blank=True,
                        help_text="Where the text or the report first stood.",
                        verbose_name="original address",
                    ),
                ),
                (
                    "show_about",
                    models.BooleanField(
                        default=False, verbose_name="close with the text about the network"
                    ),
                ),
                (
                    "reading_minutes_override",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Left empty it is counted.",
                        null=True,
                        verbose_name="reading time in minutes",
                    ),
                ),
                (
                    "lead_photo",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="led_articles",
                        to="photos.photo",
                        verbose_name="lead photo",
                    ),
                ),
                (
                    "press_contact",
                    models.ForeignKey(
                        blank=True,
                        help_text="Left empty, a press release names the press contact of the network.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="articles",
                        to="network.contact",
                        verbose_name="press contact",
                    ),
                ),
                (
                    "see_also",
                    models.ManyToManyField(blank=True, to="news.article", verbose_name="see also"),
                ),
                (
                    "topics",
                    models.ManyToManyField(
                        blank=True,
                        related_name="articles",
                        to="network.topic",
                        verbose_name="topics",
                    ),
                ),
            ],
            options={
                "verbose_name": "article",
                "verbose_name_plural": "articles",
                "ordering": ["-created_at"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PhotoBlock",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("region", models.CharField(max_length=255)),
                ("ordering", models.IntegerField(default=0)),
                (
                    "parent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(app_label)s_%(class)s_set",
                        to="news.article",
                    ),
                ),
                (
                    "photo",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="photo_blocks",
                        to="photos.photo",
                        verbose_name="photo",
                    ),
                ),
            ],
            options={
                "verbose_name": "photo",
                "verbose_name_plural": "photos",
                "ordering": ["ordering"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="QuoteBlock",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("region", models.CharField(max_length=255)),
                ("ordering", models.IntegerField(default=0)),
                *languages.translated(
                    "quote",
                    network.fields.ProseField(
                        blank=True,
                        help_text="Without quotation marks; they are added. An empty line parts paragraphs.",
                        verbose_name="quote",
                    ),
                ),
                *languages.translated(
                    "speaker",
                    network.fields.LineField(blank=True, max_length=160, verbose_name="speaker"),
                ),
                *languages.translated(
                    "role",
                    network.fields.LineField(
                        blank=True, max_length=200, verbose_name="role on that day"
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(app_label)s_%(class)s_set",
                        to="news.article",
                    ),
                ),
            ],
            options={
                "verbose_name": "quote",
                "verbose_name_plural": "quotes",
                "ordering": ["ordering"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TextBlock",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("region", models.CharField(max_length=255)),
                ("ordering", models.IntegerField(default=0)),
                *languages.translated("body", models.TextField(blank=True, verbose_name="text")),
                (
                    "parent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(app_label)s_%(class)s_set",
                        to="news.article",
                    ),
                ),
            ],
            options={
                "verbose_name": "text",
                "verbose_name_plural": "texts",
                "ordering": ["ordering"],
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="article",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["former_slugs"], name="article_former_slugs"
            ),
        ),
        *[
            migrations.AddConstraint("article", constraint)
            for constraint in public_needs("title", "article")
        ],
    ]
