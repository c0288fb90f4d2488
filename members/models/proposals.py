"""Requests to members to check their page, and the changes that members propose to it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.encryption.fields import EncryptedTextField
from cms.fields import HashField, get_model_field
from cms.i18n import languages
from members.models.organisations import Organisation

MAX_REMARK_LENGTH = 2_000


class AccuracyRequestQuerySet(models.QuerySet):
    def open(self) -> Self:
        """The requests whose link still works."""
        return self.filter(closed_at=None, expires_at__gt=timezone.now())


class AccuracyRequest(models.Model):
    """An e-mail that asked a member whether its page is correct. The secret in its link is stored
    as a hash only."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="accuracy_requests")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    secret_hash = HashField()

    objects = AccuracyRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("question to a member")
        verbose_name_plural = _("questions to members")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(closed_at=None),
                name="accuracy_request_one_open",
                violation_error_message=_("This organisation is being asked already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class ProposalQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(state=Proposal.State.OPEN).order_by("proposed_at", "pk")


class Proposal(models.Model):
    """Changes that a member proposes to its page. Nothing of them is public before a coordinator
    accepts it."""

    class State(models.TextChoices):
        OPEN = "open", _("to review")
        DECIDED = "decided", _("decided")
        REPLACED = "replaced", _("replaced by a later one")

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="proposals", verbose_name=_("organisation")
    )
    accuracy_request = models.ForeignKey(
        AccuracyRequest, models.SET_NULL, null=True, related_name="proposals", editable=False
    )
    proposed_at = models.DateTimeField(_("proposed"), default=timezone.now)
    remark = EncryptedTextField(_("remark"), blank=True, max_length=MAX_REMARK_LENGTH)

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided on"), null=True, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal of a member")
        verbose_name_plural = _("proposals of members")
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(state="open"),
                name="proposal_one_open",
                violation_error_message=_("Another proposal of this organisation is open."),
            )
        ]

    def __str__(self) -> str:
        return str(self.organisation)


def field_value_as_text(organisation: Organisation, field_name: str) -> str:
    """Returns the value of a field as text: related objects as their slugs, one per line, a logo as
    the name of its file."""
    field = get_model_field(Organisation, field_name)
    value = getattr(organisation, field_name)
    if field.many_to_many:
        return "\n".join(sorted(item.slug for item in value.all()))
    if field.many_to_one:
        return value.slug if value else ""
    return str(value or "")


class ProposedChange(models.Model):
    """A field of the organisation: the value that the member saw, and the value that the member
    proposes, both as `field_value_as_text` returns them. A proposed logo is stored here as Base64:
    a file would have a URL before it is accepted."""

    class Decision(models.TextChoices):
        OPEN = "open", _("open")
        ACCEPTED = "accepted", pgettext_lazy("a proposal", "accepted")
        REJECTED = "rejected", pgettext_lazy("a proposal", "rejected")

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="changes")
    field_name = models.CharField(max_length=60)
    old_value = EncryptedTextField(blank=True)
    proposed_value = EncryptedTextField(blank=True)
    decision = models.CharField(max_length=10, choices=Decision, default=Decision.OPEN)

    class Meta:
        verbose_name = _("proposed change")
        verbose_name_plural = _("proposed changes")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "field_name"], name="proposed_change_once")
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def field(self) -> models.Field:
        return get_model_field(Organisation, self.field_name)

    @property
    def label(self) -> str:
        return languages.field_label(self.field)

    @property
    def current_value(self) -> str:
        return field_value_as_text(self.proposal.organisation, self.field_name)

    @property
    def is_logo(self) -> bool:
        return isinstance(self.field, models.ImageField)
