from django.contrib.postgres.indexes import GinIndex
from django.db import migrations

import cms.fields
from cms.i18n import languages
from joining.review import duplicates


def hash_names(apps, schema_editor):
    """In each language; before, only the name in the first was hashed."""
    applications = apps.get_model("joining", "Application").objects
    columns = languages.field_names("name")
    for pk, *names in applications.exclude(name_hash="").values_list("pk", *columns).iterator():
        applications.filter(pk=pk).update(name_hashes=duplicates.name_hashes(names))


class Migration(migrations.Migration):
    dependencies = [
        ("joining", "0004_file_owner_constraint"),
    ]

    operations = [
        migrations.AddField(
            model_name="application",
            name="name_hashes",
            field=cms.fields.HashArrayField(),
        ),
        migrations.RunPython(hash_names, migrations.RunPython.noop),
        migrations.RemoveField(model_name="application", name="name_hash"),
        migrations.AddIndex(
            model_name="application",
            index=GinIndex(fields=["name_hashes"], name="application_name_hashes"),
        ),
    ]
