from django.db import migrations, models


def count_old_answers_as_seen(apps, schema_editor):
    answered = apps.get_model("notes", "Review").objects.filter(answered_at__isnull=False)
    answered.update(answer_seen_at=models.F("answered_at"))


class Migration(migrations.Migration):
    dependencies = [("notes", "0002_plain_names")]

    operations = [
        migrations.AddField("review", "answer_seen_at", models.DateTimeField(null=True)),
        migrations.RunPython(count_old_answers_as_seen, migrations.RunPython.noop),
    ]
