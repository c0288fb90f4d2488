from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("versions", "0002_plain_names")]

    operations = [
        migrations.RenameField("version", "public_in", "public_languages"),
        migrations.RenameField("pendingchanges", "publish_in", "publish_language"),
    ]
