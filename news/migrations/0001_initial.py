import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import network.fields
import network.images
import news.documents
import news.video
from network import languages
from network.publishing import public_needs
from news.models import not_before_the_embargo


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("network", "0001_initial"),
        ("photos", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
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
                    "embargo_until",
                    models.DateTimeField(
                        blank=True,
                        help_text="Until then it can be read by a preview link only. It cannot become public earlier.",
                        null=True,
                        verbose_name="embargo until",
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
            name="Correction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "corrected_on",
                    models.DateField(
                        default=django.utils.timezone.localdate, verbose_name="corrected on"
                    ),
                ),
                *languages.translated(
                    "text", network.fields.ProseField(blank=True, verbose_name="what was corrected")
                ),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="corrections",
                        to="news.article",
                        verbose_name="article",
                    ),
                ),
            ],
            options={
                "verbose_name": "correction",
                "verbose_name_plural": "corrections",
                "ordering": ["-corrected_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="FigureBlock",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("region", models.CharField(max_length=255)),
                ("ordering", models.IntegerField(default=0)),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                (
                    "qualifier",
                    models.CharField(
                        choices=[("exact", "exactly"), ("about", "about"), ("over", "over")],
                        default="exact",
                        max_length=10,
                        verbose_name="how exact",
                    ),
                ),
                *languages.translated(
                    "counter",
                    network.fields.LineField(
                        blank=True,
                        help_text="What stands right beside the number: %, km, in Korean 명 or 개국.",
                        max_length=20,
                        verbose_name="counted in",
                    ),
                ),
                *languages.translated(
                    "unit",
                    network.fields.LineField(
                        blank=True,
                        help_text="For example “participants from 32 countries”.",
                        max_length=120,
                        verbose_name="of what",
                    ),
                ),
                ("as_of", models.DateField(blank=True, null=True, verbose_name="as of")),
                *languages.translated(
                    "source",
                    network.fields.LineField(blank=True, max_length=160, verbose_name="source"),
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
                "verbose_name": "figure",
                "verbose_name_plural": "figures",
                "ordering": ["ordering"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="FileBlock",
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
                    "file",
                    models.FileField(
                        help_text="PDF or an office file (Word, Excel, PowerPoint, OpenDocument, HWP).",
                        upload_to=network.images.random_name("files"),
                        validators=[news.documents.check],
                        verbose_name="file",
                    ),
                ),
                (
                    "size",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="size"),
                ),
                *languages.translated(
                    "title",
                    network.fields.LineField(blank=True, max_length=160, verbose_name="title"),
                ),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        choices=languages.choices,
                        max_length=10,
                        verbose_name="language of the file",
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
                "verbose_name": "file",
                "verbose_name_plural": "files",
                "ordering": ["ordering"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="GalleryBlock",
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
                    "title",
                    network.fields.LineField(
                        blank=True,
                        help_text="Left empty it reads “In photos”.",
                        max_length=120,
                        verbose_name="title",
                    ),
                ),
                *languages.translated(
                    "default_credit",
                    network.fields.LineField(
                        blank=True,
                        help_text="Saving gives it to the photos that have no credit of their own.",
                        max_length=200,
                        verbose_name="credit of all photos",
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
                "verbose_name": "gallery",
                "verbose_name_plural": "galleries",
                "ordering": ["ordering"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="GalleryPhoto",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0)),
                (
                    "gallery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="places",
                        to="news.galleryblock",
                    ),
                ),
                (
                    "photo",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="gallery_places",
                        to="photos.photo",
                    ),
                ),
            ],
            options={
                "ordering": ["order", "pk"],
            },
        ),
        migrations.AddField(
            model_name="galleryblock",
            name="pictures",
            field=models.ManyToManyField(
                related_name="gallery_blocks",
                through="news.GalleryPhoto",
                to="photos.photo",
                verbose_name="photos",
            ),
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
            name="PreviewLink",
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
                        choices=languages.choices, max_length=10, verbose_name="language"
                    ),
                ),
                (
                    "whom",
                    network.fields.LineField(blank=True, max_length=120, verbose_name="for whom"),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="made")),
                ("expires_at", models.DateTimeField(verbose_name="works until")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="revoked")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="preview_links",
                        to="news.article",
                        verbose_name="article",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="made by",
                    ),
                ),
            ],
            options={
                "verbose_name": "preview link",
                "verbose_name_plural": "preview links",
                "ordering": ["-made_at"],
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
        migrations.CreateModel(
            name="VideoBlock",
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
                    "address",
                    models.URLField(
                        help_text="On YouTube or Vimeo. Nothing is asked of them before a reader clicks.",
                        validators=[news.video.check_address],
                        verbose_name="address of the video",
                    ),
                ),
                *languages.translated(
                    "title",
                    network.fields.LineField(blank=True, max_length=160, verbose_name="title"),
                ),
                *languages.translated(
                    "transcript",
                    network.fields.ProseField(
                        blank=True,
                        help_text="What is said and shown, for who cannot hear it.",
                        verbose_name="transcript",
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
                (
                    "poster",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="video_blocks",
                        to="photos.photo",
                        verbose_name="picture before the click",
                    ),
                ),
            ],
            options={
                "verbose_name": "video",
                "verbose_name_plural": "videos",
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
        *[
            migrations.AddConstraint("article", constraint)
            for constraint in not_before_the_embargo()
        ],
        migrations.AddConstraint("correction", languages.said_somewhere("text", "correction")),
    ]
