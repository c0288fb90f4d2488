from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0007_joining"),
        ("network", "0004_parent_place"),
    ]

    operations = [
        migrations.AlterField(
            model_name="consent",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("handling", "handling the application"),
                    ("sensitive", "beliefs the application reveals"),
                    ("directory", "the public directory"),
                    ("alliance", "passing on to the larger network"),
                    ("transfer", "sending abroad"),
                    ("optional", "answers that are not required"),
                    ("newsletter", "newsletter"),
                ],
                max_length=20,
                verbose_name="purpose",
            ),
        ),
    ]
