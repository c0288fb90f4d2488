import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

import network.fields
import network.images
from network import languages
from network.publishing import public_needs


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
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
                    network.fields.LineField(
                        help_text="From the first slash, for example /board/view.php?id=12 or /소식/출범",
                        max_length=400,
                        unique=True,
                        verbose_name="old address",
                    ),
                ),
                (
                    "to_path",
                    network.fields.LineField(
                        help_text="For example /ko/news/launch/",
                        max_length=400,
                        verbose_name="leads to",
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
                *languages.translated(
                    "name",
                    network.fields.LineField(blank=True, max_length=120, verbose_name="name"),
                ),
                *languages.translated(
                    "role",
                    network.fields.LineField(blank=True, max_length=160, verbose_name="role"),
                ),
                *languages.translated(
                    "organisation",
                    network.fields.LineField(
                        blank=True, max_length=160, verbose_name="organisation"
                    ),
                ),
                (
                    "email",
                    models.EmailField(
                        help_text="Shown only after a click. Better an address of the office than of a person.",
                        max_length=254,
                        verbose_name="e-mail address",
                    ),
                ),
                (
                    "phone",
                    network.fields.LineField(blank=True, max_length=40, verbose_name="telephone"),
                ),
            ],
            options={
                "verbose_name": "contact",
                "verbose_name_plural": "contacts",
                "ordering": ["pk"],
                "constraints": [languages.said_somewhere("name", "contact")],
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
                    "title",
                    network.fields.LineField(blank=True, max_length=200, verbose_name="title"),
                ),
                *languages.translated("body", models.TextField(blank=True, verbose_name="text")),
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
                        verbose_name="stands in",
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
                    )
                ],
                "constraints": public_needs("title", "page"),
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
                *languages.translated(
                    "name", network.fields.LineField(blank=True, max_length=60, verbose_name="name")
                ),
                ("slug", models.SlugField(unique=True, verbose_name="address")),
            ],
            options={
                "verbose_name": "topic",
                "verbose_name_plural": "topics",
                "ordering": ["slug"],
                "constraints": [languages.said_somewhere("name", "topic")],
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
                *languages.translated(
                    "name",
                    network.fields.LineField(blank=True, max_length=160, verbose_name="name"),
                ),
                *languages.translated(
                    "short_name",
                    network.fields.LineField(blank=True, max_length=40, verbose_name="short name"),
                ),
                *languages.translated(
                    "tagline",
                    network.fields.LineField(
                        blank=True,
                        help_text="Opens the home page.",
                        max_length=240,
                        verbose_name="in one sentence",
                    ),
                ),
                *languages.translated(
                    "vision", network.fields.ProseField(blank=True, verbose_name="vision")
                ),
                *languages.translated(
                    "about",
                    network.fields.ProseField(
                        blank=True,
                        help_text="Two or three sentences; they close every press release.",
                        verbose_name="about the network",
                    ),
                ),
                ("founded_on", models.DateField(blank=True, null=True, verbose_name="founded on")),
                *languages.translated(
                    "place",
                    network.fields.LineField(blank=True, max_length=120, verbose_name="place"),
                ),
                *languages.translated(
                    "parent_name",
                    network.fields.LineField(blank=True, max_length=160, verbose_name="part of"),
                ),
                (
                    "parent_url",
                    models.URLField(blank=True, verbose_name="address of the larger network"),
                ),
                (
                    "social_links",
                    network.fields.ProseField(
                        blank=True,
                        help_text="One address a line.",
                        verbose_name="elsewhere on the web",
                    ),
                ),
                (
                    "logo",
                    models.ImageField(
                        blank=True,
                        help_text="PNG, JPEG or WebP, best with a transparent ground. Without one the name stands.",
                        upload_to=network.images.random_name("network"),
                        validators=[network.images.check],
                        verbose_name="logo",
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
                "constraints": [
                    languages.said_somewhere("name", "network"),
                    models.CheckConstraint(
                        condition=models.Q(("pk", 1)),
                        name="network_is_one",
                        violation_error_message="There is one network a site.",
                    ),
                ],
            },
        ),
    ]
