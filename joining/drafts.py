"""Forms on their way: what was answered so far, kept encrypted and opened by a secret address.

Nothing is kept before its handling was consented to. The address is the only way to a draft;
the database holds its hash.
"""

import json
from base64 import urlsafe_b64encode
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from joining import questions, retention
from joining.models import Application, Consent, ConsentText, Draft
from joining.notices import Notice
from joining.questions import Question, Step
from network import languages

Purpose = Consent.Purpose


@transaction.atomic
def begin(
    applicant: str, ticket: str, ticked: list[tuple[Notice, bool]], typed: dict[str, list[str]]
) -> str:
    """Keep a first page; the secret of the draft's address. The ticket of the page tells which
    draft it begins: a second press of its button leads to the same one."""
    token = _secret(applicant, ticket)
    if not is_sent(token):
        draft, _is_new = Draft.objects.select_for_update().get_or_create(
            token_hash=hashed(token),
            defaults={
                "applicant": applicant,
                "language": languages.active(),
                "answers": json.dumps({"fields": {}, "consents": {}}),
            },
        )
        Answers(draft).keep_consents(ticked, typed)
    return token


def _secret(applicant: str, ticket: str) -> str:
    """Nobody can tell it from the ticket without our key."""
    digest = salted_hmac("joining.drafts", f"{applicant}:{ticket}", algorithm="sha256").digest()
    return urlsafe_b64encode(digest[:24]).decode()


def find(token: str, *, to_change: bool = False) -> Draft | None:
    """The draft of an address, as long as it is kept; locked for who is about to change it."""
    kept = Draft.objects.filter(changed_at__gt=timezone.now() - retention.TO_FINISH)
    if to_change:
        kept = kept.select_for_update()
    return kept.filter(token_hash=hashed(token)).first()


def is_sent(token: str) -> bool:
    """Whether the draft of an address has become an application."""
    return Application.objects.filter(form_hash=hashed(token)).exists()


def hashed(token: str) -> str:
    return sha256(token.encode()).hexdigest()


class Answers:
    """What a draft holds: the answers as they were typed, and what was ticked, with time.

    Shape: `fields` {field of the form: list of values}, `consents` {purpose: text (pk of
    ConsentText), is_given, at}.
    """

    def __init__(self, draft: Draft):
        self.draft = draft
        kept = json.loads(draft.answers)
        self.fields: dict[str, list[str]] = kept["fields"]
        self.consents: dict[str, dict] = kept["consents"]

    @property
    def age(self) -> str:
        return next(iter(self.fields.get("age", [])), "")

    @property
    def is_begun(self) -> bool:
        """Whether step 1 still allows to keep anything."""
        return bool(self.age) and all(map(self.has_consent, Consent.REQUIRED))

    def has_consent(self, purpose: Purpose) -> bool:
        return self.consents.get(purpose, {}).get("is_given", False)

    def asked(self, step: Step) -> list[Question]:
        """The questions of a step; those that are not required only of who agreed to them."""
        agreed = self.has_consent(Purpose.OPTIONAL)
        return [
            question
            for question in questions.of(self.draft.applicant, step)
            if agreed or question.consent != Purpose.OPTIONAL
        ]

    def keep(self, typed: dict[str, list[str]]) -> None:
        self.fields |= typed
        self._save()

    def keep_consents(
        self, ticked: list[tuple[Notice, bool]], typed: dict[str, list[str]] | None = None
    ) -> None:
        """What was ticked and left under the words of a page. An unchanged choice keeps its time,
        unless the words are new."""
        for notice, is_given in ticked:
            text = notice.record().pk
            before = self.consents.get(notice.purpose, {})
            if (before.get("text"), before.get("is_given")) != (text, is_given):
                now = timezone.now().isoformat()
                self.consents[notice.purpose] = {"text": text, "is_given": is_given, "at": now}
        if not self.has_consent(Purpose.OPTIONAL):
            self._forget_optional_answers()
        self.keep(typed or {})

    def given(self) -> list[tuple[ConsentText, bool, datetime]]:
        """Each box: the words beside it, whether it was ticked, and when that was."""
        texts = ConsentText.objects.in_bulk(consent["text"] for consent in self.consents.values())
        return [
            (texts[kept["text"]], kept["is_given"], datetime.fromisoformat(kept["at"]))
            for kept in self.consents.values()
        ]

    def _forget_optional_answers(self) -> None:
        """What was answered before the consent to it was taken back."""
        for question in questions.of(self.draft.applicant):
            if question.consent == Purpose.OPTIONAL:
                self.fields.pop(question.name, None)

    def _save(self) -> None:
        self.draft.answers = json.dumps({"fields": self.fields, "consents": self.consents})
        self.draft.save()


@transaction.atomic
def discard(draft: Draft) -> None:
    """Erase a draft and its files, at the applicant's wish."""
    retention.delete_drafts([draft])
