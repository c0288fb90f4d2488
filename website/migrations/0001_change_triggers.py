from django.db import migrations

from page_cache.triggers import InstallTriggers


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("versions", "0002_plain_names"),
        ("network", "0001_initial"),
        ("photos", "0001_initial"),
        ("concerns", "0001_initial"),
        ("members", "0001_initial"),
        ("joining", "0001_initial"),
        ("events", "0001_initial"),
        ("resources", "0001_initial"),
        ("news", "0001_initial"),
        ("search", "0001_initial"),
    ]
    operations = [InstallTriggers()]
