from django.db import migrations

from news.models.article import orders_of_lists


class Migration(migrations.Migration):
    dependencies = [("news", "0002_articles_know_their_events")]

    operations = [migrations.AddIndex("article", index) for index in orders_of_lists()]
