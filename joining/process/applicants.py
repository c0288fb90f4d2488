"""What applicants do: send a form, confirm the address, answer a question, take it back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from joining import announcing, duplicates, emails, hostility, retention
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
from joining.moves import Refused, enter, go, lock
from members.models import Agreement
from network import erasures, languages
from network.models import Topic

State = Application.State


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
    # Signs of a raid that only the form can see; see `joining.hostility`.
    suspicion: int = 0


@transaction.atomic
def submit(draft: Draft, answers: Answers) -> Application:
    """Take in a form, and ask by letter whether the address is right. The second press of a button
    waits for the first and finds the same application."""
    Draft.objects.select_for_update().filter(pk=draft.pk).first()
    values = {"language": draft.language} | answers.values
    traces = duplicates.traces(values)
    points = answers.suspicion + hostility.score(values, traces["email_hash"])
    application, is_new = Application.objects.get_or_create(
        form_hash=draft.token_hash,
        defaults=values | traces | {"applicant": draft.applicant, "hostility": points},
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
            note=_words_for_the_log(gettext_noop("Same name as {}"), namesake),
        )
        _log_on(
            namesake,
            _words_for_the_log(gettext_noop("Same name from another address: {}"), application),
        )
        emails.received(application)
    elif application.hostility >= hostility.QUARANTINE_FROM:
        go("suspect", application, note=str(application.hostility))
    else:
        go("confirm", application)
        welcome_to_the_inbox(application)
    return application


def _fold(application: Application, twin: Application) -> None:
    go("fold", application, note=_words_for_the_log(gettext_noop("Already open: {}"), twin))
    _log_on(twin, _words_for_the_log(gettext_noop("Sent once more: {}"), application))
    emails.already_open(application, twin)


def _log_on(application: Application, note: str) -> None:
    """A line in the log of an application that stays where it is."""
    state = application.state
    Move.objects.create(
        application=application,
        actor=Move.Actor.CLOCK,
        from_state=state,
        to_state=state,
        note=note,
    )


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
        raise Refused(
            _("Meanwhile you are asked something else. Look at the question again, please.")
        )
    values = dict(values)
    if "topics" in values:
        application.topics.set(values.pop("topics"))
    if "references" in values:
        application.references.all().delete()
        _keep_references(application, values.pop("references"))
    traces = duplicates.traces({**vars(application), **values})
    changes = {"question": "", "asked_fields": []} | values | traces
    move = go("answer", application, note=remark, **changes)
    emails.answered(application, move)
    return application


def _changeable(application: Application) -> set[str]:
    """The columns of the asked fields, in all languages."""
    translated = {name for name in application.asked_fields if _is_translated(name)}
    columns = {column for name in translated for column in languages.columns(name)}
    return {*application.asked_fields} - translated | columns


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


def _words_for_the_log(words: str, other: Application) -> str:
    """The log is read at the desk, whatever language the applicant's pages are in."""
    with override(languages.codes()[0]):
        return _(words).format(other.reference)
