"""A member's own word on its page: given by a link, be it that of a question whether all is still
right or that of the letter of welcome, and taken by a coordinator.

Whoever has the link speaks for the member; nothing they write is public before a coordinator
takes it, column by column, or makes somebody's profile public.
"""

import re
from base64 import b64decode
from dataclasses import dataclass
from hashlib import sha256

from django.core import signing
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members import logos
from members.asking import close, locked, note
from members.models import Organisation, Proposal, ProposedChange, Question
from members.models.proposals import said
from network import languages, text
from network.fields import RichTextField

BASIS_SALT = "members.still-right.basis"

# What a member may say of itself. Its dates in the network are the network's to know.
PROPOSABLE = (
    *languages.columns("name"),
    "abbreviation",
    "logo",
    "logo_dark",
    *languages.columns("summary"),
    *languages.columns("description"),
    "region",
    *languages.columns("city"),
    "topics",
    "website",
    "social_links",
)

# What an editor gives a text and a plain box cannot.
FORM = re.compile(r"<(?!/|p>|br)")


class Overtaken(Exception):  # noqa: N818 - an answer to a coordinator, not a fault
    """Somebody changed the organisation after the coordinator had looked."""


def basis(organisation: Organisation) -> str:
    """What the member sees before changing it, signed, so that it comes back as it went."""
    seen = {column: said(organisation, column) for column in PROPOSABLE}
    return signing.dumps([organisation.pk, seen], salt=BASIS_SALT, compress=True)


def read_basis(organisation: Organisation, signed: str) -> dict[str, str]:
    """What the member saw; what is there now, where that cannot be told."""
    try:
        pk, seen = signing.loads(signed, salt=BASIS_SALT)
    except signing.BadSignature:
        pk, seen = None, {}
    now = {column: said(organisation, column) for column in PROPOSABLE}
    return (
        {column: seen.get(column, now[column]) for column in now} if pk == organisation.pk else now
    )


@transaction.atomic
def propose(
    organisation: Organisation,
    seen: dict[str, str],
    wanted: dict[str, str],
    remark: str,
    question: Question | None = None,
) -> Proposal | None:
    """Keep what a member wants changed, in place of what it proposed before; None when nothing is
    to be changed. `seen` and `wanted` hold values by column. `question` is what it answers."""
    organisation = locked(organisation.pk)
    changes = [
        ProposedChange(column=column, was=seen[column], proposed=wanted[column])
        for column in PROPOSABLE
        if column in wanted and wanted[column] != seen[column]
    ]
    if not changes and not remark:
        return None
    organisation.proposals.open().update(state=Proposal.State.REPLACED)
    proposal = Proposal.objects.create(organisation=organisation, question=question, remark=remark)
    for change in changes:
        change.proposal = proposal
    ProposedChange.objects.bulk_create(changes)
    return proposal


@dataclass(frozen=True)
class Choice:
    """What a coordinator says of one change, and what the column said when they looked."""

    accepts: bool
    # The fingerprint of what the column said.
    saw: str


@transaction.atomic
def decide(proposal: Proposal, choices: dict[int, Choice], by) -> Organisation:
    """Take or leave the changes of a proposal, by their numbers; with all of them decided the
    proposal is, too, and so is the question it answers.

    Raises ValidationError when what was taken cannot stand, and Overtaken when a column no longer
    says what the coordinator saw; then nothing has changed.
    """
    organisation = locked(proposal.organisation_id)
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    proposal.organisation = organisation
    if proposal.state != Proposal.State.OPEN:
        raise Overtaken
    undecided = list(proposal.changes.filter(decision=ProposedChange.Decision.OPEN))
    for change in undecided:
        change.proposal = proposal
        if choice := choices.get(change.pk):
            accept(change, choice) if choice.accepts else refuse(change)
    organisation.full_clean()
    left = any(change.decision == ProposedChange.Decision.OPEN for change in undecided)
    if not left:
        settle(proposal, by)
    organisation.save()
    logos.follow()
    note(by, organisation, summary(undecided, choices))
    return organisation


def accept(change: ProposedChange, choice: Choice) -> None:
    if fingerprint(change.is_now) != choice.saw:
        raise Overtaken
    put(change)
    change.decision = ProposedChange.Decision.ACCEPTED
    change.save(update_fields=["decision"])


def put(change: ProposedChange) -> None:
    """Have the organisation say what was proposed; the opposite of `said`."""
    organisation, value = change.proposal.organisation, change.proposed
    if change.field.is_relation:
        chosen = chosen_by(change.column, value)
        if len(chosen) != len(value.split()):
            raise Overtaken
        if change.field.many_to_many:
            organisation.topics.set(chosen)
            return
        value = chosen[0] if chosen else None
    elif change.is_picture:
        value = ContentFile(b64decode(value), "logo.png") if value else ""
    setattr(organisation, change.column, value)


def chosen_by(column: str, value: str) -> list[models.Model]:
    """The regions or topics that are meant by their addresses."""
    choices = Organisation._meta.get_field(column).related_model.objects
    return list(choices.filter(slug__in=value.split()))


def refuse(change: ProposedChange) -> None:
    change.decision = ProposedChange.Decision.REFUSED
    change.save(update_fields=["decision"])


def settle(proposal: Proposal, by) -> None:
    """Everything is decided: the entry is as right as the member and the desk can make it."""
    proposal.state = Proposal.State.DECIDED
    proposal.decided_by, proposal.decided_at = by, timezone.now()
    proposal.save()
    proposal.organisation.confirmed_on = timezone.localdate(proposal.proposed_at)
    if proposal.question:
        close(proposal.question)


def summary(changes: list[ProposedChange], choices: dict[int, Choice]) -> str:
    """For the record: what was taken and what was not."""
    taken = [c.label for c in changes if c.decision == ProposedChange.Decision.ACCEPTED]
    left = [c.label for c in changes if c.decision == ProposedChange.Decision.REFUSED]
    words = [
        _("Taken from the member: {fields}.").format(fields=", ".join(taken)) if taken else "",
        _("Not taken from the member: {fields}.").format(fields=", ".join(left)) if left else "",
    ]
    return " ".join(filter(None, words)) or _("Read the member's remark.")


def fingerprint(value: str) -> str:
    """Tells whether a value is still the one somebody saw."""
    return sha256(value.encode()).hexdigest()[:16]


def in_words(column: str, value: str) -> str:
    """A value as a coordinator reads it: choices by their names."""
    if Organisation._meta.get_field(column).is_relation:
        return ", ".join(map(str, chosen_by(column, value)))
    return typed(column, value)


def typed(column: str, value: str) -> str:
    """A value as the member types it: rich text as paragraphs."""
    return text.typed(value) if is_rich(column) else value


def from_typed(column: str, value: str, seen: str) -> str:
    """What the member typed as it is kept; what was formatted stays so where its words stay."""
    return text.from_typed(value, like=seen) if is_rich(column) else value


def loses_form(change: ProposedChange) -> bool:
    """Whether taking a change would undo headings, lists, links or emphasis of today's text."""
    today, proposed = FORM.findall(change.is_now), FORM.findall(change.proposed)
    return is_rich(change.column) and len(proposed) < len(today)


def is_rich(column: str) -> bool:
    return isinstance(Organisation._meta.get_field(column), RichTextField)
