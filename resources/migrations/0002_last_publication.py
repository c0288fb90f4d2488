from django.db import migrations

from cms.publishing.publishable import last_publication_index


class Migration(migrations.Migration):
    dependencies = [("resources", "0001_initial")]

    operations = [migrations.AddIndex("resource", last_publication_index("resource"))]
