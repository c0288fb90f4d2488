from collections.abc import Iterable
from typing import Any, TypeVar

from django import forms
from django.core.validators import BaseValidator
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.fields import get_model_field
from cms.files import images
from cms.i18n import languages
from joining.form.field_classes import (
    CHOICE_REQUIRED,
    EmailAddressField,
    MultipleFileField,
    PlainTextField,
    WebAddressField,
    WebAddressListField,
)
from joining.form.questions import Question
from joining.limits_and_periods import FILE_MEGABYTES
from joining.models import Application
from members.models import Region
from network.models import Topic

F = TypeVar("F", bound=forms.Field)

EARLIEST_YEAR = 1800

REFEREE_FIELDS = ("name", "organisation", "email")
MEMBER_SUGGESTIONS_ID = "member-suggestions"

ANSWER_REQUIRED = gettext_lazy("Please answer this question.")


def fields_for(question: Question, referee_numbers: Iterable[int]) -> dict[str, forms.Field]:
    """The fields by name. A list of choices without any gets no field."""
    if question.name == "referees":
        return _referee_fields(referee_numbers)
    if question.is_translated:
        return {
            languages.field_name(question.name, code): _translated_field(question, code)
            for code in languages.codes()
        }
    field = FIELD_BUILDERS.get(question.name, _text_field)(question)
    return {question.name: field} if field else {}


def _field_kwargs(question: Question) -> dict[str, Any]:
    logo_limits = images.LIMITS_OF_APPLICANT_LOGO
    help_text = str(question.help).format(
        megabytes=FILE_MEGABYTES,
        logo_megabytes=logo_limits.megabytes,
        logo_pixels=images.megapixels_text(logo_limits.megapixels_of_any_format),
    )
    return {"label": question.label, "required": question.is_required, "help_text": help_text}


def _with_browser_hints(field: F, question: Question) -> F:
    """Adds what a browser needs to fill in the field, and our message where it is left empty."""
    hints = {"autocomplete": question.autocomplete, "inputmode": question.inputmode}
    field.widget.attrs |= {name: value for name, value in hints.items() if value}
    field.error_messages["required"] = ANSWER_REQUIRED
    return field


def _text_field(question: Question) -> forms.Field:
    field = get_model_field(Application, question.name)
    if field.choices:
        return _choice_field(question, field.flatchoices)
    return _with_browser_hints(
        PlainTextField(question.lines, question.max_length, **_field_kwargs(question)), question
    )


def _choice_field(question: Question, choices: Iterable[tuple[str, str]]) -> forms.Field:
    options = [("", _("Please choose")), *((value, capfirst(label)) for value, label in choices)]
    field = forms.ChoiceField(choices=options, **_field_kwargs(question))
    field.error_messages["required"] = CHOICE_REQUIRED
    return field


def _translated_field(question: Question, code: str) -> forms.Field:
    options = _field_kwargs(question) | {"required": False}
    options["label"] = _("{label} ({language})").format(
        label=question.label, language=languages.language_name(code)
    )
    field = _with_browser_hints(
        PlainTextField(question.lines, question.max_length, **options), question
    )
    field.widget.attrs["lang"] = code
    if question.is_required:
        # One language is enough: the page marks none of them as optional.
        field.hides_optional_mark = True
        field.help_text = _("In at least one language.")
    return field


def _referee_fields(numbers: Iterable[int]) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {}
    for n in numbers:
        fields |= {
            f"referee_{n}_name": PlainTextField(
                label=_("Name ({n})").format(n=n), error_messages={"required": ANSWER_REQUIRED}
            ),
            f"referee_{n}_organisation": PlainTextField(
                label=_("Organisation ({n})").format(n=n),
                required=False,
                help_text=_(
                    "Is it a member of ours? Choose its name, or write it as our list of members "
                    "has it; then no e-mail address is needed."
                ),
                widget=forms.TextInput({"list": MEMBER_SUGGESTIONS_ID}),
            ),
            f"referee_{n}_email": _referee_email_field(n),
        }
    if fields:
        fields["referees_agreed"] = forms.BooleanField(
            label=_("These people know that they have been named and have agreed to be contacted."),
            error_messages={"required": _("Ask them first, then tick this.")},
        )
    return fields


def _referee_email_field(n: int) -> forms.Field:
    field = EmailAddressField(254, label=_("E-mail address ({n})").format(n=n), required=False)
    # Not needed where the organisation is a member.
    field.hides_optional_mark = True
    return field


def _email_field(question: Question) -> forms.Field:
    return _with_browser_hints(
        EmailAddressField(question.max_length, **_field_kwargs(question)), question
    )


def _website_field(question: Question) -> forms.Field:
    return _with_browser_hints(WebAddressField(200, **_field_kwargs(question)), question)


def _web_addresses_field(question: Question) -> forms.Field:
    field = WebAddressListField(question.lines, question.max_length, **_field_kwargs(question))
    return _with_browser_hints(field, question)


def _year_field(question: Question) -> forms.Field:
    now = timezone.localdate().year
    message = _("Write the year in four digits, such as {year}.").format(year=now)
    field = forms.IntegerField(
        min_value=EARLIEST_YEAR, max_value=now, widget=forms.TextInput, **_field_kwargs(question)
    )
    field.error_messages |= {"invalid": message}
    for validator in field.validators:
        if isinstance(validator, BaseValidator):
            validator.message = message
    return _with_browser_hints(field, question)


def _region_field(question: Question) -> forms.Field | None:
    regions = Region.objects.all()
    if not regions.exists():
        return None
    field = forms.ModelChoiceField(
        regions, empty_label=_("Please choose"), **_field_kwargs(question)
    )
    field.error_messages["required"] = CHOICE_REQUIRED
    return field


def _topics_field(question: Question) -> forms.Field | None:
    topics = Topic.objects.all()
    if not topics.exists():
        return None
    field = forms.ModelMultipleChoiceField(
        topics, widget=forms.CheckboxSelectMultiple, **_field_kwargs(question)
    )
    field.error_messages["required"] = _("Please choose at least one.")
    return field


def _language_field(question: Question) -> forms.Field:
    return forms.ChoiceField(
        choices=languages.choices(),
        initial=languages.active(),
        widget=forms.RadioSelect,
        error_messages={"required": CHOICE_REQUIRED},
        **_field_kwargs(question),
    )


def _logo_field(question: Question) -> forms.Field:
    return forms.FileField(
        widget=forms.FileInput({"accept": "image/jpeg,image/png,image/webp"}),
        **_field_kwargs(question),
    )


def _document_field(question: Question) -> forms.Field:
    field = MultipleFileField(**_field_kwargs(question))
    field.widget.attrs["accept"] = "application/pdf"
    return field


FIELD_BUILDERS = {
    "email": _email_field,
    "website": _website_field,
    "social_links": _web_addresses_field,
    "founded_year": _year_field,
    "region": _region_field,
    "topics": _topics_field,
    "language": _language_field,
    "logo": _logo_field,
    "document": _document_field,
}
