"""Applications to join for the demonstration, each brought by the real verbs to where it stands."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import override

from joining import drafts, emails, notices, process
from joining.models import Application, Consent, Draft
from joining.questions import Step
from letters.models import Letter
from members.models import Agreement, Region
from network import roles
from network.models import Network, Topic

REVIEWERS = ("reviewer", "second-reviewer")
APART = ("agreed", "language", "region", "steps", "topics")

WITHOUT_WORDS = {
    "take": process.take,
    "put_to_vote": process.put_to_vote,
    "accept": process.accept,
}

# What tells when something happened.
MOMENTS = {
    Application: ("sent_at", "state_since", "announced_at", "decided_at"),
    Letter: ("posted_at", "due_at", "sent_at"),
}


def make_reviewers(password: str) -> None:
    for name in REVIEWERS:
        user = get_user_model().objects.create_user(
            name, f"{name}@example.org", password, is_staff=True
        )
        user.groups.set(roles.REVIEWERS.groups())


def make_applications(rows: list[dict], codes: list[str], desk) -> None:
    """`codes` are the languages that applicants may write in."""
    for row in rows:
        known = list(Letter.objects.values_list("pk", flat=True))
        language = row["language"] if row["language"] in codes else codes[0]
        make_application(row, language, desk, Letter.objects.exclude(pk__in=known))
    count_as_sent(Letter.objects.all())


def make_application(row: dict, language: str, desk, letters: QuerySet) -> Application:
    """Sent, and then moved step by step, with the days that pass after each. `letters` are those
    written on the way, also those to coordinators, which tell of no single application."""
    with override(language):
        application = send(row, language)
    for step in row["steps"]:
        by = get_user_model().objects.get(username=step["by"]) if "by" in step else desk
        take_step(application, by, step)
        let_pass(application, letters, timedelta(days=step["days"]))
    return application


def send(row: dict, language: str) -> Application:
    draft = Draft.objects.create(
        applicant=row["applicant"],
        language=language,
        token_hash=drafts.hashed(get_random_string(32)),
    )
    values = {
        name: value
        for name, value in row.items()
        if name not in APART and hasattr(Application, name)
    }
    values |= {
        "region": Region.objects.get(slug=row["region"]),
        "wants_listing": Consent.Purpose.DIRECTORY in row["agreed"],
    }
    answers = process.Answers(
        values,
        topics=Topic.objects.filter(slug__in=row.get("topics", ())),
        consents=list(consents(row)),
        supports=Agreement.objects.in_force(),
    )
    return process.submit(draft, answers)


def consents(row: dict):
    """The boxes of the form, ticked as the row has them; those that are required always are."""
    network, now = Network.objects.current(), timezone.now()
    for step in (Step.BEGINNING, Step.SENDING):
        for notice in notices.at_step(step, row["applicant"], row.get("age", ""), network):
            is_given = notice.is_required or notice.purpose in row["agreed"]
            yield notice.record(), is_given, now


def take_step(application: Application, by, step: dict) -> None:
    match step["does"]:
        case "confirm":
            process.confirm(application)
        case "ask":
            process.ask(application, by, step["words"], step["fields"])
        case "note":
            process.note(application, by, step["words"])
        case "vote":
            process.vote(application, by, step["choice"], step["remark"])
        case "decline":
            process.decline(application, by, emails.decline_draft(application))
        case verb:
            WITHOUT_WORDS[verb](application, by)


def let_pass(application: Application, letters: QuerySet, time: timedelta) -> None:
    """Everything about an application has happened that much earlier."""
    set_back(Application.objects.filter(pk=application.pk), time, *MOMENTS[Application])
    for rows in ("moves", "votes", "notes", "consents", "supports"):
        set_back(getattr(application, rows).all(), time, "at")
    set_back(letters, time, *MOMENTS[Letter])


def set_back(rows: QuerySet, time: timedelta, *moments: str) -> None:
    rows.update(**{moment: F(moment) - time for moment in moments})


def count_as_sent(letters: QuerySet) -> None:
    """Letters of the demonstration are there to be read: none may leave for a mail server."""
    letters.filter(state=Letter.State.WAITING).update(
        state=Letter.State.SENT, sent_at=F("posted_at")
    )
