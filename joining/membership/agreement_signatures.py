"""Members sign the accountability documents (`Agreement`) in force: when they join, and again when
a document has a new version."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from erasure_log import erasures
from erasure_log.replayed_actions import ReplayedAction
from joining import emails
from joining.models import Signature
from joining.review.transitions import RefusedError
from mail.models import Email
from members.models import Agreement, Organisation, Person

Member = Organisation | Person


@dataclass(frozen=True)
class SigningRequestPlan:
    """The members that have not signed, by whether they are to be sent a request to sign."""

    to_ask: list[Member]
    asked_before: list[Member]
    without_email: list[Member]


@transaction.atomic
def sign_agreements(
    member: Member, agreements: Iterable[Agreement], signatory: str, role: str, language: str
) -> list[Signature]:
    """Signs each of the agreements that the member has not signed yet.

    Raises RefusedError when one of them is not in force any more: nobody signs what they have not
    read.
    """
    agreements, in_force = list(agreements), list(Agreement.objects.in_force())
    if not set(agreements) <= set(in_force):
        raise RefusedError(
            _("A new version has come into force meanwhile. Please read it and sign that.")
        )
    _check_signatory(member, signatory, role)
    columns = {"signatory": signatory, "role": role, "language": language} | _member_column(member)
    Signature.objects.bulk_create(
        (Signature(agreement=agreement, **columns) for agreement in agreements),
        ignore_conflicts=True,
    )
    return list(member.signatures.filter(agreement__in=agreements))


def _check_signatory(member: Member, signatory: str, role: str) -> None:
    if not signatory.strip():
        raise RefusedError(_("Write the name of the person who signs."))
    if isinstance(member, Organisation) and not role.strip():
        raise RefusedError(_("Write in which role you sign for the organisation."))
    if not type(member).objects.members().filter(pk=member.pk).exists():
        raise RefusedError(_("Only members sign. Please write to us if this is a mistake."))


def _member_column(member: Member) -> dict[str, Any]:
    return {"organisation" if isinstance(member, Organisation) else "person": member}


def unsigned_agreements(member: Member) -> list[Agreement]:
    """Those in force that a member has not signed in this version."""
    signed = set(member.signatures.values_list("agreement", flat=True))
    return [one for one in Agreement.objects.in_force() if one.pk not in signed]


def members_without_signature(agreements: Iterable[Agreement] | None = None) -> list[Member]:
    """Present members that have not signed all of these agreements (those in force by default). In
    two queries, however many members there are."""
    wanted = list(Agreement.objects.in_force() if agreements is None else agreements)
    counted = Count("signatures", filter=Q(signatures__agreement__in=wanted))
    return [
        member
        for model in (Organisation, Person)
        for member in model.objects.members().annotate(signed=counted).order_by("pk")
        if member.signed < len(wanted)
    ]


def plan_signing_requests() -> SigningRequestPlan:
    """What `ask_members_to_sign` would do now."""
    in_force, planned = list(Agreement.objects.in_force()), SigningRequestPlan([], [], [])
    missing = members_without_signature(in_force)
    keys = {member: emails.signing_request_key(member, in_force) for member in missing}
    known = set(Email.objects.filter(key__in=keys.values()).values_list("key", flat=True))
    for member, key in keys.items():
        if not member.contact_email:
            planned.without_email.append(member)
        elif key in known:
            planned.asked_before.append(member)
        else:
            planned.to_ask.append(member)
    return planned


def ask_members_to_sign(by: User) -> SigningRequestPlan:
    """Writes to the members that have not signed the versions in force. Each is asked once for
    these versions: after an interruption the function can be called again."""
    in_force, planned = list(Agreement.objects.in_force()), plan_signing_requests()
    for member in planned.to_ask:
        _ask_to_sign(member, in_force)
    if planned.to_ask:
        message = _("Members asked to sign: {number}.").format(number=len(planned.to_ask))
        LogEntry.objects.log_actions(by.pk, in_force, CHANGE, change_message=message)
    return planned


@transaction.atomic
def revoke_signing_link(member: Member, by: User) -> None:
    """The links that were sent so far stop working. The member is not reminded either: a reminder
    would contain a new link."""
    _revoke_links(member)
    _log(member, by, _("The link for signing was disabled."))


@transaction.atomic
def send_new_signing_link(member: Member, by: User) -> None:
    """The links that were sent before stop working."""
    if not type(member).objects.members().filter(pk=member.pk).exists():
        raise RefusedError(_("Only members sign."))
    if not member.contact_email:
        raise RefusedError(_("Enter an e-mail address for this member first."))
    _revoke_links(member)
    emails.queue_new_signing_link(member, list(Agreement.objects.in_force()))
    dates = {"signature_requested_at": timezone.now(), "signature_reminded_at": None}
    type(member).objects.filter(pk=member.pk).update(**dates)
    _log(member, by, _("A new link for signing was sent; the earlier ones no longer work."))


def _revoke_links(member: Member) -> None:
    locked = type(member).objects.select_for_update(of=("self",)).get(pk=member.pk)
    member.signing_link_version = locked.signing_link_version + 1
    columns = {"signing_link_version": member.signing_link_version, "signature_requested_at": None}
    type(member).objects.filter(pk=member.pk).update(**columns)
    erasures.record_for_replay(
        ReplayedAction.REVOKE_SIGNING_LINKS, member, detail=str(member.signing_link_version)
    )


def _log(member: Member, by: User, message: str) -> None:
    LogEntry.objects.log_actions(by.pk, [member], CHANGE, change_message=message)


@transaction.atomic
def _ask_to_sign(member: Member, in_force: list[Agreement]) -> None:
    emails.queue_signing_request(member, in_force)
    type(member).objects.filter(pk=member.pk).update(signature_requested_at=timezone.now())
