import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import members.models.logos
import network.fields
import network.images
from network import languages, text


def make_columns(apps, _editor):
    """What organisations that are there already are found by and sorted by."""
    for organisation in apps.get_model("members", "Organisation").objects.all():
        names = {
            code: getattr(organisation, languages.column("name", code))
            for code in languages.codes()
        }
        words = [*(name or "" for name in names.values()), organisation.abbreviation]
        made = {
            languages.column("sort_key", code): languages.sort_key(name or "", code)
            for code, name in names.items()
        }
        made["sort_key"] = made[languages.column("sort_key", languages.codes()[0])]
        made["search_text"] = text.search_lines([*words, *organisation.other_names.splitlines()])
        type(organisation).objects.filter(pk=organisation.pk).update(**made)


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0002_regions_and_agreements"),
        ("network", "0001_initial"),
        ("photos", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="OrganisationPhoto",
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
        migrations.AddField(
            model_name="organisation",
            name="delisting_reason",
            field=network.fields.ProseField(
                blank=True,
                help_text="Only the desk sees this.",
                verbose_name="why not",
            ),
        ),
        migrations.AlterField(
            model_name="organisation",
            name="joined_on",
            field=models.DateField(
                blank=True,
                help_text="Leave empty if it never joined.",
                null=True,
                verbose_name="joined the network",
            ),
        ),
        migrations.AlterField(
            model_name="organisation",
            name="other_names",
            field=network.fields.ProseField(
                blank=True,
                help_text="One per line. Search uses them and readers never see them.",
                verbose_name="other names",
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="is_delisted",
            field=models.BooleanField(
                default=False,
                help_text="Saving takes its page and its entry in the list off the site at once.",
                verbose_name="not on the site",
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="logo",
            field=models.ImageField(
                blank=True,
                help_text="PNG, JPEG or WebP, ideally with a transparent background. Without a logo, readers see initials.",
                storage=members.models.logos.LogoStorage(),
                upload_to=network.images.random_name("members"),
                validators=[network.images.check],
                verbose_name="logo",
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="logo_dark",
            field=models.ImageField(
                blank=True,
                help_text="In light colours. Without one, the other logo is shown on white.",
                storage=members.models.logos.LogoStorage(),
                upload_to=network.images.random_name("members"),
                validators=[network.images.check],
                verbose_name="logo for dark screens",
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="search_text",
            field=network.fields.SearchTextField(blank=True, default="", editable=False),
        ),
        *[
            migrations.AddField("organisation", name, field)
            for name, field in languages.translated(
                "sort_key",
                network.fields.SortKeyField(
                    blank=True, db_collation="C", default="", editable=False
                ),
            )
        ],
        migrations.AddField(
            model_name="region",
            name="map_column",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="Count from the left, starting at 0.",
                null=True,
                validators=[django.core.validators.MaxValueValidator(11)],
                verbose_name="place in the row",
            ),
        ),
        migrations.AddField(
            model_name="region",
            name="map_row",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="Count from the top, starting at 0. Leave both empty to keep the region off the map.",
                null=True,
                validators=[django.core.validators.MaxValueValidator(11)],
                verbose_name="row on the map",
            ),
        ),
        *[
            migrations.AddField("region", name, field)
            for name, field in languages.translated(
                "short_name",
                network.fields.LineField(
                    blank=True,
                    help_text="Shown on the map.",
                    max_length=12,
                    verbose_name="short name",
                ),
            )
        ],
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_delisted", False),
                    models.Q(("delisting_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="organisation_delisted_for_a_reason",
                violation_error_message="Write down why it is taken off the site, for those who come after you.",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("logo_dark", ""), models.Q(("logo", ""), _negated=True), _connector="OR"
                ),
                name="organisation_light_logo_first",
                violation_error_message="Add the logo for light screens, too.",
            ),
        ),
        migrations.AddConstraint(
            model_name="region",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("map_column", None), ("map_row", None)),
                    models.Q(("map_column__isnull", False), ("map_row__isnull", False)),
                    _connector="OR",
                ),
                name="region_has_row_and_place",
                violation_error_message="Give both the row and the place in it, or neither.",
            ),
        ),
        migrations.AddConstraint(
            model_name="region",
            constraint=models.UniqueConstraint(
                fields=("map_row", "map_column"),
                name="region_alone_on_its_tile",
                violation_error_message="Another region already has this place on the map.",
            ),
        ),
        migrations.AddField(
            model_name="organisationphoto",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="photo_places",
                to="members.organisation",
            ),
        ),
        migrations.AddField(
            model_name="organisationphoto",
            name="photo",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="organisation_places",
                to="photos.photo",
            ),
        ),
        migrations.RunPython(make_columns, migrations.RunPython.noop),
    ]
