from django.db import migrations

from cms.publishing.publishable import last_publication_index


class Migration(migrations.Migration):
    dependencies = [("news", "0003_see_also_links")]

    operations = [migrations.AddIndex("article", last_publication_index("article"))]
