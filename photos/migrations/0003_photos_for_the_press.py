from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("photos", "0002_portraits_and_holds")]

    operations = [
        migrations.AddIndex(
            "photo",
            models.Index(fields=["-id"], condition=models.Q(press_use=True), name="photo_press"),
        ),
    ]
