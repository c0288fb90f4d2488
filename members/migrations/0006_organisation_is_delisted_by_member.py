from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# The reason that was stored, in the language of the staff, where an applicant did not agree to be
# listed.
REASONS = (
    "It does not want to be in the public directory.",
    "공개 회원 명단에 오르기를 원하지 않습니다.",
)


def mark_delisted_by_member(apps: StateApps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    organisations = apps.get_model("members", "Organisation").objects
    delisted = organisations.filter(is_delisted=True, delisting_reason__in=REASONS)
    delisted.update(is_delisted_by_member=True)


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0005_public_switch"),
    ]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="is_delisted_by_member",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.RunPython(mark_delisted_by_member, migrations.RunPython.noop),
    ]
