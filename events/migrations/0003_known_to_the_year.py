from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0002_initial")]

    operations = [
        migrations.AlterField(
            model_name="event",
            name="precision",
            field=models.CharField(
                choices=[
                    ("time", "day and time"),
                    ("day", "day"),
                    ("month", "month"),
                    ("year", "year"),
                ],
                default="time",
                max_length=5,
                verbose_name="known to the",
            ),
        )
    ]
