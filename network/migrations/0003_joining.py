from django.db import migrations, models

import network.fields
from network import languages

WORDS = [
    *languages.translated(
        "deciding_body",
        network.fields.LineField(
            blank=True,
            help_text="For example the steering committee. Applicants read it.",
            max_length=120,
            verbose_name="who decides about applications",
        ),
    ),
    *languages.translated(
        "fee",
        network.fields.ProseField(
            blank=True,
            help_text="What members pay, or that nothing is to be paid. Applicants read it.",
            verbose_name="membership fee",
        ),
    ),
]
NUMBERS = [
    (
        "expected_weeks",
        models.PositiveSmallIntegerField(
            default=6,
            help_text="How long applicants are told it takes.",
            verbose_name="weeks until a decision",
        ),
    ),
    (
        "votes_needed",
        models.PositiveSmallIntegerField(
            default=2,
            help_text="How many reviewers must vote for or against before an application can be decided.",
            verbose_name="votes needed",
        ),
    ),
    (
        "references_needed",
        models.PositiveSmallIntegerField(
            default=0,
            help_text="How many people who know the applicant the form asks for; 0 for none.",
            verbose_name="references needed",
        ),
    ),
]


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0002_forms_closed"),
    ]

    operations = [migrations.AddField("network", name, field) for name, field in [*WORDS, *NUMBERS]]
