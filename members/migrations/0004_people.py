import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import members.models.history
import network.fields
from network import languages


def give_profiles_an_address(apps, _schema_editor):
    for person in apps.get_model("members", "Person").objects.filter(has_public_profile=True):
        person.slug = f"person-{person.pk}"
        person.save(update_fields=["slug"])


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0003_directory"),
        ("photos", "0002_portraits_and_holds"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Appearance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="1 is the first from the left. Leave empty if people are not in a row.",
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="place from the left",
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
                (
                    "consent",
                    models.CharField(
                        choices=[
                            ("not-assessed", "not asked yet: not named"),
                            ("named", "agrees to be shown and named"),
                            ("unnamed", "agrees to be shown, not to be named"),
                            ("guardian", "a guardian agrees to the name (minors)"),
                            ("refused", "refused: the photo is not shown"),
                            ("withdrawn", "withdrawn: the photo is not shown any more"),
                        ],
                        default="not-assessed",
                        max_length=20,
                        verbose_name="consent",
                    ),
                ),
            ],
            options={
                "verbose_name": "person in a photo",
                "verbose_name_plural": "people in photos",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Hiding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("hidden_at", models.DateTimeField(verbose_name="hidden")),
                ("shown_at", models.DateTimeField(null=True, verbose_name="shown again")),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Milestone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "happened_on",
                    models.DateField(
                        help_text="For a month or a year, choose any day in it and say below how exact the date is.",
                        verbose_name="when",
                    ),
                ),
                (
                    "precision",
                    models.CharField(
                        choices=[("day", "day"), ("month", "month"), ("year", "year")],
                        default="day",
                        max_length=5,
                        verbose_name="known to the",
                    ),
                ),
                *languages.translated(
                    "text", network.fields.ProseField(blank=True, verbose_name="text")
                ),
                (
                    "link",
                    network.fields.LineField(
                        blank=True,
                        help_text="To read more: https://… or, within this site, /news/launch/",
                        max_length=300,
                        validators=[members.models.history.check_link],
                        verbose_name="link",
                    ),
                ),
            ],
            options={
                "verbose_name": "milestone",
                "verbose_name_plural": "milestones",
                "ordering": ["happened_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="TakenBack",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=80)),
                ("item", models.PositiveBigIntegerField()),
                ("language", models.CharField(max_length=10)),
                ("published_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        *[
            migrations.AddField("office", name, field)
            for name, field in languages.translated(
                "group",
                network.fields.LineField(
                    blank=True,
                    help_text="Only for a working group, for example Working Group on Care",
                    max_length=120,
                    verbose_name="name of the group",
                ),
            )
        ],
        migrations.AddField(
            model_name="office",
            name="precision",
            field=models.CharField(
                choices=[("day", "day"), ("month", "month"), ("year", "year")],
                default="day",
                max_length=5,
                verbose_name="known to the",
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="hidden_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="hidden"
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="noindex",
            field=models.BooleanField(
                default=False,
                help_text="Search engines are asked to leave the profile out.",
                verbose_name="not for search engines",
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="slug",
            field=models.SlugField(
                blank=True,
                help_text="The last part of the profile's address. Leave empty to make it from the name.",
                max_length=80,
                null=True,
                unique=True,
                verbose_name="address",
            ),
        ),
        migrations.AlterField(
            model_name="person",
            name="other_names",
            field=network.fields.ProseField(
                blank=True,
                help_text="One per line. Search uses them and readers never see them. When the person is hidden, texts are searched for these names, too.",
                verbose_name="other names",
            ),
        ),
        migrations.AlterField(
            model_name="person",
            name="portrait",
            field=models.ForeignKey(
                blank=True,
                help_text="Shown small, at most 800 px, and only with a public profile.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="portrayed",
                to="photos.photo",
                verbose_name="portrait",
            ),
        ),
        migrations.RunPython(give_profiles_an_address, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("has_public_profile", False), ("slug__isnull", False), _connector="OR"
                ),
                name="person_profile_has_address",
                violation_error_message="A public profile needs an address.",
            ),
        ),
        migrations.AddField(
            model_name="appearance",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="appearances",
                to="members.person",
                verbose_name="person",
            ),
        ),
        migrations.AddField(
            model_name="appearance",
            name="photo",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="appearances",
                to="photos.photo",
                verbose_name="photo",
            ),
        ),
        migrations.AddField(
            model_name="hiding",
            name="hidden_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="hiding",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="hidings",
                to="members.person",
            ),
        ),
        migrations.AddField(
            model_name="hiding",
            name="photos",
            field=models.ManyToManyField(related_name="hidings", to="photos.photo"),
        ),
        migrations.AddField(
            model_name="hiding",
            name="shown_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint("milestone", languages.said_somewhere("text", "milestone")),
        migrations.AddField(
            model_name="takenback",
            name="hiding",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="taken_back",
                to="members.hiding",
            ),
        ),
        migrations.AddConstraint(
            model_name="appearance",
            constraint=models.UniqueConstraint(
                fields=("photo", "person"),
                name="appearance_once",
                violation_error_message="This person is named in this photo already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="appearance",
            constraint=models.UniqueConstraint(
                fields=("photo", "position"),
                name="appearance_one_a_place",
                violation_error_message="Somebody else already has this place in the photo.",
            ),
        ),
        migrations.AddConstraint(
            model_name="hiding",
            constraint=models.UniqueConstraint(
                condition=models.Q(("shown_at", None)),
                fields=("person",),
                name="hiding_one_at_a_time",
                violation_error_message="This person is hidden already.",
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="asked_to_sign_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="asked to sign"
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="contact_email",
            field=models.EmailField(
                blank=True,
                help_text="Only the desk sees this. It is never published, neither on a page nor in a file.",
                max_length=254,
                verbose_name="e-mail address",
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="contact_language",
            field=models.CharField(
                blank=True,
                choices=languages.choices,
                max_length=10,
                verbose_name="language of letters",
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="contact_name",
            field=network.fields.LineField(
                blank=True,
                help_text="Only if it differs from the public name. Only the desk sees this.",
                max_length=160,
                verbose_name="name in letters",
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="joined_on",
            field=models.DateField(
                blank=True,
                help_text="Leave empty if the person is not a member.",
                null=True,
                verbose_name="joined the network",
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="left_on",
            field=models.DateField(blank=True, null=True, verbose_name="left the network"),
        ),
        migrations.AddField(
            model_name="person",
            name="reminded_to_sign_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("left_on", None), ("left_on__gte", models.F("joined_on")), _connector="OR"
                ),
                name="person_left_after_joining",
                violation_error_message="Nobody can leave before joining.",
            ),
        ),
    ]
