from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0002_counts_page_views"),
    ]

    operations = [
        migrations.AddField(
            model_name="network",
            name="needs_second_reader",
            field=models.BooleanField(
                default=False,
                help_text=(
                    "Articles, events, pages, organisations, people, campaigns and resources, and "
                    "any correction of them, wait until somebody other than the person who last "
                    "saved them has read them and answered “fine”. Taking down is always possible."
                ),
                verbose_name="a second person reads before anything becomes public",
            ),
        ),
    ]
