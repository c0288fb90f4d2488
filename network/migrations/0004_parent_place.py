from django.db import migrations

import network.fields
from network import languages


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0003_joining"),
    ]

    operations = [
        migrations.AddField("network", name, field)
        for name, field in languages.translated(
            "parent_place",
            network.fields.LineField(
                blank=True,
                help_text="Asks applicants for consent before their data go there.",
                max_length=120,
                verbose_name="country of its office",
            ),
        )
    ]
