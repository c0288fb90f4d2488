import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import cms.fields
from cms.i18n import languages


class Migration(migrations.Migration):
    dependencies = [
        ("news", "0002_labels"),
    ]

    operations = [
        migrations.CreateModel(
            name="SeeAlsoLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "url",
                    models.URLField(
                        help_text="On another site. Articles of this site are chosen under “See also” below.",
                        max_length=500,
                        validators=[django.core.validators.URLValidator(schemes=["http", "https"])],
                        verbose_name="address of the page",
                    ),
                ),
                *languages.translated_fields(
                    "title",
                    cms.fields.LineField(
                        blank=True,
                        help_text="Readers of a language see the link if it has a title in that language.",
                        max_length=200,
                        verbose_name="title of the page",
                    ),
                ),
                *languages.translated_fields(
                    "publisher_name",
                    cms.fields.LineField(
                        blank=True,
                        help_text="Such as “UN Women”. One language is enough for a name that is the same in both. If empty, readers see the address of the site.",
                        max_length=160,
                        verbose_name="publisher of the page",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="see_also_links",
                        to="news.article",
                        verbose_name="article",
                    ),
                ),
            ],
            options={
                "verbose_name": "link under “See also”",
                "verbose_name_plural": "see also: pages of other sites",
                "ordering": ["order", "pk"],
                "constraints": [languages.required_in_any_language("title", "seealsolink")],
            },
        ),
    ]
