from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import migrations, models


def fill_start_year(apps, schema_editor):
    events = apps.get_model("events", "Event").objects
    for pk, starts_at, time_zone in events.values_list("pk", "starts_at", "time_zone").iterator():
        try:
            tzinfo = ZoneInfo(time_zone)
        except (KeyError, ValueError, OSError):
            tzinfo = ZoneInfo(settings.TIME_ZONE)
        events.filter(pk=pk).update(start_year=starts_at.astimezone(tzinfo).year)


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0005_public_switch"),
    ]

    operations = [
        migrations.AddField(
            model_name="event",
            name="start_year",
            field=models.PositiveSmallIntegerField(default=0, editable=False),
            preserve_default=False,
        ),
        migrations.RunPython(fill_start_year, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                fields=["start_year", "-starts_at", "-id"], name="event_latest_of_year"
            ),
        ),
    ]
