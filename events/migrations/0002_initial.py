import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

from network.publishing import public_needs


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("events", "0001_initial"),
        ("members", "0001_initial"),
        ("photos", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="eventorganisation",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="event_roles",
                to="members.organisation",
                verbose_name="organisation",
            ),
        ),
        migrations.AddField(
            model_name="eventphoto",
            name="event",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="photo_places",
                to="events.event",
            ),
        ),
        migrations.AddField(
            model_name="eventphoto",
            name="photo",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="event_places",
                to="photos.photo",
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="event",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="messages",
                to="events.event",
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="organisation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="messages",
                to="members.organisation",
                verbose_name="organisation",
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="messages",
                to="members.person",
                verbose_name="person",
            ),
        ),
        migrations.AddField(
            model_name="participation",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="participations",
                to="members.person",
                verbose_name="person",
            ),
        ),
        migrations.AddField(
            model_name="session",
            name="event",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="sessions",
                to="events.event",
            ),
        ),
        migrations.AddField(
            model_name="participation",
            name="session",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="participations",
                to="events.session",
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["former_slugs"], name="event_former_slugs"
            ),
        ),
        *[
            migrations.AddConstraint("event", constraint)
            for constraint in public_needs("title", "event")
        ],
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_at", None), ("ends_at__gte", models.F("starts_at")), _connector="OR"
                ),
                name="event_ends_after_it_starts",
                violation_error_message="An event cannot end before it starts.",
            ),
        ),
        migrations.AddConstraint(
            model_name="eventorganisation",
            constraint=models.UniqueConstraint(
                fields=("event", "organisation", "role"),
                name="event_organisation_once",
                violation_error_message="This organisation has this role already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("person__isnull", False), ("organisation__isnull", False), _connector="OR"
                ),
                name="message_has_sender",
                violation_error_message="Say who sent the message: a person or organisation.",
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_at", None),
                    ("starts_at", None),
                    ("ends_at__gte", models.F("starts_at")),
                    _connector="OR",
                ),
                name="session_ends_after_it_starts",
                violation_error_message="A part cannot end before it starts.",
            ),
        ),
        migrations.AddConstraint(
            model_name="participation",
            constraint=models.UniqueConstraint(
                fields=("session", "person", "role"),
                name="participation_once",
                violation_error_message="This person has this role in this part already.",
            ),
        ),
    ]
