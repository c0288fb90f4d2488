from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms import BoundField
from django.utils.choices import normalize_choices
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.files import documents, images
from cms.i18n import languages
from joining.form.attachments import Attachments
from joining.form.field_builders import (
    MEMBER_SUGGESTIONS_ID,
    REFEREE_FIELDS,
    fields_for,
)
from joining.form.field_classes import PlainTextField
from joining.form.questions import Answer, AnsweredQuestion, Question, changeable_questions
from joining.limits_and_periods import (
    FILE_MEGABYTES,
    LONG_TEXT_LENGTH,
    MAX_DOCUMENTS,
    MAX_UNCONFIRMED_FILES,
)
from joining.models import Application, ApplicationFile
from joining.review import referee_matching
from network.models import Network

INFO_REQUEST_CHANGED = gettext_lazy("Our question has changed meanwhile. Please read it again.")


@dataclass(frozen=True)
class FieldGroup:
    question: Question
    fields: list[BoundField]
    files: list[ApplicationFile]


@dataclass(frozen=True)
class MemberSuggestions:
    id: str
    names: list[str]


class QuestionsForm(forms.Form):
    """A form made of questions. `stored_files` were uploaded before, for example with an attempt
    that had errors. It asks for as many referees as the network needs, but not for fewer than were
    named before (`number_of_referees`): the missing ones would be deleted unseen."""

    data: MultiValueDict[str, Any]
    # Files of unconfirmed applicants count against MAX_UNCONFIRMED_FILES.
    is_from_unconfirmed_applicant = True

    def __init__(
        self,
        questions: list[Question],
        *args: Any,
        network: Network,
        stored_files: Iterable[ApplicationFile] = (),
        number_of_referees: int = 0,
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.questions, self.stored_files = questions, list(stored_files)
        self.referee_numbers = range(1, max(network.referees_needed, number_of_referees) + 1)
        self._valid_documents: list[UploadedFile] = []
        for question in questions:
            self.fields |= fields_for(question, self.referee_numbers)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        for question in self.questions:
            if question.is_translated and question.is_required:
                self._require_one_language(question)
            if question.name == "referees":
                for n in self.referee_numbers:
                    self._require_referee_address(n)
        return cleaned

    def _require_referee_address(self, n: int) -> None:
        """Not of members: their address is on record, and not shown to anybody."""
        email, organisation = f"referee_{n}_email", f"referee_{n}_organisation"
        is_missing = email not in self.errors and not self.cleaned_data.get(email)
        name = self.cleaned_data.get(organisation, "")
        if is_missing and not (name and referee_matching.is_public_member(name)):
            self.add_error(
                email, _("Please write the e-mail address, or choose a member of ours above.")
            )

    def _require_one_language(self, question: Question) -> None:
        names = languages.field_names(question.name)
        is_wrong = any(name in self.errors for name in names)
        if not is_wrong and not any(self.cleaned_data.get(name) for name in names):
            self.add_error(
                languages.field_name(question.name),
                _("Please fill it in, in at least one language."),
            )

    def clean_logo(self) -> UploadedFile | None:
        if logo := self.cleaned_data["logo"]:
            self._refuse_too_many_files()
            images.validate_image(logo, images.LIMITS_OF_APPLICANT_LOGO)
        return logo

    def clean_document(self) -> list[UploadedFile]:
        self._valid_documents, files = [], self.cleaned_data["document"]
        if files:
            self._refuse_too_many_files()
        if len(self._kept_documents()) + len(files) > MAX_DOCUMENTS:
            message = _(
                "Up to {limit} supporting documents can be uploaded. Please choose the most "
                "important ones."
            )
            raise ValidationError(message.format(limit=MAX_DOCUMENTS))
        errors = []
        for file in files:
            try:
                _check_document(file)
                self._valid_documents.append(file)
            except ValidationError as error:
                errors.append(error)
        if errors:
            raise ValidationError(errors)
        return files

    def _refuse_too_many_files(self) -> None:
        unconfirmed = ApplicationFile.objects.of_unconfirmed_applicants()
        if self.is_from_unconfirmed_applicant and unconfirmed.count() >= MAX_UNCONFIRMED_FILES:
            raise ValidationError(
                _(
                    "We are receiving an unusual number of files. Continue without a file: we will"
                    " ask you for it later."
                )
            )

    def _kept_documents(self) -> list[ApplicationFile]:
        return [
            file
            for file in self.stored_files
            if file.kind == ApplicationFile.Kind.DOCUMENT and str(file.pk) not in self.removed_pks
        ]

    @property
    def removed_pks(self) -> list[str]:
        return self.data.getlist("remove") if self.is_bound else []

    def attachments(self) -> Attachments:
        """The valid files, even where other fields are invalid: a browser forgets files."""
        self.full_clean()
        logo = self.cleaned_data.get("logo")
        return Attachments(logo, tuple(self._valid_documents), tuple(self.removed_pks))

    def add_failed_files(self, failed: list[tuple[str, str]], message: Promise) -> None:
        """Errors about files that could not be stored. `failed`: field and name of each."""
        for field, name in failed:
            self.add_error(field if field in self.fields else None, str(message).format(name=name))

    def field_groups(self) -> list[FieldGroup]:
        groups = [
            FieldGroup(
                question,
                [self[name] for name in self._field_names(question)],
                [file for file in self.stored_files if file.kind == question.name],
            )
            for question in self.questions
        ]
        return [group for group in groups if group.fields]

    def member_suggestions(self) -> MemberSuggestions:
        return MemberSuggestions(MEMBER_SUGGESTIONS_ID, referee_matching.suggested_members())

    def _field_names(self, question: Question) -> list[str]:
        if question.name == "referees":
            return [name for name in self.fields if name.startswith("referee")]
        names = languages.field_names(question.name) if question.is_translated else [question.name]
        return [name for name in names if name in self.fields]

    def is_partly_filled(self, typed: dict[str, list[str]]) -> bool:
        return any(name in typed for name in self.fields)

    def values(self) -> dict[str, Any]:
        """The answers by field of Application, "topics" and "referees" among them; no files."""
        values = {}
        for question in self.questions:
            if question.name == "referees":
                values["referees"] = self._referees()
            elif question.name not in ApplicationFile.Kind.values:
                values |= {name: self.cleaned_data[name] for name in self._field_names(question)}
        return values

    def _referees(self) -> list[dict[str, str]]:
        return [
            {field: self.cleaned_data[f"referee_{n}_{field}"] for field in REFEREE_FIELDS}
            for n in self.referee_numbers
        ]

    def answered_questions(self) -> list[AnsweredQuestion]:
        """The answers to read, without what was not answered."""
        values = self.values() if self.is_valid() else {}
        answered = [AnsweredQuestion(one, self._answers(one, values)) for one in self.questions]
        return [one for one in answered if one.answers]

    def _answers(self, question: Question, values: dict[str, Any]) -> list[Answer]:
        if question.name == "referees":
            texts = [" · ".join(filter(None, one.values())) for one in values.get("referees", [])]
        elif question.name in ApplicationFile.Kind.values:
            texts = [file.name for file in self.stored_files if file.kind == question.name]
        else:
            return self._answers_in_fields(question, values)
        return [Answer(text) for text in texts if text]

    def _answers_in_fields(self, question: Question, values: dict[str, Any]) -> list[Answer]:
        columns = languages.field_names(question.name)
        language_of = dict(zip(columns, languages.codes(), strict=True))
        return [
            Answer(text, language_of.get(name, ""))
            for name in self._field_names(question)
            for text in _display_texts(self.fields[name], values[name])
            if text
        ]


class ReplyForm(QuestionsForm):
    """The applicant's answer to a request for information: the answers that may be changed, and a
    remark. The page sends back the digest of the request that it showed, as staff may have sent
    another one since."""

    is_from_unconfirmed_applicant = False

    def __init__(self, application: Application, *args: Any, network: Network, **kwargs: Any):
        questions = [
            question
            for question in changeable_questions(application, network)
            if question.name in application.requested_fields
        ]
        super().__init__(
            questions,
            *args,
            network=network,
            stored_files=application.files.all(),
            number_of_referees=len(application.referees.all()),
            **kwargs,
        )
        self.initial = _initial_answers(application, self.fields)
        # A question may have no field, such as that for topics while there are none.
        is_required = not self.fields
        self.fields["remark"] = PlainTextField(
            lines=5, max_length=LONG_TEXT_LENGTH, label=_("Your answer"), required=is_required
        )
        self.fields["info_request_digest"] = forms.CharField(
            required=False, widget=forms.HiddenInput, initial=_info_request_digest(application)
        )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        name = "info_request_digest"
        seen, current = self.cleaned_data.get(name), self.fields[name].initial
        if seen and seen != current:
            self.add_error(None, INFO_REQUEST_CHANGED)
            self.data = self.data.copy()
            self.data[name] = current
        return cleaned


def _info_request_digest(application: Application) -> str:
    info_request = [application.info_request, *application.requested_fields]
    return sha256("\n".join(info_request).encode()).hexdigest()


def _initial_answers(application: Application, fields: dict[str, forms.Field]) -> dict[str, Any]:
    initial = {name: getattr(application, name) for name in fields if hasattr(application, name)}
    if "topics" in fields:
        initial["topics"] = application.topics.all()
    if "region" in fields:
        initial["region"] = application.region_id
    for number, referee in enumerate(application.referees.all(), start=1):
        for field in REFEREE_FIELDS:
            initial[f"referee_{number}_{field}"] = getattr(referee, field)
    return initial


def _display_texts(field: forms.Field, value: Any) -> list[str]:
    if isinstance(field, forms.ModelMultipleChoiceField):
        return [str(item) for item in value]
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        return [str(dict(normalize_choices(field.choices)).get(value, ""))] if value else []
    return ["" if value is None else str(value)]


def _check_document(file: UploadedFile) -> None:
    _check_size(file)
    try:
        documents.examine_document(file, ["pdf"])
    except documents.UnknownKindError as error:
        message = _("“{name}” is not a PDF, or it is damaged. Choose a PDF that opens.")
        raise ValidationError(message.format(name=file.name)) from error


def _check_size(file: UploadedFile) -> None:
    if (file.size or 0) > FILE_MEGABYTES * 1024 * 1024:
        message = _("This file is larger than {limit} MB. Make it smaller and upload it again.")
        raise ValidationError(message.format(limit=FILE_MEGABYTES))
