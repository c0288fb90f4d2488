from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0003_known_to_the_year")]

    operations = [
        migrations.AddIndex(
            "event", models.Index(fields=["-starts_at", "-id"], name="event_latest")
        ),
    ]
