from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("erasure_log", "0001_initial"),
    ]

    operations = [
        migrations.RenameModel("PendingEntry", "UnwrittenErasureEntry"),
    ]
