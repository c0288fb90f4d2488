from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notes", "0001_initial")]

    operations = [
        migrations.RenameField("itemnote", "place", "form_part"),
        migrations.AlterField(
            "itemnote",
            "thread",
            models.ForeignKey(
                "notes.itemnote",
                models.CASCADE,
                null=True,
                blank=True,
                related_name="replies",
            ),
        ),
        migrations.RenameField("mention", "told_at", "notified_at"),
        migrations.RenameField("review", "text_stamp", "text_etag"),
    ]
