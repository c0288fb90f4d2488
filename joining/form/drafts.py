"""Drafts: application forms that are not sent yet, encrypted. Nothing is stored before consent to
it. Only the secret in its address opens a draft; the database has the hash of the secret."""

import json
from base64 import urlsafe_b64encode
from datetime import datetime

from django import forms
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone

from cms.encryption.hashing import hash_guessable, hash_random_secret
from cms.i18n import languages
from cms.validators import national_id_numbers
from joining.form import questions
from joining.form.consent_forms import DigestField
from joining.form.questions import FormPage, Question
from joining.limits_and_periods import DRAFT_RETENTION, MAX_DRAFT_CHARACTERS, MAX_DRAFT_VALUES
from joining.models import Application, ApplicationDraft, Consent, ConsentText
from joining.privacy import retention
from joining.privacy.consent_notices import Notice

Purpose = Consent.Purpose

TOKEN_BYTES = 24

# What somebody has typed, right or wrong: the values of each field.
TypedValues = dict[str, list[str]]


@transaction.atomic
def start_draft(
    applicant_type: str,
    idempotency_key: str,
    consent_choices: list[tuple[Notice, bool]],
    typed: TypedValues,
) -> str:
    """Stores a first page and returns the secret of the draft's address. A second press of the
    button sends the same `idempotency_key` and leads to the same draft."""
    token = _draft_token(applicant_type, idempotency_key)
    if not is_draft_sent(token):
        draft, _is_new = ApplicationDraft.objects.select_for_update().get_or_create(
            token_hash=hash_random_secret(token),
            defaults={
                "applicant_type": applicant_type,
                "language": languages.active(),
                "answers": json.dumps({"fields": {}, "consents": {}}),
            },
        )
        DraftContent(draft).save_consent_choices(consent_choices, typed)
    return token


def _draft_token(applicant_type: str, idempotency_key: str) -> str:
    """Nobody can compute it from the idempotency key without our secret key. In Base64, so that the
    logs redact it: `cms.logs` recognises secrets in URLs by their capital letters."""
    digest = bytes.fromhex(
        hash_guessable("joining.form.drafts", f"{applicant_type}:{idempotency_key}")
    )
    return urlsafe_b64encode(digest[:TOKEN_BYTES]).decode()


def find_draft(token: str, *, for_update: bool = False) -> ApplicationDraft | None:
    """The draft of an address, unless it is too old; locked `for_update`."""
    drafts = ApplicationDraft.objects.filter(changed_at__gt=timezone.now() - DRAFT_RETENTION)
    if for_update:
        drafts = drafts.select_for_update()
    return drafts.filter(token_hash=hash_random_secret(token)).first()


def is_draft_sent(token: str) -> bool:
    return Application.objects.filter(draft_hash=hash_random_secret(token)).exists()


@transaction.atomic
def delete_draft(draft: ApplicationDraft) -> None:
    retention.delete_drafts([draft])


class DraftContent:
    """What a draft stores as JSON: `fields`, what was typed, and `consents`.

    `consents` has for each purpose `text` (primary key of ConsentText), `is_given` and `at`.
    """

    def __init__(self, draft: ApplicationDraft) -> None:
        self.draft = draft
        content = json.loads(draft.answers)
        self.fields: TypedValues = content["fields"]
        self.consents: dict[str, dict] = content["consents"]

    @property
    def age(self) -> str:
        return next(iter(self.fields.get("age", [])), "")

    @property
    def allows_applying(self) -> bool:
        """Whether page 1 has an age at which one may apply, and the required consents."""
        may_apply = Application.may_apply(self.draft.applicant_type, self.age)
        return may_apply and all(map(self.has_consent, Consent.REQUIRED))

    def has_consent(self, purpose: Purpose) -> bool:
        return self.consents.get(purpose, {}).get("is_given", False)

    def questions_on(self, page: FormPage) -> list[Question]:
        """The questions of a page; those with optional answers only after consent to them."""
        agreed = self.has_consent(Purpose.OPTIONAL_ANSWERS)
        return [
            question
            for question in questions.questions_for(self.draft.applicant_type, page)
            if agreed or question.consent != Purpose.OPTIONAL_ANSWERS
        ]

    def save_typed(self, typed: TypedValues) -> None:
        self.fields |= typed
        self.draft.answers = json.dumps({"fields": self.fields, "consents": self.consents})
        self.draft.save()

    def save_consent_choices(
        self, choices: list[tuple[Notice, bool]], typed: TypedValues | None = None
    ) -> None:
        """A consent that is unchanged keeps its time, unless the text of its notice is new."""
        for notice, is_given in choices:
            text = notice.get_or_create_text().pk
            before = self.consents.get(notice.purpose, {})
            if (before.get("text"), before.get("is_given")) != (text, is_given):
                now = timezone.now().isoformat()
                self.consents[notice.purpose] = {"text": text, "is_given": is_given, "at": now}
        if not self.has_consent(Purpose.OPTIONAL_ANSWERS):
            self._clear_optional_answers()
        self.save_typed(typed or {})

    def consent_choices(self) -> list[tuple[ConsentText, bool, datetime]]:
        """For each notice its text, whether its checkbox was ticked, and when."""
        texts = ConsentText.objects.in_bulk(consent["text"] for consent in self.consents.values())
        return [
            (
                texts[consent["text"]],
                consent["is_given"],
                datetime.fromisoformat(consent["at"]),
            )
            for consent in self.consents.values()
        ]

    def _clear_optional_answers(self) -> None:
        for question in questions.questions_for(self.draft.applicant_type):
            if question.consent == Purpose.OPTIONAL_ANSWERS:
                self.fields.pop(question.name, None)


def storable_values(form: forms.Form, data: QueryDict) -> TypedValues:
    """What was typed into a form, as far as a draft may store it: no resident registration number,
    and nothing longer than the limits. With a checkbox it stores the digest of the text beside it:
    if the text is another one when the page is sent again, the box must be ticked again."""
    typed = {}
    for name, field in form.fields.items():
        values = data.getlist(name)
        if _is_typed(field) and _is_storable(values):
            typed[name] = values
    return typed


def _is_typed(field: forms.Field) -> bool:
    if isinstance(field, DigestField):
        return True
    return not isinstance(field, forms.FileField) and not field.widget.is_hidden


def _is_storable(values: list[str]) -> bool:
    is_short = sum(map(len, values)) <= MAX_DRAFT_CHARACTERS and len(values) <= MAX_DRAFT_VALUES
    return is_short and not any(map(national_id_numbers.contains_national_id_number, values))


def fill_form(form: forms.Form, typed: TypedValues) -> None:
    for name, values in typed.items():
        field, first = form.fields.get(name), next(iter(values), "")
        if isinstance(field, DigestField) and field.is_in_other_language(first):
            continue
        if field:
            is_multiple = isinstance(field, forms.ModelMultipleChoiceField)
            form.initial[name] = values if is_multiple else first
