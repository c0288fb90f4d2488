from django.db import migrations, models

import network.images


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0005_erasures"),
    ]

    operations = [
        migrations.AlterField(
            model_name="network",
            name="logo",
            field=models.ImageField(
                blank=True,
                help_text="PNG, JPEG or WebP, ideally with a transparent background. Without a logo, readers see the name.",
                upload_to=network.images.random_name("network"),
                validators=[network.images.check],
                verbose_name="logo",
            ),
        ),
        migrations.AlterConstraint(
            model_name="network",
            name="network_is_one",
            constraint=models.CheckConstraint(
                condition=models.Q(("pk", 1)),
                name="network_is_one",
                violation_error_message="A site has one network only. Change the one there is.",
            ),
        ),
    ]
