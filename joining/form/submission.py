"""Making an application of a draft, once the last page of the form is sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from joining import emails
from joining.form import spam_score
from joining.models import (
    AgreementEndorsement,
    Application,
    ApplicationDraft,
    ApplicationFile,
    ApplicationLogEntry,
    Consent,
    ConsentText,
    Referee,
)
from joining.review import duplicates
from members.models import Agreement
from network.models import Topic

Actor = ApplicationLogEntry.Actor


@dataclass(frozen=True)
class Submission:
    # Values by field of Application, in each language.
    values: dict[str, object]
    topics: Iterable[Topic] = ()
    # Each with name, organisation and email.
    referees: Iterable[dict[str, str]] = ()
    # For each checkbox: the text beside it, whether it was ticked, and when.
    consent_choices: Iterable[tuple[ConsentText, bool, datetime]] = ()
    endorsed_agreements: Iterable[Agreement] = ()


@transaction.atomic
def submit_application(
    draft: ApplicationDraft, submission: Submission, *, sent_during_flood: bool = False
) -> Application:
    """Also queues the e-mail that asks to confirm the address. A second press of the button waits
    for the first and finds the same application. The views let nobody come here who may not apply;
    if one does all the same, this raises ValueError."""
    if not Application.may_apply(draft.applicant_type, str(submission.values.get("age"))):
        raise ValueError("Nobody of this age may send this application.")
    ApplicationDraft.objects.select_for_update().filter(pk=draft.pk).first()
    application, is_new = Application.objects.get_or_create(
        draft_hash=draft.token_hash,
        defaults=_field_values(draft, submission, sent_during_flood),
    )
    if is_new:
        _store_related(application, submission)
        ApplicationFile.objects.filter(draft=draft).update(application=application, draft=None)
        ApplicationDraft.objects.filter(pk=draft.pk).delete()
        application.log.create(actor=Actor.APPLICANT, to_state=application.state)
        emails.queue_confirm_email(application)
    return application


def _field_values(
    draft: ApplicationDraft, submission: Submission, sent_during_flood: bool
) -> dict[str, object]:
    values = (
        {"language": draft.language} | submission.values | {"applicant_type": draft.applicant_type}
    )
    search_hashes = duplicates.search_hashes(values)
    signs = spam_score.find_spam_signs(
        values, search_hashes["email_hash"], sent_during_flood=sent_during_flood
    )
    return values | search_hashes | {"spam_score": sum(signs.values()), "spam_signs": list(signs)}


def _store_related(application: Application, submission: Submission) -> None:
    application.topics.set(submission.topics)
    Referee.objects.bulk_create(
        Referee(application=application, **referee) for referee in submission.referees
    )
    Consent.objects.bulk_create(
        Consent(application=application, purpose=text.purpose, text=text, is_given=is_given, at=at)
        for text, is_given, at in submission.consent_choices
    )
    AgreementEndorsement.objects.bulk_create(
        AgreementEndorsement(application=application, agreement=agreement)
        for agreement in submission.endorsed_agreements
    )
