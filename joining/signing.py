"""Signing the documents of accountability: at the beginning, and again whenever a version changes.

Who has signed is told by rows of `Signature`; who is asked, by the versions in force today.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from joining import emails
from joining.models import Signature
from joining.moves import Refused
from letters.models import Letter
from members.models import Agreement, Organisation, Person
from network import erasures

Member = Organisation | Person


@dataclass(frozen=True)
class Round:
    """Who of those who have not signed is asked by letter, who was already, and who cannot be."""

    asked: list[Member]
    asked_before: list[Member]
    without_address: list[Member]


@transaction.atomic
def sign(
    member: Member, agreements: Iterable[Agreement], signatory: str, role: str, language: str
) -> list[Signature]:
    """The member's signature under each of the documents; those it has are left as they are.

    Raises Refused when one of them is in force no longer: nobody signs what they have not read.
    """
    agreements, in_force = list(agreements), list(Agreement.objects.in_force())
    if not set(agreements) <= set(in_force):
        raise Refused(
            _("A new version has come into force meanwhile. Please read it and sign that.")
        )
    if not signatory.strip():
        raise Refused(_("Write the name of the person who signs."))
    if isinstance(member, Organisation) and not role.strip():
        raise Refused(_("Write in which role you sign for the organisation."))
    if not type(member).objects.members().filter(pk=member.pk).exists():
        raise Refused(_("Only members sign. Please write to us if this is a mistake."))
    Signature.objects.bulk_create(
        (
            Signature(
                agreement=agreement,
                signatory=signatory,
                role=role,
                language=language,
                **{member._meta.model_name: member},
            )
            for agreement in agreements
        ),
        ignore_conflicts=True,
    )
    return list(member.signatures.filter(agreement__in=agreements))


def unsigned(member: Member) -> list[Agreement]:
    """The documents in force that a member has not signed in that version."""
    signed = member.signatures.values("agreement")
    return [one for one in Agreement.objects.in_force() if one.pk not in _numbers(signed)]


def _numbers(rows) -> set[int]:
    return {row["agreement"] for row in rows}


def without_signature(agreements: Iterable[Agreement] | None = None) -> list[Member]:
    """The members of today that have not signed each of these documents; of those in force, when
    none are named. In two queries, however many members there are."""
    wanted = list(Agreement.objects.in_force() if agreements is None else agreements)
    counted = Count("signatures", filter=Q(signatures__agreement__in=wanted))
    return [
        member
        for model in (Organisation, Person)
        for member in model.objects.members().annotate(signed=counted).order_by("pk")
        if member.signed < len(wanted)
    ]


def next_round() -> Round:
    """Whom `ask_all` would write to now."""
    in_force, found = list(Agreement.objects.in_force()), Round([], [], [])
    missing = without_signature(in_force)
    keys = {member: emails.sign_again_key(member, in_force) for member in missing}
    known = set(Letter.objects.filter(key__in=keys.values()).values_list("key", flat=True))
    for member, key in keys.items():
        if not member.contact_email:
            found.without_address.append(member)
        elif key in known:
            found.asked_before.append(member)
        else:
            found.asked.append(member)
    return found


def ask_all(by) -> Round:
    """Write to all members that have not signed the versions in force; each is asked once for
    these versions, so that an interrupted round can be begun again."""
    in_force, to_do = list(Agreement.objects.in_force()), next_round()
    for member in to_do.asked:
        _ask(member, in_force)
    if to_do.asked:
        said = _("Members asked to sign: {number}.").format(number=len(to_do.asked))
        LogEntry.objects.log_actions(by.pk, in_force, CHANGE, change_message=said)
    return to_do


@transaction.atomic
def end_link(member: Member, by) -> None:
    """Nobody signs, or writes the member's page, with a link that was sent so far. Nor is the
    member reminded, which would send another."""
    _end_links(member)
    _log(member, by, _("The link for signing was ended."))


@transaction.atomic
def send_new_link(member: Member, by) -> None:
    """Write to the member with a new link for signing; those sent before end."""
    if not type(member).objects.members().filter(pk=member.pk).exists():
        raise Refused(_("Only members sign."))
    if not member.contact_email:
        raise Refused(_("Enter an e-mail address for this member first."))
    _end_links(member)
    emails.sign_link(member, list(Agreement.objects.in_force()))
    asked = {"asked_to_sign_at": timezone.now(), "reminded_to_sign_at": None}
    type(member).objects.filter(pk=member.pk).update(**asked)
    _log(member, by, _("A new link for signing was sent; the earlier ones no longer work."))


def _end_links(member: Member) -> None:
    kept = type(member).objects.select_for_update(of=("self",)).get(pk=member.pk)
    member.signing_link_number = kept.signing_link_number + 1
    ended = {"signing_link_number": member.signing_link_number, "asked_to_sign_at": None}
    type(member).objects.filter(pk=member.pk).update(**ended)
    erasures.note("end signing links", member, detail=str(member.signing_link_number))


def _log(member: Member, by, said: str) -> None:
    LogEntry.objects.log_actions(by.pk, [member], CHANGE, change_message=said)


@transaction.atomic
def _ask(member: Member, in_force: list[Agreement]) -> None:
    emails.sign_again(member, in_force)
    type(member).objects.filter(pk=member.pk).update(asked_to_sign_at=timezone.now())
