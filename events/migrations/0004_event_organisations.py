import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0003_exactness_a_language_and_named_speakers"),
    ]

    operations = [
        migrations.AlterField(
            model_name="eventorganisation",
            name="event",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="event_organisations",
                to="events.event",
            ),
        ),
    ]
