from django.db import migrations

from search.triggers import InstallTriggers


class Migration(migrations.Migration):
    dependencies = [
        ("news", "0003_see_also_links"),
        ("search", "0004_words"),
    ]

    operations = [InstallTriggers()]
