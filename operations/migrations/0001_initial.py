from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="ClockReading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("believed_at", models.DateTimeField()),
                ("believed_boot", models.CharField(max_length=64)),
                ("believed_uptime", models.FloatField()),
                ("doubted_at", models.DateTimeField(null=True)),
                ("doubted_boot", models.CharField(blank=True, max_length=64)),
                ("doubted_uptime", models.FloatField(default=0)),
            ],
            options={"default_permissions": ()},
        ),
        migrations.CreateModel(
            name="RestoreRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.CharField(max_length=32, unique=True)),
                ("made_at", models.DateTimeField()),
                ("erasures", models.BigIntegerField()),
                ("replays", models.BooleanField()),
            ],
            options={"default_permissions": ()},
        ),
    ]
