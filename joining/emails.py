"""The e-mails about joining: `queue_accepted` queues the e-mail whose template is `accepted.txt`,
rendered in the recipient's language.

Call a function in the transaction of the change that it reports. The key of an e-mail makes sure
that it is queued once. Only e-mails to addresses that nobody has confirmed count towards the daily
limit.
"""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import override

from cms.i18n import languages
from cms.publishing.site_url import absolute_url
from joining.limits_and_periods import (
    CLOSED_RETENTION,
    DECLINED_RETENTION,
    INFO_CLOSING_DAYS,
    REFEREE_RETENTION,
    SIGNING_LINK_LIFETIME,
    SIGNING_REMINDER_AFTER,
    UNCONFIRMED_HOURS,
)
from joining.models import Application, ApplicationLogEntry, Referee
from joining.privacy import permissions
from joining.privacy.access_links import CONFIRM, REFEREE, SIGN, STATUS, link_for
from joining.privacy.period_texts import period_text
from mail import outbox
from mail.models import Email
from mail.rendering import RenderedEmail, render_email, render_text
from members.models import Agreement, Organisation, Person
from network.models import Network

# For recipients whose language is not on record, as that of the staff.
SITE_LANGUAGE = languages.codes()[0]

# Who may read these e-mails in the admin: those who may read all applications.
READ_PERMISSION = "joining.decide_application"

REFEREE_EMAIL_KINDS = ("referee_request", "referee_reminder")


def application_tag(application: Application) -> str:
    """Marks the e-mails that are deleted with an application."""
    return f"application:{application.reference}"


def has_unsent_email(*kinds: str) -> Exists:
    return Exists(Email.objects.unsent().filter(about=_tag_of_outer_application(), kind__in=kinds))


def has_email_sent_since(moment: datetime, *kinds: str) -> Exists:
    about = _tag_of_outer_application()
    return Exists(Email.objects.filter(about=about, kind__in=kinds, sent_at__gte=moment))


def _tag_of_outer_application() -> Concat:
    return Concat(Value("application:"), OuterRef("reference"))


# To applicants


def queue_confirm_email(application: Application) -> None:
    """Only the link in it makes the application visible to the staff."""
    confirm_url = link_for(application, CONFIRM, application.language)
    _queue_to_applicant(
        application,
        "confirm_email",
        confirm_url=confirm_url,
        hours=UNCONFIRMED_HOURS,
        counts_towards_daily_limit=True,
    )


def queue_received(application: Application) -> None:
    """Once: an application that was quarantined after it was acknowledged gets no second one."""
    _queue_to_applicant(application, "received")


def queue_reopened(application: Application, entry: ApplicationLogEntry) -> None:
    _queue_to_applicant(application, "reopened", entry.pk)


def queue_already_open(application: Application, original: Application) -> None:
    """Tells an applicant who applies again that the first application counts. The e-mail goes to
    the address in the first: another spelling of the same mailbox may belong to somebody else."""
    status_url = link_for(original, STATUS, application.language)
    _queue_to_applicant(
        application,
        "already_open",
        to=original.email,
        original=original,
        status_url=status_url,
        days=CLOSED_RETENTION.days,
    )


def queue_info_request(application: Application, entry: ApplicationLogEntry) -> None:
    _queue_to_applicant(
        application,
        "info_request",
        entry.pk,
        info_request=application.info_request,
        days=INFO_CLOSING_DAYS,
    )


def queue_info_request_reminder(application: Application, days_left: int) -> None:
    key = f"{application.state_since:%Y%m%d%H%M}:{application.last_reminder_days}"
    _queue_to_applicant(
        application,
        "info_request_reminder",
        key,
        info_request=application.info_request,
        days_left=days_left,
    )


def queue_closed_unanswered(application: Application) -> None:
    _queue_to_applicant(
        application,
        "closed_unanswered",
        f"{application.state_since:%Y%m%d%H%M}",
        days=INFO_CLOSING_DAYS,
        erased_after_days=CLOSED_RETENTION.days,
    )


def queue_accepted(application: Application, member: Organisation | Person) -> None:
    sign_url = link_for(member, SIGN, application.language)
    agreements = Agreement.objects.in_force()
    _queue_to_applicant(
        application,
        "accepted",
        member=member,
        sign_url=sign_url,
        days=SIGNING_LINK_LIFETIME.days,
        agreements=agreements,
    )


def default_decline_text(application: Application) -> str:
    """Returns the text that the form for declining begins with, in the applicant's language."""
    context = _applicant_context(application) | {"network": Network.objects.current()}
    with override(application.language):
        context["period"] = period_text(DECLINED_RETENTION)
        return render_text("joining/emails/applicants/default_decline_text.txt", context).strip()


def decline_preview(application: Application, text: str) -> RenderedEmail:
    context = _applicant_context(application) | {"text": text}
    return render_email("joining/emails/applicants/declined.txt", context, application.language)


def queue_declined(application: Application, text: str) -> None:
    _queue_to_applicant(application, "declined", text=text)


def queue_withdrawn(application: Application) -> None:
    _queue_to_applicant(application, "withdrawn", days=CLOSED_RETENTION.days)


def queue_new_link(application: Application) -> None:
    _queue_to_applicant(application, "new_link", application.link_version)


def count_new_links_since(application: Application, moment: datetime) -> int:
    found = Email.objects.filter(key__startswith=f"{application_tag(application)}:new_link:")
    return found.filter(queued_at__gt=moment).count()


# To referees


def queue_referee_request(referee: Referee, email_address: str) -> None:
    """In all languages, because nobody knows the referee's. The applicant has chosen the address,
    so the e-mail counts towards its daily limit."""
    _queue_to_referee(referee, email_address, "referee_request")


def queue_referee_reminder(referee: Referee, email_address: str) -> None:
    _queue_to_referee(referee, email_address, "referee_reminder")


def emails_to_referees(referees: list[Referee]) -> QuerySet[Email]:
    keys = [_referee_key(one, kind) for one in referees for kind in REFEREE_EMAIL_KINDS]
    return Email.objects.filter(key__in=keys)


# To the staff


def queue_new_applications(applications: list[Application]) -> None:
    """Quotes nothing that applicants wrote."""
    first = applications[0]
    for user in permissions.users_who_decide():
        _queue_to_staff(
            user,
            "new_applications",
            f"new_applications:{first.reference}:{first.state_since:%Y%m%d%H%M}",
            applications=applications,
            inbox_url=_admin_url("changelist"),
        )


def queue_vote_request(application: Application, entry: ApplicationLogEntry) -> None:
    for user in permissions.users_who_vote():
        _queue_to_staff_about(application, user, "vote_request", entry.pk)


def queue_info_request_answered(application: Application, entry: ApplicationLogEntry) -> None:
    _queue_to_assignee(application, "info_request_answered", entry.pk)


def queue_referee_answered(referee: Referee) -> None:
    _queue_to_assignee(referee.application, "referee_answered", referee.pk)


# To members


def queue_signing_request(member: Organisation | Person, in_force: list[Agreement]) -> None:
    """Once for these versions of the agreements."""
    _queue_to_member(member, "signing_request", in_force, signing_request_key(member, in_force))


def signing_request_key(member: Organisation | Person, in_force: list[Agreement]) -> str:
    versions = "-".join(str(agreement.pk) for agreement in in_force)
    return f"signing_request:{_member_tag(member)}:{versions}"


def queue_new_signing_link(member: Organisation | Person, in_force: list[Agreement]) -> None:
    key = f"new_signing_link:{_member_tag(member)}:{member.signing_link_version}"
    _queue_to_member(member, "new_signing_link", in_force, key)


def queue_signing_reminder(member: Organisation | Person, in_force: list[Agreement]) -> None:
    key = f"signing_reminder:{_member_tag(member)}:{member.signature_requested_at:%Y%m%d%H%M}"
    _queue_to_member(member, "signing_reminder", in_force, key)


# Rendering and queueing


def _applicant_context(application: Application) -> dict[str, Any]:
    with override(application.language):
        name = application.contact_name or languages.translated_text(application, "name")
    status_url = link_for(application, STATUS, application.language)
    return {"application": application, "name": name, "status_url": status_url}


def _queue_to_applicant(
    application: Application,
    name: str,
    key: object = "",
    *,
    to: str = "",
    counts_towards_daily_limit: bool = False,
    **context: Any,
) -> None:
    """`key` tells several e-mails of one kind about one application apart."""
    about = application_tag(application)
    outbox.queue_email(
        to or application.email,
        f"joining/emails/applicants/{name}.txt",
        _applicant_context(application) | context,
        language=application.language,
        key=":".join(filter(None, [about, name, str(key)])),
        about=about,
        permission=READ_PERMISSION,
        counts_towards_daily_limit=counts_towards_daily_limit,
    )


def _queue_to_referee(referee: Referee, email_address: str, name: str) -> None:
    application = referee.application
    codes = sorted(languages.codes(), key=application.language.__ne__)
    outbox.queue_email(
        email_address,
        f"joining/emails/referees/{name}.txt",
        {
            "application": application,
            "referee": referee,
            "links": [(code, link_for(referee, REFEREE, code)) for code in codes],
            "days": REFEREE_RETENTION.days,
        },
        language=application.language,
        key=_referee_key(referee, name),
        about=application_tag(application),
        permission=READ_PERMISSION,
    )


def _referee_key(referee: Referee, name: str) -> str:
    return f"{application_tag(referee.application)}:{name}:{referee.pk}"


def _queue_to_assignee(application: Application, name: str, key: int) -> None:
    if application.assignee and application.assignee.email:
        _queue_to_staff_about(application, application.assignee, name, key)


def _queue_to_staff_about(application: Application, user: User, name: str, key: int) -> None:
    about = application_tag(application)
    _queue_to_staff(
        user,
        name,
        f"{about}:{name}:{key}",
        about=about,
        application=application,
        page_url=_admin_url("change", application.pk),
    )


def _queue_to_staff(user: User, name: str, key: str, *, about: str = "", **context: Any) -> None:
    outbox.queue_email(
        user.email,
        f"joining/emails/staff/{name}.txt",
        {"user": user} | context,
        language=SITE_LANGUAGE,
        key=f"{key}:{user.pk}",
        about=about,
        permission=READ_PERMISSION,
        counts_towards_daily_limit=False,
    )


def _admin_url(page: str, *args: int) -> str:
    with override(SITE_LANGUAGE):
        return absolute_url(reverse(f"admin:joining_application_{page}", args=args))


def _member_tag(member: Organisation | Person) -> str:
    return f"{member._meta.model_name}:{member.pk}"


def _queue_to_member(
    member: Organisation | Person, name: str, in_force: list[Agreement], key: str
) -> None:
    language = member.contact_language or SITE_LANGUAGE
    is_organisation = isinstance(member, Organisation)
    with override(language):
        own_name = "" if is_organisation else languages.translated_text(member, "name")
    outbox.queue_email(
        member.contact_email,
        f"joining/emails/members/{name}.txt",
        {
            "member": member,
            "name": member.contact_name or own_name,
            "is_organisation": is_organisation,
            "agreements": in_force,
            "sign_url": link_for(member, SIGN, language),
            "days": SIGNING_LINK_LIFETIME.days,
            "reminder_days": SIGNING_REMINDER_AFTER.days,
        },
        language=language,
        key=key,
        about=_member_tag(member),
        counts_towards_daily_limit=False,
    )
