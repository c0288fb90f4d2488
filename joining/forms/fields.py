"""The fields of the form: which kind a question of `joining.questions` gets."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, URLValidator
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from joining.models import Application
from joining.questions import Question
from members.models import Region
from network import images, languages, lint, text
from network.fields import EmailFormField
from network.models import Topic

FILE_MEGABYTES = 10
EARLIEST_YEAR = 1800

REFERENCE_PARTS = ("name", "organisation", "email")
OFFERED_MEMBERS = "offered-members"

EMPTY = gettext_lazy("Please answer this question.")
UNCHOSEN = gettext_lazy("Please choose one.")


def fields_of(question: Question, references_needed: int) -> dict[str, forms.Field]:
    """The fields of a question by name; none where there is nothing to choose from."""
    if question.name == "references":
        return _reference_fields(references_needed)
    if question.is_translated:
        return {
            languages.column(question.name, code): _translated(question, code)
            for code in languages.codes()
        }
    field = MAKERS.get(question.name, _plain)(question)
    return {question.name: field} if field else {}


class TooLong(MaxLengthValidator):
    """Says how long a text is. The page does not cut it: what is pasted must not vanish."""

    message = gettext_lazy(
        "This has %(show_value)d characters; %(limit_value)d fit. Please shorten it."
    )

    def __init__(self, limit: int):
        super().__init__(limit)


class Words(forms.CharField):
    """One line or several, without control signs, as the database will hold it."""

    def __init__(self, lines: int = 1, most: int = 200, **options):
        self.is_line = lines == 1
        if not self.is_line:
            options.setdefault("widget", forms.Textarea({"rows": lines}))
        validators = [TooLong(most), lint.refuse_resident_numbers]
        super().__init__(validators=validators, **options)

    def to_python(self, value):
        value = super().to_python(value)
        return text.clean_line(value) if self.is_line else text.clean(value).strip()


class EmailAddress(EmailFormField):
    def __init__(self, most: int, **options):
        super().__init__(max_length=most, **options)
        self.widget.attrs.pop("maxlength", None)


class WebAddress(forms.URLField):
    def __init__(self, most: int, **options):
        super().__init__(assume_scheme="https", max_length=most, **options)
        self.widget = forms.TextInput(self.widget.attrs)
        self.widget.attrs.pop("maxlength", None)
        self.error_messages["invalid"] = _("Write it like https://example.org.")

    def to_python(self, value):
        return super().to_python(text.clean_line(value or ""))


class WebAddresses(Words):
    """One web address a line."""

    def to_python(self, value):
        lines = filter(None, map(str.strip, super().to_python(value).split("\n")))
        return "\n".join(line if "://" in line else f"https://{line}" for line in lines)

    def validate(self, value):
        super().validate(value)
        is_address = URLValidator(schemes=["http", "https"])
        for line in value.split("\n") if value else []:
            try:
                is_address(line)
            except ValidationError as error:
                words = _("“{line}” is not a web address. Copy it from the browser's address bar.")
                raise ValidationError(words.format(line=line)) from error


class Files(forms.FileField):
    """Any number of files from one field."""

    class Widget(forms.FileInput):
        allow_multiple_selected = True

    widget = Widget

    def clean(self, data, initial=None):
        return [super(Files, self).clean(file, initial) for file in data or []]


def _options(question: Question) -> dict:
    help_text = str(question.help).format(
        megabytes=FILE_MEGABYTES,
        logo_megabytes=images.STRANGERS_LOGO.megabytes,
        logo_megapixels=images.STRANGERS_LOGO.megapixels["other"],
    )
    return {"label": question.label, "required": question.is_required, "help_text": help_text}


def _with_hints(field: forms.Field, question: Question) -> forms.Field:
    hints = {"autocomplete": question.autocomplete, "inputmode": question.inputmode}
    field.widget.attrs |= {name: value for name, value in hints.items() if value}
    field.error_messages["required"] = EMPTY
    return field


def _plain(question: Question) -> forms.Field:
    field = Application._meta.get_field(question.name)
    if field.choices:
        return _choice(question, field.choices)
    return _with_hints(Words(question.lines, question.max_length, **_options(question)), question)


def _choice(question: Question, choices: list[tuple]) -> forms.Field:
    choices = [("", _("Please choose")), *((value, capfirst(label)) for value, label in choices)]
    made = forms.ChoiceField(choices=choices, **_options(question))
    made.error_messages["required"] = UNCHOSEN
    return made


def _translated(question: Question, code: str) -> forms.Field:
    options = _options(question) | {"required": False}
    options["label"] = _("{label} ({language})").format(
        label=question.label, language=languages.name(code)
    )
    field = _with_hints(Words(question.lines, question.max_length, **options), question)
    field.widget.attrs["lang"] = code
    if question.is_required:
        # One language is enough, so that none of them is optional by itself.
        field.is_one_of_several = True
        field.help_text = _("In one language at least.")
    return field


def _reference_fields(number_needed: int) -> dict[str, forms.Field]:
    fields = {}
    for n in range(1, number_needed + 1):
        fields |= {
            f"reference_{n}_name": Words(
                label=_("Name ({n})").format(n=n), error_messages={"required": EMPTY}
            ),
            f"reference_{n}_organisation": Words(
                label=_("Organisation ({n})").format(n=n),
                required=False,
                help_text=_(
                    "Is it a member of ours? Choose its name, or write it as our list of members "
                    "has it: then you need not write an e-mail address."
                ),
                widget=forms.TextInput({"list": OFFERED_MEMBERS}),
            ),
            f"reference_{n}_email": EmailAddress(
                254, label=_("E-mail address ({n})").format(n=n), required=False
            ),
        }
        # Not needed of a member, and of everybody else.
        fields[f"reference_{n}_email"].is_one_of_several = True
    if fields:
        fields["references_agreed"] = forms.BooleanField(
            label=_("These people know that they are named and agreed to be asked."),
            error_messages={"required": _("Ask them first, then tick this.")},
        )
    return fields


def _email(question: Question) -> forms.Field:
    return _with_hints(EmailAddress(question.max_length, **_options(question)), question)


def _website(question: Question) -> forms.Field:
    return _with_hints(WebAddress(200, **_options(question)), question)


def _web_addresses(question: Question) -> forms.Field:
    made = WebAddresses(question.lines, question.max_length, **_options(question))
    return _with_hints(made, question)


def _year(question: Question) -> forms.Field:
    now = timezone.localdate().year
    strange = _("Write the year in four digits, such as {year}.").format(year=now)
    field = forms.IntegerField(
        min_value=EARLIEST_YEAR, max_value=now, widget=forms.TextInput, **_options(question)
    )
    field.error_messages |= {"invalid": strange}
    for validator in field.validators:
        validator.message = strange
    return _with_hints(field, question)


def _region(question: Question) -> forms.Field | None:
    regions = Region.objects.all()
    if not regions.exists():
        return None
    made = forms.ModelChoiceField(regions, empty_label=_("Please choose"), **_options(question))
    made.error_messages["required"] = UNCHOSEN
    return made


def _topics(question: Question) -> forms.Field | None:
    topics = Topic.objects.all()
    if not topics.exists():
        return None
    made = forms.ModelMultipleChoiceField(
        topics, widget=forms.CheckboxSelectMultiple, **_options(question)
    )
    made.error_messages["required"] = _("Please choose at least one.")
    return made


def _language(question: Question) -> forms.Field:
    return forms.ChoiceField(
        choices=languages.choices(),
        initial=languages.active(),
        widget=forms.RadioSelect,
        error_messages={"required": UNCHOSEN},
        **_options(question),
    )


def _logo(question: Question) -> forms.Field:
    return forms.FileField(
        widget=forms.FileInput({"accept": "image/jpeg,image/png,image/webp"}), **_options(question)
    )


def _document(question: Question) -> forms.Field:
    field = Files(**_options(question))
    field.widget.attrs["accept"] = "application/pdf"
    return field


MAKERS = {
    "email": _email,
    "website": _website,
    "social_links": _web_addresses,
    "founded_year": _year,
    "region": _region,
    "topics": _topics,
    "language": _language,
    "logo": _logo,
    "document": _document,
}
