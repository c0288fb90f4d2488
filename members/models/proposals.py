"""Whether what a member's page says is still right: the question, and what the member proposes."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models.organisations import Organisation
from network import languages
from network.encryption import EncryptedTextField
from network.fields import HashField

REMARK_LENGTH = 2_000


class QuestionQuerySet(models.QuerySet):
    def answerable(self):
        """Those whose link still opens the page of the member."""
        return self.filter(closed_at=None, expires_at__gt=timezone.now())


class Question(models.Model):
    """A letter that asked a member's contact; its link opens by a secret kept as a hash only."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="questions")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    secret_hash = HashField()

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question to a member")
        verbose_name_plural = _("questions to members")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(closed_at=None),
                name="question_one_open",
                violation_error_message=_("This organisation is being asked already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class ProposalQuerySet(models.QuerySet):
    def open(self):
        """What waits for a coordinator, the longest waiting first."""
        return self.filter(state=Proposal.State.OPEN).order_by("proposed_at", "pk")


class Proposal(models.Model):
    """What a member wants its page to say. Nothing of it is public before somebody takes it."""

    class State(models.TextChoices):
        OPEN = "open", _("to look at")
        DECIDED = "decided", _("decided")
        REPLACED = "replaced", _("replaced by a later one")

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="proposals", verbose_name=_("organisation")
    )
    question = models.ForeignKey(
        Question, models.SET_NULL, null=True, related_name="proposals", editable=False
    )
    proposed_at = models.DateTimeField(_("proposed"), default=timezone.now)
    remark = EncryptedTextField(_("remark"), blank=True, max_length=REMARK_LENGTH)

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


def said(organisation: Organisation, column: str) -> str:
    """What a column says, in one text: a choice by its address, several one a line, a picture by
    the name of its file."""
    field = Organisation._meta.get_field(column)
    value = getattr(organisation, column)
    if field.many_to_many:
        return "\n".join(sorted(one.slug for one in value.all()))
    if field.many_to_one:
        return value.slug if value else ""
    return str(value or "")


class ProposedChange(models.Model):
    """One column of the organisation: what it said when the member looked, and what it should.

    A proposed picture is kept here, too, as the letters of its bytes (Base64): it has no file, and
    so no address, before somebody takes it.
    """

    class Decision(models.TextChoices):
        OPEN = "open", _("open")
        ACCEPTED = "accepted", _("taken")
        REFUSED = "refused", _("not taken")

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="changes")
    column = models.CharField(max_length=60)
    was = EncryptedTextField(blank=True)
    proposed = EncryptedTextField(blank=True)
    decision = models.CharField(max_length=10, choices=Decision, default=Decision.OPEN)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "column"], name="proposed_change_once")
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def field(self) -> models.Field:
        return Organisation._meta.get_field(self.column)

    @property
    def label(self) -> str:
        return languages.label(self.field)

    @property
    def is_now(self) -> str:
        """What the column says today."""
        return said(self.proposal.organisation, self.column)

    @property
    def is_picture(self) -> bool:
        return isinstance(self.field, models.ImageField)
