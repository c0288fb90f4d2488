import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import cms.fields
import cms.files.document_uploads
import cms.files.file_names
import cms.i18n.languages
import news.media.video_providers
from cms.i18n import languages
from cms.publishing.publishable import publishing_constraints
from news.models.article import embargo_constraints, list_indexes
from news.models.blocks.quote_block import one_speaker_constraint


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("events", "0001_initial"),
        ("members", "0001_initial"),
        ("network", "0001_initial"),
        ("photos", "0001_initial"),
        ("resources", "0001_initial"),
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("press-release", "Press release"),
                            ("statement", "Statement"),
                            ("news", "News"),
                            ("story", "Story"),
                            ("media-coverage", "Media coverage"),
                        ],
                        default="news",
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                *languages.translated_fields(
                    "title", cms.fields.LineField(blank=True, max_length=200, verbose_name="title")
                ),
                *languages.translated_fields(
                    "standfirst",
                    cms.fields.PlainTextField(
                        blank=True,
                        help_text="One or two sentences that open the article.",
                        verbose_name="standfirst",
                    ),
                ),
                *languages.translated_fields(
                    "dateline",
                    cms.fields.LineField(
                        blank=True,
                        help_text="Where the report comes from.",
                        max_length=120,
                        verbose_name="dateline",
                    ),
                ),
                *languages.translated_fields(
                    "byline",
                    cms.fields.LineField(
                        blank=True, help_text="Who wrote it.", max_length=160, verbose_name="byline"
                    ),
                ),
                (
                    "source_url",
                    models.URLField(
                        blank=True,
                        help_text="Where the text or the report first appeared.",
                        verbose_name="original address",
                    ),
                ),
                (
                    "show_about_network",
                    models.BooleanField(
                        default=False,
                        help_text="The paragraph from the page “Network”, as at the end of press releases.",
                        verbose_name="close with the text about the network",
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
                        help_text="Leave empty to have it counted.",
                        null=True,
                        verbose_name="reading time in minutes",
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        blank=True,
                        help_text="If empty: that of the event.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="articles",
                        to="events.campaign",
                        verbose_name="campaign or series",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        blank=True,
                        help_text="The event that the article announces or reports on.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="articles",
                        to="events.event",
                        verbose_name="event",
                    ),
                ),
                (
                    "lead_photo",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lead_photo_articles",
                        to="photos.photo",
                        help_text="At the top of the page, in lists, and where somebody shares the link.",
                        verbose_name="lead photo",
                    ),
                ),
                (
                    "press_contact",
                    models.ForeignKey(
                        blank=True,
                        help_text="If empty, a press release names the press contact of the network.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="articles",
                        to="network.contact",
                        verbose_name="press contact",
                    ),
                ),
                (
                    "publisher",
                    models.ForeignKey(
                        blank=True,
                        help_text="If empty: this network. Fill it in only when another organisation published it first.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="published_articles",
                        to="members.organisation",
                        verbose_name="published by",
                    ),
                ),
                (
                    "resources",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The works that the article presents.",
                        related_name="articles",
                        to="resources.resource",
                        verbose_name="resources",
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
                *languages.translated_fields(
                    "text", cms.fields.PlainTextField(blank=True, verbose_name="what was corrected")
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
            name="EventBlock",
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
                    "section",
                    models.CharField(
                        choices=[
                            ("facts", "the event in brief"),
                            ("programme", "programme with its people"),
                        ],
                        default="facts",
                        help_text="Taken from the event of this article each time the page is read: what you correct in the event is correct here, too. Shown once the event is public in that language.",
                        max_length=10,
                        verbose_name="what to show",
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
                "verbose_name": "from the event",
                "verbose_name_plural": "from the event",
                "ordering": ["ordering"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="StatisticBlock",
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
                    "exactness",
                    models.CharField(
                        choices=[("exact", "exactly"), ("about", "about"), ("over", "over")],
                        default="exact",
                        max_length=10,
                        verbose_name="exact or estimated",
                    ),
                ),
                *languages.translated_fields(
                    "unit",
                    cms.fields.LineField(
                        blank=True,
                        help_text="The unit right beside the number: %, km, in Korean 명 or 개국.",
                        max_length=20,
                        verbose_name="unit",
                    ),
                ),
                *languages.translated_fields(
                    "label",
                    cms.fields.LineField(
                        blank=True,
                        help_text="For example “participants from 32 countries”.",
                        max_length=120,
                        verbose_name="what it counts",
                    ),
                ),
                ("as_of", models.DateField(blank=True, null=True, verbose_name="as of")),
                *languages.translated_fields(
                    "source",
                    cms.fields.LineField(blank=True, max_length=160, verbose_name="source"),
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
                        upload_to=cms.files.file_names.random_name("files"),
                        validators=[cms.files.document_uploads.validate_document],
                        verbose_name="file",
                    ),
                ),
                (
                    "size",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="size"),
                ),
                *languages.translated_fields(
                    "title", cms.fields.LineField(blank=True, max_length=160, verbose_name="title")
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
                *languages.translated_fields(
                    "title",
                    cms.fields.LineField(
                        blank=True,
                        help_text="If empty, it reads “In photos”.",
                        max_length=120,
                        verbose_name="title",
                    ),
                ),
                *languages.translated_fields(
                    "default_credit",
                    cms.fields.LineField(
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
                        related_name="gallery_photos",
                        to="news.galleryblock",
                    ),
                ),
                (
                    "photo",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="gallery_photos",
                        to="photos.photo",
                    ),
                ),
            ],
            options={
                "verbose_name": "photo of a gallery",
                "verbose_name_plural": "photos of a gallery",
                "ordering": ["order", "pk"],
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
                    "recipient",
                    cms.fields.LineField(blank=True, max_length=120, verbose_name="for whom"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created on")),
                ("expires_at", models.DateTimeField(verbose_name="valid until")),
                (
                    "revoked_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="revoked on"),
                ),
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
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="created by",
                    ),
                ),
            ],
            options={
                "verbose_name": "preview link",
                "verbose_name_plural": "preview links",
                "ordering": ["-created_at"],
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
                *languages.translated_fields(
                    "quote",
                    cms.fields.PlainTextField(
                        blank=True,
                        help_text="Leave out the quotation marks; they are added. Leave an empty line between paragraphs.",
                        verbose_name="quote",
                    ),
                ),
                *languages.translated_fields(
                    "unnamed_speaker",
                    cms.fields.LineField(
                        blank=True,
                        help_text="For somebody who is not to be named, for example “a participant”.",
                        max_length=160,
                        verbose_name="somebody without a name",
                    ),
                ),
                *languages.translated_fields(
                    "job_title",
                    cms.fields.LineField(
                        blank=True, max_length=240, verbose_name="job title on that day"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quotes",
                        to="members.organisation",
                        verbose_name="organisation",
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
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quotes",
                        to="members.person",
                        verbose_name="person",
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
                *languages.translated_fields(
                    "body", models.TextField(blank=True, verbose_name="text")
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
                    "url",
                    models.URLField(
                        help_text="On YouTube or Vimeo. Nothing is loaded from there until a reader clicks.",
                        validators=[news.media.video_providers.validate_video_url],
                        verbose_name="address of the video",
                    ),
                ),
                *languages.translated_fields(
                    "title", cms.fields.LineField(blank=True, max_length=160, verbose_name="title")
                ),
                *languages.translated_fields(
                    "transcript",
                    cms.fields.PlainTextField(
                        blank=True,
                        help_text="For people who cannot hear it: what is said and shown.",
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
                fields=["slug"], name="article_like_slugs", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["former_slugs"], name="article_former_slugs"
            ),
        ),
        *[migrations.AddIndex("article", index) for index in list_indexes()],
        *[
            migrations.AddConstraint("article", constraint)
            for constraint in publishing_constraints("title", "article")
        ],
        *[migrations.AddConstraint("article", constraint) for constraint in embargo_constraints()],
        migrations.AddConstraint(
            "correction", languages.required_in_any_language("text", "correction")
        ),
        migrations.AddConstraint("quoteblock", one_speaker_constraint()),
    ]
