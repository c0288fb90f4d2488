"""The pages of the application as forms, made from `members.questions` and `members.notices`."""

from collections.abc import Iterator

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from gate.forms import Guarded
from members import notices, questions
from members.answer_fields import (
    FILE_MEGABYTES,
    REFERENCE_PARTS,
    UNCHOSEN,
    Words,
    fields_of,
)
from members.models import Agreement, Applicant, Application, ApplicationFile
from members.models.applications import MOTIVATION_LENGTH
from members.notices import Notice
from members.questions import Question, Step
from network import documents, images, languages, lint
from network.models import Network

MOST_DOCUMENTS = 3

# Ten times the longest answer: what is longer stands in the page, not in the draft.
LONGEST_KEPT = 20_000

# Of those who have not confirmed an address yet: together they must not fill the disk (5 GB).
MOST_FILES_WAITING = 500

# Under 14 nobody applies online: a guardian would have to consent (PIPA art. 22-2).
CHILD = "child"


class AnswersForm(forms.Form):
    """Some questions. `there` are the files that came with an earlier press of the button."""

    def __init__(self, asked: list[Question], *args, network: Network, there=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.asked, self.network, self.there = asked, network, list(there)
        for question in asked:
            self.fields |= fields_of(question, network.references_needed)

    def clean(self):
        cleaned = super().clean()
        for question in self.asked:
            if question.is_translated and question.is_required:
                self._need_one_language(question)
        return cleaned

    def _need_one_language(self, question: Question) -> None:
        names = languages.columns(question.name)
        here = languages.column(question.name)
        is_wrong = any(name in self.errors for name in names)
        if not is_wrong and not any(self.cleaned_data.get(name) for name in names):
            self.add_error(here, _("Please fill it in, in at least one language."))

    def clean_logo(self):
        if logo := self.cleaned_data["logo"]:
            _check_room()
            _check_size(logo)
            images.check(logo)
        return logo

    def clean_document(self):
        if self.cleaned_data["document"]:
            _check_room()
        for file in self.cleaned_data["document"]:
            _check_size(file)
            if not documents.is_what_it_says(file, ["pdf"]):
                words = _("“{name}” is not a PDF, or it is damaged. Choose a PDF that opens.")
                raise ValidationError(words.format(name=file.name))
        if len(self._documents_there()) + len(self.cleaned_data["document"]) > MOST_DOCUMENTS:
            words = _("Up to {limit} documents fit. Please choose the most important ones.")
            raise ValidationError(words.format(limit=MOST_DOCUMENTS))
        return self.cleaned_data["document"]

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

    def groups(self) -> Iterator[dict]:
        """The fields as they stand on the page. Shape: question, fields, files."""
        for question in self.asked:
            fields = [self[name] for name in self._names(question)]
            if fields:
                files = [file for file in self.there if file.kind == question.name]
                yield {"question": question, "fields": fields, "files": files}

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


class BoxesForm(forms.Form):
    """Consents, each its own box under its own words, never ticked beforehand."""

    def __init__(self, shown: list[Notice], *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.shown = shown
        for notice in shown:
            self.fields[_box(notice)] = forms.BooleanField(
                label=notice.box,
                required=notice.is_required,
                error_messages={
                    "required": _(
                        "Without this consent we cannot take an application. Tick the box to go "
                        "on, or leave the form here."
                    )
                },
            )
            self.fields[_seal(notice)] = forms.CharField(
                required=False, widget=forms.HiddenInput, initial=notice.digest
            )

    def clean(self):
        cleaned = super().clean()
        for notice in self.shown:
            if cleaned.get(_seal(notice)) != notice.digest:
                self.add_error(
                    _box(notice),
                    _("The words above have changed meanwhile. Read them again and tick anew."),
                )
                self.data = self.data.copy()
                self.data[_seal(notice)] = notice.digest
        return cleaned

    def boxes(self) -> Iterator[dict]:
        """Shape: notice, field, seal."""
        for notice in self.shown:
            yield {"notice": notice, "field": self[_box(notice)], "seal": self[_seal(notice)]}

    def ticked(self) -> list[tuple[Notice, bool]]:
        return [(notice, self.cleaned_data[_box(notice)]) for notice in self.shown]


class BeginningForm(BoxesForm):
    """Step 1: how old somebody is, and the consents without which nothing is kept."""

    def __init__(self, applicant: str, *args, network: Network, **kwargs):
        shown = notices.at_step(Step.BEGINNING, applicant, "", network)
        super().__init__(shown, *args, **kwargs)
        self.applicant = applicant
        self.fields["age"] = forms.ChoiceField(
            label=_("How old are you?"),
            choices=[(CHILD, _("Under 14")), *reversed(Application.Age.choices)],
            widget=forms.RadioSelect,
            error_messages={"required": UNCHOSEN},
        )
        self.order_fields(["age"])

    @property
    def is_of_a_child(self) -> bool:
        return self.data.get("age") == CHILD

    def clean_age(self) -> str:
        age = self.cleaned_data["age"]
        if age == Application.Age.YOUTH and self.applicant == Applicant.ORGANISATION:
            raise ValidationError(
                _("An adult applies for an organisation. You can apply yourself, as an individual.")
            )
        return age


class GuardedBeginningForm(Guarded, BeginningForm):
    """The first page as a stranger sends it."""


class SendingForm(Guarded, BoxesForm):
    """Step 4: the documents of the network, consents to what comes after, and the button."""

    def __init__(self, applicant: str, age: str, *args, network: Network, **kwargs):
        shown = notices.at_step(Step.SENDING, applicant, age, network)
        super().__init__(shown, *args, **kwargs)
        self.agreements = list(Agreement.objects.in_force())
        words = (
            _("{document}: we have read it and support it.")
            if applicant == Applicant.ORGANISATION
            else _("{document}: I have read it and support it.")
        )
        for agreement in self.agreements:
            self.fields[_support(agreement)] = forms.BooleanField(
                label=words.format(document=agreement.get_document_display()),
                error_messages={
                    "required": _("Members share this. Please read it and tick the box to apply.")
                },
            )

    def supports(self) -> Iterator[dict]:
        """Shape: agreement, field."""
        for agreement in self.agreements:
            yield {"agreement": agreement, "field": self[_support(agreement)]}


class ReplyForm(AnswersForm):
    """An answer to a question of the desk: what may be changed for it, and a few words."""

    def __init__(self, application: Application, *args, network: Network, **kwargs):
        asked = [
            question
            for question in questions.of(application.applicant)
            if question.name in application.asked_fields
        ]
        super().__init__(asked, *args, network=network, **kwargs)
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


class SigningForm(forms.Form):
    """Who signs, and each document with a box of its own."""

    def __init__(self, agreements: list[Agreement], *args, has_role: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.agreements = agreements
        self.fields["signatory"] = Words(
            label=_("Name of who signs"), widget=forms.TextInput({"autocomplete": "name"})
        )
        if has_role:
            self.fields["role"] = Words(
                label=_("Role"),
                help_text=_("The head, or somebody with the power to sign."),
                widget=forms.TextInput({"autocomplete": "organization-title"}),
            )
        words = (
            _("{document}: we sign this version.")
            if has_role
            else _("{document}: I sign this version.")
        )
        for agreement in agreements:
            self.fields[_support(agreement)] = forms.BooleanField(
                label=words.format(document=agreement.get_document_display()),
                error_messages={"required": _("Tick the box to sign this document.")},
            )

    def boxes(self) -> Iterator[dict]:
        """Shape: agreement, field, text, and the language of the text."""
        for agreement in self.agreements:
            language, text = _readable(agreement)
            field = self[_support(agreement)]
            yield {"agreement": agreement, "field": field, "language": language, "text": text}


def _readable(agreement: Agreement) -> tuple[str, str]:
    """What is signed must be read, in another language if need be."""
    texts = (
        (code, getattr(agreement, languages.column("text", code)))
        for code in [languages.active(), *languages.codes()]
    )
    return next((code, text) for code, text in texts if text)


def kept(form: forms.Form) -> dict[str, list[str]]:
    """What was typed into a form, right or wrong, as a draft may keep it: no resident number, and
    nothing endless."""
    typed = {}
    for name, field in form.fields.items():
        values = form.data.getlist(name)
        is_typed = not isinstance(field, forms.FileField) and not field.widget.is_hidden
        if is_typed and _may_be_kept(values):
            typed[name] = values
    return typed


def _may_be_kept(values: list[str]) -> bool:
    is_short = sum(map(len, values)) <= LONGEST_KEPT and len(values) <= LONGEST_KEPT // 20
    return is_short and not any(map(lint.RESIDENT_NUMBER.search, values))


def as_initial(form: forms.Form, fields: dict[str, list[str]]) -> None:
    """Fill a form with what a draft holds."""
    for name, values in fields.items():
        if name in form.fields:
            is_many = isinstance(form.fields[name], forms.ModelMultipleChoiceField)
            form.initial[name] = values if is_many else next(iter(values), "")


def _printed(field: forms.Field, value) -> list[str]:
    if isinstance(field, forms.ModelMultipleChoiceField):
        return [str(item) for item in value]
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        return [str(dict(field.choices).get(value, ""))] if value else []
    return ["" if value is None else str(value)]


def _box(notice: Notice) -> str:
    return f"consent_{notice.purpose}"


def _seal(notice: Notice) -> str:
    return f"words_{notice.purpose}"


def _support(agreement: Agreement) -> str:
    return f"support_{agreement.pk}"


def _check_room() -> None:
    if ApplicationFile.objects.of_unconfirmed().count() >= MOST_FILES_WAITING:
        raise ValidationError(
            _("Very many files are coming in. Go on without a file: we ask you for it later.")
        )


def _check_size(file) -> None:
    if file.size > FILE_MEGABYTES * 1024 * 1024:
        message = _("This file is larger than {limit} MB. Make it smaller and upload it again.")
        raise ValidationError(message.format(limit=FILE_MEGABYTES))
