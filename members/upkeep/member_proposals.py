"""Members propose changes to their pages by a link, from the e-mail that asks them to check their
page or from the welcome e-mail.

Anybody who has the link speaks for the member; nothing is public before a coordinator accepts it,
field by field.
"""

import re
from base64 import b64decode
from dataclasses import dataclass
from hashlib import sha256

from django.contrib.auth.models import User
from django.core import signing
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.fields import RichTextField, get_model_field
from cms.i18n import languages
from cms.text import rich_text
from members.models import AccuracyRequest, Organisation, Proposal, ProposedChange, Region
from members.models.proposals import field_value_as_text
from members.upkeep import logo_files
from members.upkeep.accuracy_requests import close_request, lock_organisation, log_change
from network.models import Topic
from versions.translations.item_edits import edit_without_form
from versions.translations.outdated import update_translations

SIGNED_VALUES_SALT = "members.proposals.signed-values"

# The dates of its membership are left out: the network knows them.
PROPOSABLE_FIELDS = (
    *languages.field_names("name"),
    "abbreviation",
    "logo",
    "logo_dark",
    *languages.field_names("summary"),
    *languages.field_names("description"),
    "region",
    *languages.field_names("city"),
    "topics",
    "website",
    "social_links",
)

# Formatting that the editor makes and a plain text box does not.
FORMATTING_TAG = re.compile(r"<(?!/|p>|br)")


class ProposalOutdatedError(Exception):
    pass


def sign_current_values(organisation: Organisation) -> str:
    """Returns the values that the member sees before changing them, signed, for a hidden input."""
    values = current_values(organisation)
    return signing.dumps([organisation.pk, values], salt=SIGNED_VALUES_SALT, compress=True)


def read_signed_values(organisation: Organisation, signed: str) -> dict[str, str]:
    """Returns the values that the member saw; the current values if the signature is not valid."""
    current = current_values(organisation)
    try:
        pk, shown_values = signing.loads(signed, salt=SIGNED_VALUES_SALT)
    except signing.BadSignature:
        return current
    if pk != organisation.pk:
        return current
    return {name: shown_values.get(name, value) for name, value in current.items()}


def current_values(organisation: Organisation) -> dict[str, str]:
    return {name: field_value_as_text(organisation, name) for name in PROPOSABLE_FIELDS}


@transaction.atomic
def save_proposal(
    organisation: Organisation,
    shown_values: dict[str, str],
    new_values: dict[str, str],
    remark: str,
    accuracy_request: AccuracyRequest | None = None,
) -> Proposal | None:
    """Stores the changes that a member proposes, in place of its earlier proposal. Returns None if
    nothing differs. `shown_values` and `new_values` have values by name of the field."""
    organisation = lock_organisation(organisation.pk)
    changes = [
        ProposedChange(
            field_name=field_name,
            old_value=shown_values[field_name],
            proposed_value=new_values[field_name],
        )
        for field_name in PROPOSABLE_FIELDS
        if field_name in new_values and new_values[field_name] != shown_values[field_name]
    ]
    if not changes and not remark:
        return None
    organisation.proposals.open().update(state=Proposal.State.REPLACED)
    proposal = Proposal.objects.create(
        organisation=organisation, accuracy_request=accuracy_request, remark=remark
    )
    for change in changes:
        change.proposal = proposal
    ProposedChange.objects.bulk_create(changes)
    return proposal


@dataclass(frozen=True)
class ChangeDecision:
    is_accepted: bool
    # Of the value that the coordinator saw.
    seen_fingerprint: str


@transaction.atomic
def decide_proposal(
    proposal: Proposal, decisions: dict[int, ChangeDecision], by: User
) -> Organisation:
    """Accepts or rejects changes of a proposal. `decisions` has them by the primary key of the
    change. Once all changes are decided, so is the proposal, and its accuracy request is closed.

    Raises ValidationError if an accepted value is not valid, and ProposalOutdatedError if a field
    no longer has the value that the coordinator saw; then nothing has changed.
    """
    organisation = lock_organisation(proposal.organisation_id)
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    proposal.organisation = organisation
    if proposal.state != Proposal.State.OPEN:
        raise ProposalOutdatedError
    undecided = list(proposal.changes.filter(decision=ProposedChange.Decision.OPEN))
    before = current_values(organisation)
    for change in undecided:
        change.proposal = proposal
        if decision := decisions.get(change.pk):
            accept_change(change, decision) if decision.is_accepted else reject_change(change)
    organisation.full_clean()
    if all(change.decision != ProposedChange.Decision.OPEN for change in undecided):
        close_proposal(proposal, by)
    organisation.save()
    follow_changed_texts(organisation, before)
    logo_files.move_logos_on_commit()
    log_change(by, organisation, decision_summary(undecided))
    return organisation


def follow_changed_texts(organisation: Organisation, before: dict[str, str]) -> None:
    """A text that a member has put right makes the one in the other language outdated."""
    after = current_values(organisation)
    changed = {name: (old, after[name]) for name, old in before.items() if old != after[name]}
    update_translations(edit_without_form(organisation, changed))


def accept_change(change: ProposedChange, decision: ChangeDecision) -> None:
    if value_fingerprint(change.current_value) != decision.seen_fingerprint:
        raise ProposalOutdatedError
    apply_change(change)
    change.decision = ProposedChange.Decision.ACCEPTED
    change.save(update_fields=["decision"])


def apply_change(change: ProposedChange) -> None:
    """The opposite of `field_value_as_text`."""
    organisation, value = change.proposal.organisation, change.proposed_value
    if change.field.is_relation:
        items = related_items(change.field_name, value)
        if len(items) != len(value.split()):
            raise ProposalOutdatedError
        if change.field.many_to_many:
            getattr(organisation, change.field_name).set(items)
        else:
            setattr(organisation, change.field_name, items[0] if items else None)
    elif change.is_logo:
        logo = ContentFile(b64decode(value), "logo.png") if value else ""
        setattr(organisation, change.field_name, logo)
    else:
        setattr(organisation, change.field_name, value)


def related_items(field_name: str, value: str) -> list[models.Model]:
    model: type[Region | Topic] = Topic if field_name == "topics" else Region
    return list(model._default_manager.filter(slug__in=value.split()))


def reject_change(change: ProposedChange) -> None:
    change.decision = ProposedChange.Decision.REJECTED
    change.save(update_fields=["decision"])


def close_proposal(proposal: Proposal, by: User) -> None:
    proposal.state = Proposal.State.DECIDED
    proposal.decided_by, proposal.decided_at = by, timezone.now()
    proposal.save()
    proposal.organisation.confirmed_on = timezone.localdate(proposal.proposed_at)
    if proposal.accuracy_request:
        close_request(proposal.accuracy_request)


def decision_summary(changes: list[ProposedChange]) -> str:
    Decision = ProposedChange.Decision  # noqa: N806 - the class
    accepted = ", ".join(c.label for c in changes if c.decision == Decision.ACCEPTED)
    rejected = ", ".join(c.label for c in changes if c.decision == Decision.REJECTED)
    sentences = []
    if accepted:
        sentences.append(
            _("Accepted from the member’s proposal: {fields}.").format(fields=accepted)
        )
    if rejected:
        sentences.append(
            _("Rejected from the member’s proposal: {fields}.").format(fields=rejected)
        )
    return " ".join(sentences) or _("Read the member’s remark.")


def value_fingerprint(value: str) -> str:
    return sha256(value.encode()).hexdigest()[:16]


def display_value(field_name: str, value: str) -> str:
    if get_model_field(Organisation, field_name).is_relation:
        return ", ".join(map(str, related_items(field_name, value)))
    return to_editable_text(field_name, value)


def to_editable_text(field_name: str, value: str) -> str:
    """Returns a stored value as a member edits it: rich text as paragraphs without markup."""
    return rich_text.to_paragraphs(value) if is_rich_text(field_name) else value


def from_editable_text(field_name: str, value: str, shown_value: str) -> str:
    """Returns an edited value as it is stored. Paragraphs with unchanged text keep their
    formatting."""
    return rich_text.from_paragraphs(value, like=shown_value) if is_rich_text(field_name) else value


def loses_formatting(change: ProposedChange) -> bool:
    """Whether accepting a change would remove headings, lists, links or emphasis."""
    current = FORMATTING_TAG.findall(change.current_value)
    proposed = FORMATTING_TAG.findall(change.proposed_value)
    return is_rich_text(change.field_name) and len(proposed) < len(current)


def is_rich_text(field_name: str) -> bool:
    return isinstance(get_model_field(Organisation, field_name), RichTextField)
