from cms.declarations.after_restore import Replays
from erasure_log.replayed_actions import ReplayedAction
from joining import emails
from joining.models import Application, ApplicationDraft, Consent, Referee
from joining.privacy import consent_changes, retention
from joining.review import applicant_transitions
from mail import outbox
from members.models import Organisation, Person

Purpose = Consent.Purpose
State = Application.State


def delete_draft(draft: ApplicationDraft, _detail: str) -> None:
    retention.delete_drafts([draft])


def redact_application(application: Application, _detail: str) -> None:
    """Deletes it where it is undecided in the backup: the date of the decision is not known."""
    if application.decided_at and application.submitted_at:
        retention.redact_applications([application])
    else:
        retention.delete_applications([application])


def delete_application(application: Application, _detail: str) -> None:
    retention.delete_applications([application])


def withdraw_application(application: Application, _detail: str) -> None:
    """Without an e-mail: the applicant has already been told."""
    if application.state != State.WITHDRAWN:
        applicant_transitions.withdraw(application)
        outbox.delete_emails_about(emails.application_tag(application))


def change_consent(application: Application, choice: str) -> None:
    purpose, _colon, chosen = choice.partition(":")
    consent_changes.save_consent(application, Purpose(purpose), is_given=chosen == "given")


def revoke_links(application: Application, version: str) -> None:
    application.link_version = max(application.link_version, int(version))
    application.save(update_fields=["link_version"])


def revoke_signing_link(member: Organisation | Person, version: str) -> None:
    latest = max(member.signing_link_version, int(version))
    type(member).objects.filter(pk=member.pk).update(
        signing_link_version=latest, signature_requested_at=None
    )


def delete_referee(referee: Referee, _detail: str) -> None:
    retention.delete_referees([referee])


REDONE_AFTER_RESTORE: Replays = {
    (ReplayedAction.DELETE, ApplicationDraft): delete_draft,
    (ReplayedAction.DELETE, Application): delete_application,
    (ReplayedAction.REDACT, Application): redact_application,
    (ReplayedAction.WITHDRAW, Application): withdraw_application,
    (ReplayedAction.CHANGE_CONSENT, Application): change_consent,
    (ReplayedAction.REVOKE_LINKS, Application): revoke_links,
    (ReplayedAction.REVOKE_SIGNING_LINKS, Organisation): revoke_signing_link,
    (ReplayedAction.REVOKE_SIGNING_LINKS, Person): revoke_signing_link,
    (ReplayedAction.DELETE, Referee): delete_referee,
}
