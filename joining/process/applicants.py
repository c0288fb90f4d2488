"""What applicants do: send a form, confirm the address, answer a question, take it back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from joining import announcing, attachments, duplicates, emails, hostility, questions, retention
from joining.attachments import Attached
from joining.models import (
    Application,
    ApplicationFile,
    Consent,
    ConsentText,
    Draft,
    Move,
    Reference,
    Support,
)
from joining.moves import Refused, enter, for_the_log, go, lock, log
from members.models import Agreement
from network import erasures, languages
from network.models import Topic

State = Application.State


ASKED_ANEW = gettext_lazy("Our question has changed meanwhile. Please look at it again.")


@dataclass(frozen=True)
class Answers:
    """What a form says when it is sent, cleaned."""

    # Columns of Application, those of each language included; `topics` and `references` apart.
    values: dict[str, object]
    topics: Iterable[Topic] = ()
    # Shape of each: name, organisation, email.
    references: Iterable[dict[str, str]] = ()
    # Each box: the words that stood beside it, whether it was ticked, and when.
    consents: Iterable[tuple[ConsentText, bool, datetime]] = ()
    supports: Iterable[Agreement] = ()


@transaction.atomic
def submit(draft: Draft, answers: Answers, *, is_of_a_flood: bool = False) -> Application:
    """Take in a form, and ask by letter whether the address is right. The second press of a button
    waits for the first and finds the same application."""
    Draft.objects.select_for_update().filter(pk=draft.pk).first()
    values = {"language": draft.language} | answers.values
    traces = duplicates.traces(values)
    signs = hostility.points(values, traces["email_hash"], is_of_a_flood=is_of_a_flood)
    raid = {"hostility": sum(signs.values()), "signs": list(signs)}
    application, is_new = Application.objects.get_or_create(
        form_hash=draft.token_hash,
        defaults=values | traces | raid | {"applicant": draft.applicant},
    )
    if is_new:
        _keep(application, answers)
        ApplicationFile.objects.filter(draft=draft).update(application=application, draft=None)
        Draft.objects.filter(pk=draft.pk).delete()
        Move.objects.create(
            application=application, actor=Move.Actor.APPLICANT, to_state=application.state
        )
        emails.confirm(application)
    return application


def _keep(application: Application, answers: Answers) -> None:
    """What belongs to an application in tables of its own."""
    application.topics.set(answers.topics)
    _keep_references(application, answers.references)
    Consent.objects.bulk_create(
        Consent(application=application, purpose=text.purpose, text=text, is_given=is_given, at=at)
        for text, is_given, at in answers.consents
    )
    Support.objects.bulk_create(
        Support(application=application, agreement=agreement) for agreement in answers.supports
    )


def _change_references(application: Application, wanted: Iterable[dict[str, str]]) -> None:
    """Who is still named stays, with what they have said."""
    new = list(wanted)
    for one in application.references.all():
        said = {"name": one.name, "organisation": one.organisation, "email": one.email}
        if said in new:
            new.remove(said)
        else:
            retention.delete_references([one])
    _keep_references(application, new)


def _keep_references(application: Application, references: Iterable[dict[str, str]]) -> None:
    Reference.objects.bulk_create(
        Reference(application=application, **reference) for reference in references
    )


@transaction.atomic
def confirm(application: Application) -> Application:
    """The address is right: people may see the application. Doing it again changes nothing.

    One that looks like a raid is set apart. A second one from the same mailbox is closed, and a
    letter says that the first is open. One with the same name from elsewhere is set apart without
    a word: otherwise anybody could find out who has applied.
    """
    announcing.queue()
    application = lock(application)
    if application.state != State.UNVERIFIED:
        return application
    if retention.is_too_late_to_confirm(application):
        raise Refused(_("This link has expired. Please apply again; nothing was kept."))
    if twin := duplicates.open_from_mailbox(application):
        _fold(application, twin)
    elif namesake := duplicates.open_under_name(application):
        go(
            "suspect",
            application,
            note=_about(gettext_noop("Same name as {reference}"), namesake),
        )
        said = gettext_noop("Same name from another address: {reference}")
        log(namesake, _about(said, application))
        emails.received(application)
    elif application.hostility >= hostility.QUARANTINE_FROM:
        go("suspect", application)
    else:
        go("confirm", application)
        welcome_to_the_inbox(application)
    return application


def _fold(application: Application, twin: Application) -> None:
    go("fold", application, note=_about(gettext_noop("Already open: {reference}"), twin))
    log(twin, _about(gettext_noop("Sent once more: {reference}"), application))
    emails.already_open(application, twin)


def _about(words: str, other: Application) -> str:
    return for_the_log(words, reference=other.reference)


def welcome_to_the_inbox(application: Application) -> None:
    emails.received(application)
    announcing.announce()


@transaction.atomic
def answer(
    application: Application,
    values: dict[str, object],
    *,
    remark: str = "",
    seen_state: str | None = None,
) -> Application:
    """The applicant's reply: new answers to what was asked, a remark, or both. `values` as in
    `Answers`, with topics and references among them."""
    application = enter("answer", application, seen_state=seen_state)
    if not set(values) <= _changeable(application):
        raise Refused(ASKED_ANEW)
    values = dict(values)
    if "topics" in values:
        application.topics.set(values.pop("topics"))
    if "references" in values:
        _change_references(application, values.pop("references"))
    traces = duplicates.traces({**vars(application), **values})
    changes = {"question": "", "asked_fields": []} | values | traces
    move = go("answer", application, note=remark, **changes)
    emails.answered(application, move)
    return application


@transaction.atomic
def attach(
    application: Application, files: Attached, *, seen_state: str | None = None
) -> list[tuple[str, str]]:
    """Keep the files of a reply, also of one that is not finished: a browser forgets them. Returns
    those for which there was no room; see `attachments.keep`."""
    application = enter("answer", application, seen_state=seen_state)
    if not files.kinds() <= {*application.asked_fields}:
        raise Refused(ASKED_ANEW)
    return attachments.keep(application, files, within=application.asked_fields)


def _changeable(application: Application) -> set[str]:
    """The columns of the asked fields, in all languages."""
    may_change = {question.name for question in questions.changeable(application)}
    asked = may_change.intersection(application.asked_fields)
    translated = set(filter(_is_translated, asked))
    columns = {column for name in translated for column in languages.columns(name)}
    return asked - translated | columns


def _is_translated(name: str) -> bool:
    return hasattr(Application, languages.columns(name)[0])


@transaction.atomic
def withdraw(application: Application, *, seen_state: str | None = None) -> Application:
    """The applicant takes the application back, at any time before the decision."""
    application = enter("withdraw", application, seen_state=seen_state)
    is_confirmed = application.state != State.UNVERIFIED
    go("withdraw", application, question="", asked_fields=[])
    erasures.note("withdraw", application)
    if is_confirmed:
        emails.withdrawn(application)
    return application
