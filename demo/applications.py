"""Applications to join for the demonstration: submitted and decided by the functions that the site
uses."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import override

from cms.encryption.hashing import hash_random_secret
from joining import emails
from joining.declarations.roles import REVIEWERS as REVIEWERS_ROLE
from joining.form import submission
from joining.form.questions import FormPage
from joining.models import Application, ApplicationDraft, Consent, ConsentText
from joining.privacy import consent_notices
from joining.review import (
    applicant_transitions,
    staff_actions,
    staff_transitions,
    votes,
)
from joining.review.transitions import TRANSITIONS
from mail.models import Email
from members.models import Agreement, Region
from network.models import Network, Topic

REVIEWERS = ("reviewer", "second-reviewer")
# Keys of a row that are not fields of an application.
NON_FIELD_KEYS = ("agreed", "language", "region", "steps", "topics")

# The fields that are moved to the past.
TIME_FIELDS = {
    Application: ("submitted_at", "state_since", "staff_notified_at", "decided_at"),
    Email: ("queued_at", "next_attempt_at", "sent_at"),
}


def make_reviewers(password: str) -> None:
    for name in REVIEWERS:
        user = get_user_model().objects.create_user(
            name, f"{name}@example.org", password, is_staff=True
        )
        user.groups.set(REVIEWERS_ROLE.groups())


def make_applications(rows: list[dict], codes: list[str], coordinator: User) -> None:
    """`codes` has the languages in which applicants may write."""
    for row in rows:
        earlier = list(Email.objects.values_list("pk", flat=True))
        language = row["language"] if row["language"] in codes else codes[0]
        make_application(row, language, coordinator, Email.objects.exclude(pk__in=earlier))
    mark_sent(Email.objects.all())


def make_application(
    row: dict, language: str, coordinator: User, emails_of_application: QuerySet
) -> None:
    """`emails_of_application` has all e-mails that are queued meanwhile, also those to
    coordinators."""
    with override(language):
        application = submit(row, language)
    for step in row["steps"]:
        by = get_user_model().objects.get(username=step["by"]) if "by" in step else coordinator
        perform_step(application, by, step)
        backdate_application(application, emails_of_application, timedelta(days=step["days"]))


def submit(row: dict, language: str) -> Application:
    draft = ApplicationDraft.objects.create(
        applicant_type=row["applicant_type"],
        language=language,
        token_hash=hash_random_secret(get_random_string(32)),
    )
    values = {
        name: value
        for name, value in row.items()
        if name not in NON_FIELD_KEYS and hasattr(Application, name)
    }
    values |= {
        "region": Region.objects.get(slug=row["region"]),
        "agrees_to_listing": Consent.Purpose.DIRECTORY in row["agreed"],
    }
    answers = submission.Submission(
        values,
        topics=Topic.objects.filter(slug__in=row.get("topics", ())),
        consent_choices=list(consents_of(row)),
        endorsed_agreements=Agreement.objects.in_force(),
    )
    return submission.submit_application(draft, answers)


def consents_of(row: dict) -> Iterator[tuple[ConsentText, bool, datetime]]:
    network, now = Network.objects.current(), timezone.now()
    for step in (FormPage.START, FormPage.SUBMIT):
        for notice in consent_notices.notices_on_page(
            step, row["applicant_type"], row["age"], network
        ):
            is_given = notice.is_required or notice.purpose in row["agreed"]
            yield notice.get_or_create_text(), is_given, now


def perform_step(application: Application, by: User, step: dict) -> None:
    match step["does"]:
        case "confirm":
            applicant_transitions.confirm_email(application)
        case "ask_applicant":
            staff_transitions.ask_applicant(application, by, step["words"], step["fields"])
        case "note":
            staff_actions.add_note(application, by, step["words"])
        case "vote":
            votes.cast_vote(application, by, step["choice"], step["remark"])
        case "decline":
            staff_transitions.decline(application, by, emails.default_decline_text(application))
        case name:
            TRANSITIONS[name](application, by)


def backdate_application(
    application: Application, emails_of_application: QuerySet, time: timedelta
) -> None:
    backdate(Application.objects.filter(pk=application.pk), time, *TIME_FIELDS[Application])
    for rows in ("log", "votes", "notes", "consents", "endorsements"):
        backdate(getattr(application, rows).all(), time, "at")
    backdate(emails_of_application, time, *TIME_FIELDS[Email])


def backdate(rows: QuerySet, time: timedelta, *fields: str) -> None:
    rows.update(**{name: F(name) - time for name in fields})


def mark_sent(queued: QuerySet) -> None:
    """No e-mail of the demonstration may be sent: its addresses are invented."""
    queued.filter(state=Email.State.WAITING).update(state=Email.State.SENT, sent_at=F("queued_at"))
