"""Asking a member by letter whether what is said of it is still right; the link in the letter opens
its page without a password.

Whoever has the link speaks for the member. A newer letter, a confirmation or a decision ends it.
"""

import secrets
from datetime import timedelta
from hashlib import sha256

from django.contrib.admin.models import CHANGE, LogEntry
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import override

from letters import outbox
from letters.writing import link
from members.models import Organisation, Proposal, Question
from network import languages

SALT = "members.still-right"
LIFETIME = timedelta(days=30)


@transaction.atomic
def ask(organisation: Organisation, by) -> Question:
    """Write to a member's contact whether all is still right. Links of earlier letters end."""
    organisation = locked(organisation.pk)
    if not organisation.contact_email:
        raise ValidationError(_("There is no e-mail address of a contact."))
    now, secret = timezone.now(), secrets.token_urlsafe(24)
    organisation.questions.filter(closed_at=None).update(closed_at=now)
    question = Question.objects.create(
        organisation=organisation,
        asked_by=by,
        asked_at=now,
        expires_at=now + LIFETIME,
        secret_hash=hashed(secret),
    )
    language = organisation.contact_language or languages.codes()[0]
    outbox.post(
        organisation.contact_email,
        "members/letters/still_right.txt",
        {
            "organisation": organisation,
            "address": link(address(question, secret, language)),
            "until": question.expires_at,
        },
        language=language,
        key=f"still-right:{question.pk}",
        about=f"organisation:{organisation.pk}",
        # Only coordinators write down who is asked.
        capped=False,
    )
    note(by, organisation, _("Asked whether all is still right."))
    return question


def address(question: Question, secret: str, language: str) -> str:
    token = signing.Signer(salt=SALT).sign_object([question.pk, secret])
    with override(language):
        return reverse("members:still-right", args=[token])


def question_of(token: str) -> Question | None:
    """The question a link was sent with; None when it was not signed here, has ended or was
    followed by another."""
    try:
        pk, secret = signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    questions = Question.objects.answerable().select_related("organisation")
    question = questions.filter(pk=pk).first()
    known = question and constant_time_compare(question.secret_hash, hashed(secret))
    return question if known else None


def hashed(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


@transaction.atomic
def confirm(question: Question) -> None:
    """The member says: all of it is right. A proposal that was open is thereby taken back."""
    organisation = locked(question.organisation_id)
    organisation.proposals.open().update(state=Proposal.State.REPLACED)
    organisation.confirmed_on = timezone.localdate()
    organisation.save(update_fields=["confirmed_on", "updated_at"])
    close(question)


def close(question: Question) -> None:
    Question.objects.filter(pk=question.pk, closed_at=None).update(closed_at=timezone.now())


def locked(pk: int) -> Organisation:
    return Organisation.objects.select_for_update().get(pk=pk)


def note(by, organisation: models.Model, words: str) -> None:
    LogEntry.objects.log_actions(
        by.pk, [organisation], CHANGE, change_message=words, single_object=True
    )
