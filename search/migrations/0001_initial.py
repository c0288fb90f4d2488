import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.contrib.postgres.operations import BtreeGinExtension
from django.db import migrations, models

from cms.i18n import languages
from search.triggers import InstallTriggers


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("network", "0001_initial"),
        ("photos", "0001_initial"),
        ("members", "0001_initial"),
        ("events", "0001_initial"),
        ("resources", "0001_initial"),
        ("news", "0001_initial"),
    ]
    operations = [
        BtreeGinExtension(),
        migrations.CreateModel(
            name="Change",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("model", models.CharField(max_length=60)),
                ("key", models.BigIntegerField()),
            ],
            options={"default_permissions": ()},
        ),
        migrations.CreateModel(
            name="Synonym",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "terms",
                    models.TextField(
                        help_text="Separated by commas, for example: MenEngage, 맨엔게이지, 맨인게이지",
                        verbose_name="words with one meaning",
                    ),
                ),
            ],
            options={
                "verbose_name": "words with one meaning",
                "verbose_name_plural": "words with one meaning",
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("item_id", models.BigIntegerField()),
                ("language", models.CharField(choices=languages.choices, max_length=10)),
                ("title", models.TextField()),
                ("text", models.TextField()),
                ("url", models.TextField()),
                (
                    "photo",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="photos.photo",
                    ),
                ),
                (
                    "topics",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                (
                    "missing_in",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=10), default=list, size=None
                    ),
                ),
                ("published_at", models.DateTimeField(null=True)),
                ("title_index", models.TextField()),
                ("text_index", models.TextField()),
            ],
            options={
                "default_permissions": (),
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["language", "missing_in", "kind", "title_index"],
                        name="search_title",
                        opclasses=["varchar_ops", "array_ops", "varchar_ops", "gin_trgm_ops"],
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["language", "missing_in", "kind", "text_index"],
                        name="search_text",
                        opclasses=["varchar_ops", "array_ops", "varchar_ops", "gin_trgm_ops"],
                    ),
                    models.Index(fields=["language", "-published_at"], name="search_newest"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "item_id", "language"), name="search_entry_is_one"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MissedQuery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                (
                    "language",
                    models.CharField(
                        choices=languages.choices, max_length=10, verbose_name="language"
                    ),
                ),
                ("query", models.CharField(max_length=60, verbose_name="words")),
                ("count", models.PositiveIntegerField(default=1, verbose_name="how often")),
            ],
            options={
                "verbose_name": "search without result",
                "verbose_name_plural": "searches without result",
                "ordering": ["-day", "-count", "query"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("day", "language", "query"), name="search_missed_query_is_one"
                    )
                ],
            },
        ),
        InstallTriggers(),
    ]
