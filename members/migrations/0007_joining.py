from django.db import migrations, models

import network.fields
import network.images
import network.storage
from network import languages


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0006_applications"),
        ("photos", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="application",
            name="announced_at",
            field=models.DateTimeField(db_index=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="organisation",
            name="asked_to_sign_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="asked to sign"
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
                help_text="For the desk alone: it stands on no page and in no file for the public.",
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
                help_text="Where it is not the public one. For the desk alone.",
                max_length=160,
                verbose_name="name in letters",
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="joined_on",
            field=models.DateField(
                blank=True,
                help_text="Empty: no member in person.",
                null=True,
                verbose_name="joined the network",
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="left_on",
            field=models.DateField(blank=True, null=True, verbose_name="left the network"),
        ),
        migrations.AlterField(
            model_name="access",
            name="kind",
            field=models.CharField(
                choices=[("read", "read"), ("export", "exported"), ("erased", "erased")],
                max_length=10,
                verbose_name="kind",
            ),
        ),
        migrations.AlterField(
            model_name="application",
            name="state",
            field=models.CharField(
                choices=[
                    ("unverified", "address not confirmed"),
                    ("quarantine", "set apart"),
                    ("received", "received"),
                    ("screening", "being checked"),
                    ("needs-info", "waiting for the applicant"),
                    ("review", "being decided"),
                    ("accepted", "accepted"),
                    ("declined", "declined"),
                    ("withdrawn", "withdrawn"),
                    ("lapsed", "closed without a decision"),
                ],
                default="unverified",
                editable=False,
                max_length=20,
                verbose_name="state",
            ),
        ),
        migrations.AlterField(
            model_name="move",
            name="from_state",
            field=models.CharField(
                blank=True,
                choices=[
                    ("unverified", "address not confirmed"),
                    ("quarantine", "set apart"),
                    ("received", "received"),
                    ("screening", "being checked"),
                    ("needs-info", "waiting for the applicant"),
                    ("review", "being decided"),
                    ("accepted", "accepted"),
                    ("declined", "declined"),
                    ("withdrawn", "withdrawn"),
                    ("lapsed", "closed without a decision"),
                ],
                max_length=20,
                verbose_name="from",
            ),
        ),
        migrations.AlterField(
            model_name="move",
            name="to_state",
            field=models.CharField(
                choices=[
                    ("unverified", "address not confirmed"),
                    ("quarantine", "set apart"),
                    ("received", "received"),
                    ("screening", "being checked"),
                    ("needs-info", "waiting for the applicant"),
                    ("review", "being decided"),
                    ("accepted", "accepted"),
                    ("declined", "declined"),
                    ("withdrawn", "withdrawn"),
                    ("lapsed", "closed without a decision"),
                ],
                max_length=20,
                verbose_name="to",
            ),
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
        migrations.AddField(
            model_name="application",
            name="reminded_after",
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="organisation",
            name="reminded_to_sign_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="person",
            name="reminded_to_sign_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AlterField(
            model_name="applicationfile",
            name="file",
            field=models.FileField(
                storage=network.storage.PrivateStorage(),
                upload_to=network.images.random_name("applications"),
                verbose_name="file",
            ),
        ),
    ]
