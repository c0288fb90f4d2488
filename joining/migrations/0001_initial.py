import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import cms.encryption.fields
import cms.fields
import cms.files.file_names
import cms.files.storage
import cms.i18n.languages
import joining.models.applications
from cms.i18n import languages


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("members", "0001_initial"),
        ("network", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="RetentionLogEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="time")),
                ("rule", models.CharField(max_length=40, verbose_name="rule")),
                ("number", models.PositiveIntegerField(verbose_name="number")),
            ],
            options={
                "verbose_name": "destruction",
                "verbose_name_plural": "destruction log",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ApplicationDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token_hash", cms.fields.HashField(editable=False, max_length=64, unique=True)),
                (
                    "applicant_type",
                    models.CharField(
                        choices=[("organisation", "organisation"), ("individual", "individual")],
                        max_length=20,
                    ),
                ),
                ("language", models.CharField(choices=languages.choices, max_length=10)),
                ("answers", cms.encryption.fields.EncryptedTextField(blank=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True, db_index=True)),
            ],
            options={
                "verbose_name": "unfinished application",
                "verbose_name_plural": "unfinished applications",
            },
        ),
        migrations.CreateModel(
            name="ApplicationAccessLogEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=150, verbose_name="user name")),
                (
                    "at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="when"),
                ),
                (
                    "action",
                    models.CharField(
                        choices=[("read", "read"), ("export", "exported"), ("erased", "erased")],
                        max_length=10,
                        verbose_name="action",
                    ),
                ),
                (
                    "reference",
                    models.CharField(blank=True, max_length=8, verbose_name="application"),
                ),
                (
                    "reason",
                    cms.encryption.fields.EncryptedLineField(
                        blank=True, max_length=300, verbose_name="reason"
                    ),
                ),
                ("number", models.PositiveIntegerField(default=1, verbose_name="number")),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
            ],
            options={
                "verbose_name": "access to applications",
                "verbose_name_plural": "access to applications",
                "ordering": ["-at", "-pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Application",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        default=joining.models.applications.new_reference,
                        max_length=8,
                        unique=True,
                        verbose_name="reference number",
                    ),
                ),
                (
                    "applicant_type",
                    models.CharField(
                        choices=[("organisation", "organisation"), ("individual", "individual")],
                        max_length=20,
                        verbose_name="who applies",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=languages.choices, max_length=10, verbose_name="language"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("unconfirmed", "address not confirmed"),
                            ("quarantine", "quarantined"),
                            ("received", "received"),
                            ("screening", "being checked"),
                            ("needs-info", "waiting for the applicant"),
                            ("voting", "being decided"),
                            ("accepted", "accepted"),
                            ("declined", "declined"),
                            ("withdrawn", "withdrawn"),
                            ("closed-undecided", "closed without a decision"),
                        ],
                        default="unconfirmed",
                        editable=False,
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("draft_hash", cms.fields.HashField(editable=False, max_length=64, unique=True)),
                (
                    "state_since",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="since"
                    ),
                ),
                ("submitted_at", models.DateTimeField(auto_now_add=True, verbose_name="sent")),
                (
                    "staff_notified_at",
                    models.DateTimeField(db_index=True, editable=False, null=True),
                ),
                (
                    "decided_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="decided on"
                    ),
                ),
                (
                    "redacted_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="erased"
                    ),
                ),
                *languages.translated_fields(
                    "name",
                    cms.encryption.fields.EncryptedLineField(
                        blank=True, max_length=160, verbose_name="name"
                    ),
                ),
                *languages.translated_fields(
                    "summary",
                    cms.encryption.fields.EncryptedLineField(
                        blank=True, max_length=240, verbose_name="in one sentence"
                    ),
                ),
                (
                    "name_hash",
                    cms.fields.HashField(blank=True, db_index=True, editable=False, max_length=64),
                ),
                (
                    "email_hash",
                    cms.fields.HashField(blank=True, db_index=True, editable=False, max_length=64),
                ),
                (
                    "email",
                    cms.encryption.fields.EncryptedTextField(
                        blank=True, verbose_name="e-mail address"
                    ),
                ),
                (
                    "phone",
                    cms.encryption.fields.EncryptedTextField(blank=True, verbose_name="telephone"),
                ),
                (
                    "motivation",
                    cms.encryption.fields.EncryptedTextField(
                        blank=True, verbose_name="why you want to join"
                    ),
                ),
                (
                    "contribution",
                    cms.encryption.fields.EncryptedTextField(
                        blank=True, verbose_name="what you can contribute"
                    ),
                ),
                (
                    "referral_source",
                    cms.encryption.fields.EncryptedTextField(
                        blank=True, verbose_name="how you heard of us"
                    ),
                ),
                (
                    "agrees_to_listing",
                    models.BooleanField(default=False, verbose_name="in the public directory"),
                ),
                (
                    "abbreviation",
                    cms.encryption.fields.EncryptedLineField(
                        blank=True, max_length=40, verbose_name="abbreviation"
                    ),
                ),
                (
                    "legal_form",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("registered", "registered non-profit organisation"),
                            ("unregistered", "association without registration"),
                            ("project", "project of a larger body"),
                            ("public-body", "public body"),
                            ("school", "group at a school or university"),
                            ("network", "network"),
                        ],
                        max_length=20,
                        verbose_name="legal form",
                    ),
                ),
                (
                    "registration_number",
                    cms.encryption.fields.EncryptedLineField(
                        blank=True, max_length=40, verbose_name="registration number"
                    ),
                ),
                (
                    "founded_year",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="year founded"
                    ),
                ),
                (
                    "website",
                    cms.encryption.fields.EncryptedURLField(blank=True, verbose_name="website"),
                ),
                (
                    "social_links",
                    cms.encryption.fields.EncryptedTextField(
                        blank=True, verbose_name="social media and other links"
                    ),
                ),
                (
                    "head_name",
                    cms.encryption.fields.EncryptedTextField(
                        blank=True, verbose_name="head of the organisation"
                    ),
                ),
                (
                    "head_role",
                    cms.encryption.fields.EncryptedTextField(
                        blank=True, verbose_name="position of the head"
                    ),
                ),
                (
                    "contact_name",
                    cms.encryption.fields.EncryptedTextField(
                        blank=True, verbose_name="contact person"
                    ),
                ),
                (
                    "contact_role",
                    cms.encryption.fields.EncryptedTextField(
                        blank=True, verbose_name="position of the contact person"
                    ),
                ),
                (
                    "size",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("1-4", "1 to 4"),
                            ("5-19", "5 to 19"),
                            ("20-99", "20 to 99"),
                            ("100+", "100 or more"),
                        ],
                        max_length=10,
                        verbose_name="staff and volunteers",
                    ),
                ),
                (
                    "target_groups",
                    cms.encryption.fields.EncryptedTextField(
                        blank=True, verbose_name="who you work with"
                    ),
                ),
                (
                    "rights_groups_relation",
                    cms.encryption.fields.EncryptedTextField(
                        blank=True,
                        verbose_name="your relation to organisations for the rights of women and LGBTIQ people",
                    ),
                ),
                (
                    "policies",
                    cms.encryption.fields.EncryptedTextField(
                        blank=True, verbose_name="policies in place"
                    ),
                ),
                (
                    "public_name",
                    cms.encryption.fields.EncryptedTextField(
                        blank=True, verbose_name="public name"
                    ),
                ),
                (
                    "age",
                    models.CharField(
                        blank=True,
                        choices=[("adult", "18 or older"), ("youth", "14 to 17")],
                        max_length=10,
                        verbose_name="age",
                    ),
                ),
                (
                    "occupation",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("activist", "activist"),
                            ("trainer", "trainer"),
                            ("researcher", "researcher"),
                            ("teacher", "teacher"),
                            ("counsellor", "counsellor"),
                            ("student", "student"),
                            ("other", "other"),
                        ],
                        max_length=20,
                        verbose_name="occupation",
                    ),
                ),
                (
                    "affiliation",
                    cms.encryption.fields.EncryptedTextField(
                        blank=True, verbose_name="affiliation"
                    ),
                ),
                (
                    "working_groups",
                    cms.encryption.fields.EncryptedTextField(
                        blank=True, verbose_name="working groups of interest"
                    ),
                ),
                (
                    "spoken_languages",
                    cms.encryption.fields.EncryptedTextField(
                        blank=True, verbose_name="languages you speak"
                    ),
                ),
                (
                    "info_request",
                    cms.encryption.fields.EncryptedTextField(
                        blank=True, verbose_name="question to the applicant"
                    ),
                ),
                (
                    "requested_fields",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("last_reminder_days", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("spam_score", models.PositiveSmallIntegerField(default=0, editable=False)),
                (
                    "spam_signs",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("links", "more links than people put into an application"),
                                ("stretched", "letters repeated over and over"),
                                ("disguised", "words made of letters that only look alike"),
                                (
                                    "flood",
                                    "sent while very many came, and not as the first of its connection",
                                ),
                                (
                                    "repeated",
                                    "nearly the same text came from another address shortly before",
                                ),
                            ],
                            max_length=20,
                        ),
                        default=list,
                        editable=False,
                        size=None,
                        verbose_name="signs of an attack",
                    ),
                ),
                ("link_version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "assignee",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="assigned to",
                    ),
                ),
                (
                    "organisation",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="application",
                        to="members.organisation",
                        verbose_name="resulting member",
                    ),
                ),
                (
                    "person",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="application",
                        to="members.person",
                        verbose_name="resulting member",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.region",
                        verbose_name="region",
                    ),
                ),
                (
                    "topics",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to="network.topic",
                        verbose_name="fields of work",
                    ),
                ),
            ],
            options={
                "verbose_name": "application",
                "verbose_name_plural": "applications",
                "ordering": ["-submitted_at", "-pk"],
                "permissions": [
                    ("decide_application", "Can decide about applications"),
                    ("vote_application", "Can vote on applications"),
                    ("export_application", "Can export applications"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsentText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("purpose", models.CharField(max_length=30)),
                ("language", models.CharField(choices=languages.choices, max_length=10)),
                ("digest", models.CharField(max_length=64)),
                ("text", models.TextField()),
                ("first_shown_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "wording of a consent",
                "verbose_name_plural": "wordings of consents",
                "ordering": ["purpose", "language", "-first_shown_at"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("purpose", "language", "digest"), name="consent_text_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("handling", "handling the application"),
                            ("sensitive", "sensitive data"),
                            ("directory", "the public directory"),
                            ("parent_network", "passing on to the larger network"),
                            ("transfer", "transfer abroad"),
                            ("optional_answers", "answers that are not required"),
                            ("newsletter", "newsletter"),
                        ],
                        max_length=20,
                        verbose_name="purpose",
                    ),
                ),
                ("is_given", models.BooleanField(verbose_name="given")),
                (
                    "at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="time"),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="consents",
                        to="joining.application",
                    ),
                ),
                (
                    "text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="joining.consenttext",
                    ),
                ),
            ],
            options={
                "verbose_name": "consent",
                "verbose_name_plural": "consents",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ApplicationFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("logo", "logo"), ("document", "supporting document")],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("name", cms.encryption.fields.EncryptedTextField(verbose_name="name")),
                (
                    "file",
                    models.FileField(
                        storage=cms.files.storage.encrypted_storage,
                        upload_to=cms.files.file_names.random_name("applications"),
                        verbose_name="file",
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="joining.application",
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="joining.applicationdraft",
                    ),
                ),
            ],
            options={"verbose_name": "file", "verbose_name_plural": "files", "ordering": ["pk"]},
        ),
        migrations.CreateModel(
            name="ApplicationLogEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="time"),
                ),
                (
                    "actor",
                    models.CharField(
                        choices=[
                            ("applicant", "applicant"),
                            ("staff", "staff"),
                            ("system", "automatically"),
                        ],
                        max_length=10,
                        verbose_name="kind of actor",
                    ),
                ),
                (
                    "from_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("unconfirmed", "address not confirmed"),
                            ("quarantine", "quarantined"),
                            ("received", "received"),
                            ("screening", "being checked"),
                            ("needs-info", "waiting for the applicant"),
                            ("voting", "being decided"),
                            ("accepted", "accepted"),
                            ("declined", "declined"),
                            ("withdrawn", "withdrawn"),
                            ("closed-undecided", "closed without a decision"),
                        ],
                        max_length=20,
                        verbose_name="from",
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("unconfirmed", "address not confirmed"),
                            ("quarantine", "quarantined"),
                            ("received", "received"),
                            ("screening", "being checked"),
                            ("needs-info", "waiting for the applicant"),
                            ("voting", "being decided"),
                            ("accepted", "accepted"),
                            ("declined", "declined"),
                            ("withdrawn", "withdrawn"),
                            ("closed-undecided", "closed without a decision"),
                        ],
                        max_length=20,
                        verbose_name="to",
                    ),
                ),
                (
                    "note",
                    cms.encryption.fields.EncryptedTextField(blank=True, verbose_name="note"),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="log",
                        to="joining.application",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "entry of the application log",
                "verbose_name_plural": "application log",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", cms.encryption.fields.EncryptedTextField(verbose_name="note")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="time")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notes",
                        to="joining.application",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="author",
                    ),
                ),
            ],
            options={"verbose_name": "note", "verbose_name_plural": "notes", "ordering": ["at"]},
        ),
        migrations.CreateModel(
            name="Referee",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", cms.encryption.fields.EncryptedTextField(verbose_name="name")),
                (
                    "organisation",
                    cms.encryption.fields.EncryptedTextField(
                        blank=True, verbose_name="organisation"
                    ),
                ),
                (
                    "email",
                    cms.encryption.fields.EncryptedTextField(
                        blank=True, verbose_name="e-mail address"
                    ),
                ),
                (
                    "asked_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="asked"
                    ),
                ),
                ("reminded_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "answered_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="answered"
                    ),
                ),
                (
                    "verdict",
                    cms.encryption.fields.EncryptedTextField(
                        blank=True,
                        choices=[
                            ("recommends", "recommends the applicant"),
                            ("doubts", "has doubts"),
                            ("unknown", "does not know the applicant"),
                            ("no-answer", "prefers not to answer"),
                        ],
                        verbose_name="answer",
                    ),
                ),
                (
                    "remark",
                    cms.encryption.fields.EncryptedTextField(blank=True, verbose_name="remark"),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="referees",
                        to="joining.application",
                    ),
                ),
            ],
            options={
                "verbose_name": "referee",
                "verbose_name_plural": "referees",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "signatory",
                    cms.encryption.fields.EncryptedTextField(verbose_name="signed by"),
                ),
                (
                    "role",
                    cms.encryption.fields.EncryptedTextField(blank=True, verbose_name="role"),
                ),
                (
                    "language",
                    models.CharField(
                        choices=languages.choices, max_length=10, verbose_name="language"
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="time"),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="members.agreement",
                        verbose_name="document",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="signatures",
                        to="members.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="signatures",
                        to="members.person",
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "signature",
                "verbose_name_plural": "signatures",
                "ordering": ["-at"],
            },
        ),
        migrations.CreateModel(
            name="AgreementEndorsement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="time"),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.agreement",
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="endorsements",
                        to="joining.application",
                    ),
                ),
            ],
            options={
                "verbose_name": "support of a document",
                "verbose_name_plural": "support of documents",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Vote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "choice",
                    models.CharField(
                        blank=True,
                        choices=[("for", "for"), ("against", "against"), ("abstain", "abstention")],
                        max_length=10,
                        verbose_name="vote",
                    ),
                ),
                (
                    "has_conflict",
                    models.BooleanField(default=False, verbose_name="conflict of interest"),
                ),
                (
                    "remark",
                    cms.encryption.fields.EncryptedTextField(blank=True, verbose_name="remark"),
                ),
                ("at", models.DateTimeField(auto_now=True, verbose_name="time")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="votes",
                        to="joining.application",
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="reviewer",
                    ),
                ),
            ],
            options={"verbose_name": "vote", "verbose_name_plural": "votes", "ordering": ["at"]},
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                fields=["state", "spam_score", "state_since"], name="application_waiting"
            ),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(fields=["-state_since", "id"], name="application_newest_in_state"),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(fields=["-submitted_at", "-id"], name="application_newest"),
        ),
        migrations.AddConstraint(
            model_name="applicationfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("application__isnull", False), ("draft__isnull", False), _connector="XOR"
                ),
                name="application_file_has_one_home",
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("organisation__isnull", False), ("person__isnull", False), _connector="XOR"
                ),
                name="signature_of_one_member",
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.UniqueConstraint(
                fields=("agreement", "organisation"), name="signature_of_organisation_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.UniqueConstraint(
                fields=("agreement", "person"), name="signature_of_person_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementendorsement",
            constraint=models.UniqueConstraint(
                fields=("application", "agreement"), name="endorsement_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="vote",
            constraint=models.UniqueConstraint(
                fields=("application", "reviewer"), name="vote_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="vote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("choice", ""), ("has_conflict", True)),
                    models.Q(
                        ("choice__in", ["for", "against", "abstain"]), ("has_conflict", False)
                    ),
                    _connector="OR",
                ),
                name="vote_or_conflict",
                violation_error_message="If you declare a conflict of interest, you do not vote. Choose one or the other.",
            ),
        ),
    ]
