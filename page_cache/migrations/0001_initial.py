from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="ReplicaMark",
            fields=[
                ("token", models.UUIDField(primary_key=True, serialize=False)),
                ("written_at", models.DateTimeField()),
            ],
            options={"default_permissions": ()},
        ),
    ]
