import django.core.serializers.json
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import network.fields
from network import languages


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0004_people"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="asked_to_sign_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="asked to sign"
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="reminded_to_sign_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="organisation",
            name="confirmed_on",
            field=models.DateField(
                blank=True, editable=False, null=True, verbose_name="last confirmed"
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="contact_email",
            field=models.EmailField(
                blank=True,
                help_text="Only the desk sees this. It is never published, neither on a page nor in a file.",
                max_length=254,
                verbose_name="e-mail address of the contact",
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="contact_language",
            field=models.CharField(
                blank=True,
                choices=languages.choices,
                max_length=10,
                verbose_name="language of letters",
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="contact_name",
            field=network.fields.LineField(
                blank=True, max_length=120, verbose_name="contact person"
            ),
        ),
        migrations.CreateModel(
            name="MemberList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file_name", models.CharField(max_length=200)),
                ("headings", models.JSONField()),
                ("rows", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("columns", models.JSONField()),
                ("uploaded_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("written_at", models.DateTimeField(null=True)),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "list of members",
                "verbose_name_plural": "lists of members",
                "ordering": ["-uploaded_at"],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("expires_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("secret_hash", models.CharField(max_length=64)),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="members.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "question to a member",
                "verbose_name_plural": "questions to members",
                "ordering": ["-asked_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "proposed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="proposed"
                    ),
                ),
                (
                    "remark",
                    network.fields.ProseField(blank=True, max_length=2000, verbose_name="remark"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "to look at"),
                            ("decided", "decided"),
                            ("replaced", "replaced by a later one"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="decided on"),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="proposals",
                        to="members.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="proposals",
                        to="members.question",
                    ),
                ),
            ],
            options={
                "verbose_name": "proposal of a member",
                "verbose_name_plural": "proposals of members",
                "ordering": ["-proposed_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="TwoDifferent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("said_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="members.organisation",
                    ),
                ),
                (
                    "said_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="members.organisation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LinkCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.URLField(max_length=500, verbose_name="link")),
                (
                    "leads_to",
                    models.URLField(blank=True, max_length=500, verbose_name="new address"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "not tried yet"),
                            ("fine", "works"),
                            ("moved", "moved"),
                            ("shy", "answers people only"),
                            ("gone", "page not found"),
                            ("unknown-host", "no such address"),
                            ("unreachable", "does not answer"),
                            ("certificate", "certificate not valid"),
                            ("failing", "out of order"),
                            ("circling", "leads in circles"),
                            ("private", "not on the internet"),
                        ],
                        default="waiting",
                        max_length=15,
                        verbose_name="state",
                    ),
                ),
                (
                    "since",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="since"),
                ),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                ("tried_at", models.DateTimeField(null=True, verbose_name="last tried")),
                ("due_at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="link_checks",
                        to="members.organisation",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "link of a member",
                "verbose_name_plural": "links of members",
                "ordering": ["organisation_id", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "address"), name="link_check_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProposedChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("column", models.CharField(max_length=60)),
                ("was", models.TextField(blank=True)),
                ("proposed", models.TextField(blank=True)),
                (
                    "decision",
                    models.CharField(
                        choices=[("open", "open"), ("accepted", "taken"), ("refused", "not taken")],
                        default="open",
                        max_length=10,
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="members.proposal",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("proposal", "column"), name="proposed_change_once"
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at", None)),
                fields=("organisation",),
                name="question_one_open",
                violation_error_message="This organisation is being asked already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")),
                fields=("organisation",),
                name="proposal_one_open",
                violation_error_message="Another proposal of this organisation is open.",
            ),
        ),
        migrations.AddConstraint(
            model_name="twodifferent",
            constraint=models.UniqueConstraint(
                fields=("first", "second"), name="two_different_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="twodifferent",
            constraint=models.CheckConstraint(
                condition=models.Q(("first__lt", models.F("second"))), name="two_different_in_order"
            ),
        ),
    ]
