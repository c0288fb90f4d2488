from django.db import migrations, models


def close_the_others(apps, schema_editor):
    """What was closed stays closed: one switch was for all."""
    Network = apps.get_model("network", "Network")
    Network.objects.exclude(joining_closed_at=None).update(
        concerns_closed_at=models.F("joining_closed_at"),
        contacts_closed_at=models.F("joining_closed_at"),
    )


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0008_restores_and_clock"),
    ]

    operations = [
        migrations.RenameField("network", "forms_closed_at", "joining_closed_at"),
        migrations.AlterField(
            "network",
            "joining_closed_at",
            models.DateTimeField(
                editable=False, null=True, verbose_name="applications closed since"
            ),
        ),
        migrations.AddField(
            "network",
            "concerns_closed_at",
            models.DateTimeField(
                editable=False, null=True, verbose_name="reports of concerns closed since"
            ),
        ),
        migrations.AddField(
            "network",
            "contacts_closed_at",
            models.DateTimeField(
                editable=False, null=True, verbose_name="contact details closed since"
            ),
        ),
        migrations.RunPython(close_the_others, migrations.RunPython.noop),
    ]
