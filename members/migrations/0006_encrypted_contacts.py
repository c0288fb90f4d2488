from django.core.serializers.json import DjangoJSONEncoder
from django.db import migrations

from network.encryption import (
    EncryptedEmailField,
    EncryptedJSONField,
    EncryptedLineField,
    EncryptedTextField,
    encrypt_columns,
)
from network.fields import HashField

NEVER_PUBLISHED = "Only the desk sees this. It is never published, neither on a page nor in a file."


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0005_keeping_right"),
    ]

    operations = [
        *encrypt_columns(
            "members.organisation",
            contact_name=EncryptedLineField(
                verbose_name="contact person", max_length=120, blank=True
            ),
            contact_email=EncryptedEmailField(
                verbose_name="e-mail address of the contact",
                max_length=254,
                blank=True,
                help_text=NEVER_PUBLISHED,
            ),
        ),
        *encrypt_columns(
            "members.person",
            contact_name=EncryptedLineField(
                verbose_name="name in letters",
                max_length=160,
                blank=True,
                help_text="Only if it differs from the public name. Only the desk sees this.",
            ),
            contact_email=EncryptedEmailField(
                verbose_name="e-mail address",
                max_length=254,
                blank=True,
                help_text=NEVER_PUBLISHED,
            ),
        ),
        *encrypt_columns(
            "members.proposal",
            remark=EncryptedTextField(verbose_name="remark", max_length=2000, blank=True),
        ),
        *encrypt_columns(
            "members.proposedchange",
            was=EncryptedTextField(blank=True),
            proposed=EncryptedTextField(blank=True),
        ),
        *encrypt_columns(
            "members.memberlist",
            file_name=EncryptedLineField(max_length=200),
            headings=EncryptedJSONField(),
            rows=EncryptedJSONField(encoder=DjangoJSONEncoder),
            columns=EncryptedJSONField(),
        ),
        migrations.AlterField("question", "secret_hash", HashField()),
    ]
