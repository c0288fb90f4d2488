import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F

import cms.fields
from cms.i18n import languages
from events.models.programme import person_or_name_constraint

EXACTNESS = "attendance_exactness"


def exactness() -> models.Field:
    return models.CharField(
        blank=True,
        choices=[("exact", "exactly"), ("about", "about"), ("over", "over")],
        help_text=(
            "Whether the number was counted or is an estimate. Each language can follow its own "
            "press release."
        ),
        max_length=5,
        verbose_name="exact or estimated",
    )


def name() -> models.Field:
    return cms.fields.LineField(
        blank=True,
        help_text=(
            "For somebody who has no record on this site. Never for minors: add them as people."
        ),
        max_length=160,
        verbose_name="name",
    )


def copy_exactness(apps, schema_editor):
    """What all languages said, the network's own says now, and the others as it does."""
    own, *_others = languages.field_names(EXACTNESS)
    apps.get_model("events", "Event")._base_manager.update(**{own: F(EXACTNESS)})


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0002_labels"),
        ("members", "0003_labels"),
    ]

    operations = [
        migrations.AlterField("event", EXACTNESS, exactness()),
        *[
            migrations.AddField("event", column, field)
            for column, field in languages.translated_fields(EXACTNESS, exactness())[1:]
        ],
        *[
            migrations.AddField("participation", column, field)
            for column, field in languages.translated_fields("name", name())
        ],
        migrations.AlterField(
            "participation",
            "person",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="participations",
                to="members.person",
                verbose_name="person",
            ),
        ),
        migrations.AddConstraint("participation", person_or_name_constraint()),
        migrations.RunPython(copy_exactness, migrations.RunPython.noop),
    ]
