from django.db import migrations

from page_cache.triggers import InstallTriggers


class Migration(migrations.Migration):
    dependencies = [
        ("news", "0003_see_also_links"),
        ("website", "0001_change_triggers"),
    ]

    operations = [InstallTriggers()]
