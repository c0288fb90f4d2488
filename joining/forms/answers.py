"""The pages of questions, and an answer to the desk: made from `joining.questions`."""

from collections.abc import Iterator

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from joining import questions, referees
from joining.attachments import Attached
from joining.forms.fields import (
    FILE_MEGABYTES,
    OFFERED_MEMBERS,
    REFERENCE_PARTS,
    Words,
    fields_of,
)
from joining.models import Application, ApplicationFile
from joining.models.applications import MOTIVATION_LENGTH
from joining.questions import Question
from network import documents, images, languages
from network.models import Network

MOST_DOCUMENTS = 3

# Of those who have not confirmed an address yet: together they must not fill the disk (5 GB).
MOST_FILES_WAITING = 500


class AnswersForm(forms.Form):
    """Some questions. `there` are the files that came with an earlier press of the button."""

    is_from_a_stranger = True

    def __init__(self, asked: list[Question], *args, network: Network, there=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.asked, self.network, self.there = asked, network, list(there)
        self._sound_documents = []
        for question in asked:
            self.fields |= fields_of(question, network.references_needed)

    def clean(self):
        cleaned = super().clean()
        for question in self.asked:
            if question.is_translated and question.is_required:
                self._need_one_language(question)
            if question.name == "references":
                for n in range(1, self.network.references_needed + 1):
                    self._need_an_address(n)
        return cleaned

    def _need_an_address(self, n: int) -> None:
        """Of a member we have one, and nobody is shown it."""
        email, organisation = f"reference_{n}_email", f"reference_{n}_organisation"
        is_missing = email not in self.errors and not self.cleaned_data.get(email)
        named = self.cleaned_data.get(organisation, "")
        if is_missing and not (named and referees.is_public_member(named)):
            self.add_error(
                email, _("Please write the e-mail address, or choose a member of ours above.")
            )

    def _need_one_language(self, question: Question) -> None:
        names = languages.columns(question.name)
        here = languages.column(question.name)
        is_wrong = any(name in self.errors for name in names)
        if not is_wrong and not any(self.cleaned_data.get(name) for name in names):
            self.add_error(here, _("Please fill it in, in at least one language."))

    def clean_logo(self):
        if logo := self.cleaned_data["logo"]:
            self._check_room()
            images.check(logo, images.STRANGERS_LOGO)
        return logo

    def clean_document(self):
        self._sound_documents, files = [], self.cleaned_data["document"]
        if files:
            self._check_room()
        if len(self._documents_there()) + len(files) > MOST_DOCUMENTS:
            words = _("Up to {limit} documents fit. Please choose the most important ones.")
            raise ValidationError(words.format(limit=MOST_DOCUMENTS))
        errors = []
        for file in files:
            try:
                _check_document(file)
                self._sound_documents.append(file)
            except ValidationError as error:
                errors.append(error)
        if errors:
            raise ValidationError(errors)
        return files

    def _check_room(self) -> None:
        waiting = ApplicationFile.objects.of_unconfirmed()
        if self.is_from_a_stranger and waiting.count() >= MOST_FILES_WAITING:
            raise ValidationError(
                _(
                    "A great many files are coming in. Go on without a file: "
                    "we will ask you for it later."
                )
            )

    def _documents_there(self) -> list[ApplicationFile]:
        return [
            file
            for file in self.there
            if file.kind == ApplicationFile.Kind.DOCUMENT and str(file.pk) not in self.removed
        ]

    @property
    def removed(self) -> list[str]:
        """The keys of files that are to go."""
        return self.data.getlist("remove") if self.is_bound else []

    def brought(self) -> Attached:
        """The files that are right, even where something else is not: a browser forgets them."""
        self.full_clean()
        logo = self.cleaned_data.get("logo")
        return Attached(logo, tuple(self._sound_documents), tuple(self.removed))

    def refuse_files(self, lost: list[tuple[str, str]], words: str) -> None:
        """Say of files that they could not be kept. Shape of each: name of the field, its name."""
        for field, name in lost:
            self.add_error(field if field in self.fields else None, words.format(name=name))

    def groups(self) -> Iterator[dict]:
        """The fields as they stand on the page. Shape: question, fields, files."""
        for question in self.asked:
            fields = [self[name] for name in self._names(question)]
            if fields:
                files = [file for file in self.there if file.kind == question.name]
                yield {"question": question, "fields": fields, "files": files}

    def offered(self) -> dict:
        """The members to choose from, for the list that the fields point at. Shape: id, names."""
        return {"id": OFFERED_MEMBERS, "names": referees.offered()}

    def _names(self, question: Question) -> list[str]:
        if question.name == "references":
            return [name for name in self.fields if name.startswith("reference")]
        names = languages.columns(question.name) if question.is_translated else [question.name]
        return [name for name in names if name in self.fields]

    def has_begun(self, kept: dict[str, list[str]]) -> bool:
        """Whether a draft holds anything of this page."""
        return any(name in kept for name in self.fields)

    def values(self) -> dict[str, object]:
        """The answers by column of Application, `topics` and `references` among them; no files."""
        values = {}
        for question in self.asked:
            if question.name == "references":
                values["references"] = self._references()
            elif question.name not in ApplicationFile.Kind.values:
                values |= {name: self.cleaned_data[name] for name in self._names(question)}
        return values

    def _references(self) -> list[dict[str, str]]:
        """Shape: name, organisation, email."""
        return [
            {part: self.cleaned_data[f"reference_{n}_{part}"] for part in REFERENCE_PARTS}
            for n in range(1, self.network.references_needed + 1)
        ]

    def told(self) -> Iterator[dict]:
        """The answers to read. Shape: question, words; without what was not answered."""
        values = self.values() if self.is_valid() else {}
        for question in self.asked:
            if words := list(filter(None, self._words(question, values))):
                yield {"question": question, "words": words}

    def _words(self, question: Question, values: dict) -> Iterator[str]:
        if question.name == "references":
            for reference in values.get("references", []):
                yield " · ".join(filter(None, reference.values()))
        elif question.name in ApplicationFile.Kind.values:
            yield from (file.name for file in self.there if file.kind == question.name)
        else:
            for name in self._names(question):
                yield from _printed(self.fields[name], values[name])


class ReplyForm(AnswersForm):
    """An answer to a question of the desk: what may be changed for it, and a few words."""

    is_from_a_stranger = False

    def __init__(self, application: Application, *args, network: Network, **kwargs):
        asked = [
            question
            for question in questions.changeable(application)
            if question.name in application.asked_fields
        ]
        there = application.files.all()
        super().__init__(asked, *args, network=network, there=there, **kwargs)
        self.initial = _answered_so_far(application, self.fields)
        self.fields["remark"] = Words(
            lines=5, most=MOTIVATION_LENGTH, label=_("Your answer"), required=not asked
        )


def _answered_so_far(application: Application, fields: dict) -> dict:
    initial = {name: getattr(application, name) for name in fields if hasattr(application, name)}
    if "topics" in fields:
        initial["topics"] = application.topics.all()
    if "region" in fields:
        initial["region"] = application.region_id
    for number, reference in enumerate(application.references.all(), start=1):
        for part in REFERENCE_PARTS:
            initial[f"reference_{number}_{part}"] = getattr(reference, part)
    return initial


def _printed(field: forms.Field, value) -> list[str]:
    if isinstance(field, forms.ModelMultipleChoiceField):
        return [str(item) for item in value]
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        return [str(dict(field.choices).get(value, ""))] if value else []
    return ["" if value is None else str(value)]


def _check_document(file) -> None:
    _check_size(file)
    try:
        documents.examine(file, ["pdf"])
    except documents.UnknownKindError as error:
        words = _("“{name}” is not a PDF, or it is damaged. Choose a PDF that opens.")
        raise ValidationError(words.format(name=file.name)) from error


def _check_size(file) -> None:
    if file.size > FILE_MEGABYTES * 1024 * 1024:
        message = _("This file is larger than {limit} MB. Make it smaller and upload it again.")
        raise ValidationError(message.format(limit=FILE_MEGABYTES))
