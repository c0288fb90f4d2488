"""Consents after an application is sent: withdrawing one is as easy as giving it, and takes effect
at once. What it allowed is cleared, or leaves the public pages."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models, transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cms.fields import get_model_field
from erasure_log import erasures
from erasure_log.replayed_actions import ReplayedAction
from joining.form import questions
from joining.limits_and_periods import MAX_CONSENT_CHANGES_PER_DAY
from joining.membership import new_member
from joining.models import Application, ApplicationLogEntry, Consent
from joining.privacy import consent_notices
from joining.privacy.consent_notices import Notice
from joining.review.transitions import RefusedError, add_to_log, text_for_log
from network.models import Network

Purpose = Consent.Purpose

# The required consents are withdrawn by withdrawing the application.
REVOCABLE_PURPOSES = [purpose for purpose in Purpose if purpose not in Consent.REQUIRED]


@dataclass(frozen=True)
class ConsentSetting:
    """A consent that an applicant can give or withdraw. `since` is None where it was never asked
    for."""

    notice: Notice
    is_given: bool
    since: datetime | None


def consent_settings(application: Application, network: Network) -> list[ConsentSetting]:
    """What the applicant's page shows: what can be given, and all that was given."""
    if application.state in (Application.State.WITHDRAWN, Application.State.DECLINED):
        return []
    latest = {consent.purpose: consent for consent in application.consents.all()}
    settings = [
        ConsentSetting(
            consent_notices.notice_for(purpose, application.applicant_type, network),
            is_given=purpose in latest and latest[purpose].is_given,
            since=latest[purpose].at if purpose in latest else None,
        )
        for purpose in REVOCABLE_PURPOSES
    ]
    return [
        one
        for one in settings
        if one.is_given or _can_be_given(one.notice.purpose, application, network)
    ]


def _can_be_given(purpose: Purpose, application: Application, network: Network) -> bool:
    """Optional answers are only asked for in the form: consent to them can be withdrawn, not
    given."""
    is_asked_for = consent_notices.is_asked_for(purpose, application.age, network)
    return is_asked_for and purpose != Purpose.OPTIONAL_ANSWERS


@transaction.atomic
def set_consent(application: Application, purpose: str, *, is_given: bool) -> None:
    """Gives a consent or withdraws it, for an applicant. The same setting again changes nothing.
    Withdrawing is never refused. Giving is, with Http404, where the applicant is not asked for the
    consent; and with RefusedError, after `MAX_CONSENT_CHANGES_PER_DAY`."""
    if purpose not in REVOCABLE_PURPOSES:
        raise Http404
    application = Application.objects.select_for_update().get(pk=application.pk)
    if is_given and not application.agrees_to(purpose):
        _check_may_give(application, purpose)
    save_consent(application, Purpose(purpose), is_given=is_given)


def _check_may_give(application: Application, purpose: str) -> None:
    settings = consent_settings(application, Network.objects.current())
    if purpose not in [setting.notice.purpose for setting in settings]:
        raise Http404
    changed = application.consents.filter(at__gt=timezone.now() - timedelta(days=1)).count()
    if changed >= MAX_CONSENT_CHANGES_PER_DAY:
        raise RefusedError(
            _("You have changed your consents very often today. Please try again tomorrow.")
        )


@transaction.atomic
def save_consent(application: Application, purpose: Purpose, *, is_given: bool) -> None:
    """Without asking whether it may be given: after a restore it was given before, and all consents
    are given on one day. The same setting again changes nothing."""
    application = Application.objects.select_for_update().get(pk=application.pk)
    if application.agrees_to(purpose) == is_given:
        return
    _add_consent(application, purpose, is_given)
    erasures.record_for_replay(
        ReplayedAction.CHANGE_CONSENT,
        application,
        detail=f"{purpose}:{'given' if is_given else 'withdrawn'}",
    )
    if purpose == Purpose.DIRECTORY:
        _apply_to_member(application, is_given)
    if purpose == Purpose.OPTIONAL_ANSWERS and not is_given:
        _clear_optional_answers(application)


def _add_consent(application: Application, purpose: Purpose, is_given: bool) -> None:
    given_before = application.consents.filter(purpose=purpose, is_given=True).last()
    if is_given or not given_before:
        network = Network.objects.current()
        notice = consent_notices.notice_for(purpose, application.applicant_type, network)
        text = notice.get_or_create_text()
    else:
        # What is withdrawn is what was read; the notice may have another text by now.
        text = given_before.text
    application.consents.create(purpose=purpose, text=text, is_given=is_given)
    message = (
        gettext_noop("Consent given: {purpose}")
        if is_given
        else gettext_noop("Consent withdrawn: {purpose}")
    )
    note = text_for_log(message, purpose=purpose.label)
    add_to_log(application, note, actor=ApplicationLogEntry.Actor.APPLICANT)


def _apply_to_member(application: Application, is_given: bool) -> None:
    """A member that does not want to be listed leaves the public pages at once. Publishing is left
    to the staff, whose dashboard lists it."""
    application.agrees_to_listing = is_given
    application.save(update_fields=["agrees_to_listing"])
    if application.organisation and is_given:
        new_member.relist_organisation(application.organisation)
    elif application.organisation:
        new_member.delist_organisation(application.organisation)
    elif application.person and not is_given:
        application.person.has_public_profile = False
        application.person.save(update_fields=["has_public_profile"])


def _clear_optional_answers(application: Application) -> None:
    columns = []
    for question in questions.questions_for(application.applicant_type):
        if question.consent == Purpose.OPTIONAL_ANSWERS:
            field = get_model_field(Application, question.name)
            if isinstance(field, models.ManyToManyField):
                getattr(application, question.name).clear()
            else:
                setattr(application, question.name, field.get_default())
                columns.append(question.name)
    application.save(update_fields=columns)
