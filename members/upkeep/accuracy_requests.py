"""Requests by e-mail to a member to check whether its page is still correct.

The link in the e-mail opens a form about the member without a password: anybody who has it speaks
for the member. It works until a newer e-mail is sent, the member confirms, or a coordinator
decides.
"""

import secrets
from contextlib import suppress

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import override

from cms.encryption.hashing import hash_random_secret
from cms.i18n import languages
from cms.publishing.site_url import absolute_url
from mail import outbox
from members.limits_and_periods import (
    ACCURACY_REQUEST_INTERVAL,
    ACCURACY_REQUEST_LIFETIME,
    MAX_ACCURACY_REQUESTS_PER_RUN,
)
from members.models import AccuracyRequest, Organisation, Proposal

SALT = "members.accuracy-request"


@transaction.atomic
def send_request(organisation: Organisation, by: User | None) -> AccuracyRequest:
    """Sends an e-mail with a new link; earlier links stop working. Raises ValidationError without
    an e-mail address for the contact."""
    organisation = lock_organisation(organisation.pk)
    if not organisation.contact_email:
        raise ValidationError(_("There is no e-mail address for the contact."))
    now, secret = timezone.now(), secrets.token_urlsafe(24)
    organisation.accuracy_requests.filter(closed_at=None).update(closed_at=now)
    accuracy_request = AccuracyRequest.objects.create(
        organisation=organisation,
        created_by=by,
        created_at=now,
        expires_at=now + ACCURACY_REQUEST_LIFETIME,
        secret_hash=hash_random_secret(secret),
    )
    language = organisation.contact_language or languages.codes()[0]
    outbox.queue_email(
        organisation.contact_email,
        "members/emails/check_entry.txt",
        {
            "organisation": organisation,
            "url": absolute_url(link_path(accuracy_request, secret, language)),
            "until": accuracy_request.expires_at,
        },
        language=language,
        key=f"check_entry:{accuracy_request.pk}",
        about=f"organisation:{organisation.pk}",
        # The daily limit is for addresses that visitors enter; these are entered by coordinators.
        counts_towards_daily_limit=False,
    )
    if by:
        log_change(by, organisation, _("Asked to confirm that everything is still right."))
    return accuracy_request


def members_to_ask() -> list[Organisation]:
    """Members that neither joined, nor confirmed their entry, nor were asked within a year."""
    now = timezone.now()
    a_year_ago = timezone.localdate(now - ACCURACY_REQUEST_INTERVAL)
    asked = AccuracyRequest.objects.filter(
        organisation=OuterRef("pk"), created_at__gt=now - ACCURACY_REQUEST_INTERVAL
    )
    due = (
        Organisation.objects.members()
        .not_delisted()
        .filter(~Exists(asked), joined_on__lte=a_year_ago)
    )
    unconfirmed = due.exclude(confirmed_on__gt=a_year_ago).only("contact_email").order_by("pk")
    # Addresses are encrypted: the database does not know which are empty.
    return [organisation for organisation in unconfirmed if organisation.contact_email]


def count_members_to_ask() -> int:
    return len(members_to_ask())


def ask_members() -> int:
    asked = 0
    for organisation in members_to_ask()[:MAX_ACCURACY_REQUESTS_PER_RUN]:
        # Its address may be gone since the list was made.
        with suppress(ValidationError):
            send_request(organisation, by=None)
            asked += 1
    return asked


def link_path(accuracy_request: AccuracyRequest, secret: str, language: str) -> str:
    token = signing.Signer(salt=SALT).sign_object([accuracy_request.pk, secret])
    with override(language):
        return reverse("members:check-entry", args=[token])


def get_request_for_token(token: str) -> AccuracyRequest | None:
    """Returns None if the link was not signed here, has expired, or was replaced."""
    try:
        pk, secret = signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    accuracy_requests = AccuracyRequest.objects.open().select_related("organisation")
    accuracy_request = accuracy_requests.filter(pk=pk).first()
    is_valid = accuracy_request and constant_time_compare(
        accuracy_request.secret_hash, hash_random_secret(secret)
    )
    return accuracy_request if is_valid else None


@transaction.atomic
def confirm_entry(accuracy_request: AccuracyRequest) -> None:
    """The member confirms that its page is correct. This withdraws its open proposal."""
    organisation = lock_organisation(accuracy_request.organisation_id)
    organisation.proposals.open().update(state=Proposal.State.REPLACED)
    organisation.confirmed_on = timezone.localdate()
    organisation.save(update_fields=["confirmed_on", "updated_at"])
    close_request(accuracy_request)


def close_request(accuracy_request: AccuracyRequest) -> None:
    AccuracyRequest.objects.filter(pk=accuracy_request.pk, closed_at=None).update(
        closed_at=timezone.now()
    )


def lock_organisation(pk: int) -> Organisation:
    return Organisation.objects.select_for_update().get(pk=pk)


def log_change(by: User, organisation: models.Model, message: str) -> None:
    LogEntry.objects.log_actions(
        by.pk, [organisation], CHANGE, change_message=message, single_object=True
    )
