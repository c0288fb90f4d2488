"""Consents after an application is sent: each is taken back as easily as it was given.

Taking one back takes effect at once: what it allowed is erased, or leaves the public pages.
"""

from datetime import timedelta

from django.db import models, transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from joining import notices, questions, welcoming
from joining.models import Application, Consent, Move
from joining.moves import Refused, for_the_log, log
from joining.notices import Notice
from members import logos
from members.models import Organisation
from network import erasures, languages
from network.models import Network

Purpose = Consent.Purpose

# With these an application stands and falls: they are taken back by withdrawing it.
FREE = [purpose for purpose in Purpose if purpose not in Consent.REQUIRED]


def choices(application: Application, network: Network) -> list[dict]:
    """The consents an applicant is free about. Shape: notice, is_given, since (None: not asked)."""
    if application.state in (Application.State.WITHDRAWN, Application.State.DECLINED):
        return []
    latest = {consent.purpose: consent for consent in application.consents.all()}
    offered = [
        {
            "notice": notices.notice(purpose, application.applicant, network),
            "is_given": purpose in latest and latest[purpose].is_given,
            "since": latest[purpose].at if purpose in latest else None,
        }
        for purpose in FREE
        if notices.concerns(purpose, application.age, network)
    ]
    # Answers that are not required are asked for in the form alone.
    return [one for one in offered if one["is_given"] or one["notice"].purpose != Purpose.OPTIONAL]


A_DAY = timedelta(days=1)
CHANGES_A_DAY = 20


@transaction.atomic
def choose(application: Application, purpose: str, *, is_given: bool) -> None:
    """Give a consent or take it back. The same choice again changes nothing. Taking back is never
    refused; giving is, to whoever does it all day long."""
    application = Application.objects.select_for_update().get(pk=application.pk)
    offered = {choice["notice"].purpose: choice for choice in choices(application, _network())}
    if purpose not in offered:
        raise Http404
    if offered[purpose]["is_given"] == is_given:
        return
    changed = application.consents.filter(at__gt=timezone.now() - A_DAY).count()
    if is_given and changed >= CHANGES_A_DAY:
        raise Refused(_("You have changed your consents very often today. Try again tomorrow."))
    _write_down(application, offered[purpose]["notice"], is_given)
    erasures.note(
        "consent", application, detail=f"{purpose}:{'given' if is_given else 'taken back'}"
    )
    if purpose == Purpose.DIRECTORY:
        _list(application, is_given)
    if purpose == Purpose.OPTIONAL and not is_given:
        _erase_optional_answers(application)


def _network() -> Network:
    return Network.objects.current()


def _write_down(application: Application, notice: Notice, is_given: bool) -> None:
    """A consent of its own, and a line in the log that the desk reads."""
    consent = application.consents.create(
        purpose=notice.purpose, text=notice.record(), is_given=is_given
    )
    said = (
        gettext_noop("Consent given: {purpose}")
        if is_given
        else gettext_noop("Consent taken back: {purpose}")
    )
    purpose = Purpose(consent.purpose).label
    log(application, for_the_log(said, purpose=purpose), actor=Move.Actor.APPLICANT)


def _list(application: Application, is_given: bool) -> None:
    """Whoever does not want to be listed leaves the public pages at once; becoming public is for
    the desk to do, which finds it on its first page."""
    application.wants_listing = is_given
    application.save(update_fields=["wants_listing"])
    if application.organisation and is_given:
        welcoming.list_after_all(application.organisation)
    elif application.organisation:
        _take_back(application.organisation)
    elif application.person and not is_given:
        application.person.has_public_profile = False
        application.person.save(update_fields=["has_public_profile"])


def _take_back(organisation: Organisation) -> None:
    columns = languages.columns("published_at")
    for column in columns:
        setattr(organisation, column, None)
    organisation.save(update_fields=columns)
    logos.follow()


def _erase_optional_answers(application: Application) -> None:
    emptied = []
    for question in questions.of(application.applicant):
        if question.consent == Purpose.OPTIONAL:
            field = Application._meta.get_field(question.name)
            if isinstance(field, models.ManyToManyField):
                getattr(application, question.name).clear()
            else:
                setattr(application, question.name, field.get_default())
                emptied.append(question.name)
    application.save(update_fields=emptied)
