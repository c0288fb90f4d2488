import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0006_start_year"),
        ("members", "0006_organisation_is_delisted_by_member"),
    ]

    operations = [
        migrations.AlterField(
            model_name="eventorganisation",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="event_organisations",
                to="members.organisation",
                verbose_name="organisation",
            ),
        ),
    ]
