import django.contrib.postgres.fields
from django.db import migrations, models

from network import old_addresses


def fill(apps, _schema_editor):
    for redirect in apps.get_model("network", "Redirect").objects.all():
        asked = old_addresses.parse(redirect.from_path)
        redirect.path, redirect.parameters = asked.path, list(asked.parameters)
        redirect.save(update_fields=["path", "parameters"])


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0006_clearer_words"),
    ]

    operations = [
        migrations.AddField(
            model_name="redirect",
            name="parameters",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.TextField(), default=list, editable=False, size=None
            ),
        ),
        migrations.AddField(
            model_name="redirect",
            name="path",
            field=models.TextField(db_index=True, default="", editable=False),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
