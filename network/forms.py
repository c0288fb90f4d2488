"""What forms of the desk are made of: inputs, rules told at their field, publication in words."""

from datetime import datetime, timedelta

from django import forms
from django.contrib.admin.widgets import AdminFileWidget, AdminURLFieldWidget
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network import languages, status, text
from network.fields import EmailFormField, EmailInput
from network.publishing import NEEDS_TITLE

# Outside these years a date is a slip of the keyboard.
EARLIEST = datetime(1900, 1, 1, tzinfo=timezone.get_fixed_timezone(0))
LATEST = datetime(2200, 1, 1, tzinfo=timezone.get_fixed_timezone(0))
STRANGE_YEAR = _("Check the year of this date.")

SOUND_YEARS = [MinValueValidator(EARLIEST, STRANGE_YEAR), MaxValueValidator(LATEST, STRANGE_YEAR)]

HTML_MOMENT = "%Y-%m-%dT%H:%M"
HTML_DAY = "%Y-%m-%d"


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format=HTML_DAY)


class MomentInput(forms.DateTimeInput):
    """The browser's own calendar with a clock."""

    input_type = "datetime-local"

    def __init__(self, attrs=None):
        super().__init__(attrs, format=HTML_MOMENT)


class AddressInput(AdminURLFieldWidget):
    """An address on the web to type, and a way to look where it leads."""

    template_name = "admin/widgets/address.html"


# What the forms of the desk are filled in with where Django's own look like scaffolding.
INPUTS = {
    models.DateField: {"widget": DayInput},
    models.URLField: {"widget": AddressInput},
    models.EmailField: {"form_class": EmailFormField, "widget": EmailInput},
}


class LogoInput(AdminFileWidget):
    """A file to choose, beside the logo as it is now on the ground it is made for."""

    template_name = "admin/widgets/logo.html"

    def __init__(self, attrs=None, on_dark: bool = False):
        super().__init__(attrs)
        self.on_dark = on_dark

    def get_context(self, name, value, attrs):
        return super().get_context(name, value, attrs) | {"on_dark": self.on_dark}


class Choice(models.TextChoices):
    """What a coordinator may want of a language."""

    DRAFT = "draft", _("draft")
    NOW = "now", _("public now")
    IN_AN_HOUR = "hour", _("in an hour")
    ON = "on", _("on …")


def as_seen(choice: str, moment: str | None) -> str:
    """What a form came with, as its hidden field keeps it."""
    return f"{choice} {moment}" if choice == Choice.ON else str(choice)


def is_no_choice(sent: list) -> bool:
    """Whether a publication is sent just as the form came with it."""
    choice, moment, seen = sent
    return bool(seen) and as_seen(choice, moment) == seen


class PublicationWidget(forms.MultiWidget):
    """The choice, the moment of "on …", and what the form came with: `seen`, for nobody's eyes."""

    template_name = "admin/widgets/publication.html"

    def __init__(self, attrs=None):
        parts = {"choice": forms.RadioSelect, "moment": MomentInput, "seen": forms.HiddenInput}
        super().__init__(parts, attrs)

    def decompress(self, value: datetime | None) -> list:
        if value is None:
            return [Choice.DRAFT, None, Choice.DRAFT]
        choice, moment = Choice.NOW, timezone.localtime(value)
        if value > timezone.now():
            choice = Choice.ON
        return [choice, moment, as_seen(choice, f"{moment:{HTML_MOMENT}}")]


class PublicationField(forms.MultiValueField):
    """From when an item is public in a language, as a choice in words.

    Cleaned to a moment of a whole minute, or None for a draft. What is public and stays so keeps
    its moment to the microsecond (`present`, given by the form). A choice that is sent as the form
    came with it is no choice: what a colleague has published or taken back since stays so.
    """

    widget = PublicationWidget

    def __init__(self, language: str, **kwargs):
        self.language = language
        self.present = None
        fields = [
            forms.ChoiceField(choices=Choice, required=False),
            forms.DateTimeField(required=False, validators=SOUND_YEARS),
            forms.CharField(required=False),
        ]
        super().__init__(fields, required=False, require_all_fields=False, **kwargs)
        self.widget.widgets[0].choices = Choice.choices
        self.widget.widgets[1].attrs["aria-label"] = _("Day and time")

    def describe(self, present: datetime | None) -> None:
        """Say of what is public already since when it is."""
        self.present = present
        if present and present <= timezone.now():
            since = _("public since {date}").format(date=status.day(present))
            choices = dict(Choice.choices) | {Choice.NOW.value: since}
            self.widget.widgets[0].choices = list(choices.items())

    def clean(self, value):
        return self.present if is_no_choice(value) else super().clean(value)

    def bound_data(self, data, initial):
        """A form that comes back with an error shows what is now where nothing was chosen."""
        now = self.widget.decompress(self.present)
        return now if is_no_choice(data) else [*data[:2], now[2]]

    def compress(self, data: list) -> datetime | None:
        choice, moment, _seen = data or ("", None, "")
        match choice:
            case Choice.DRAFT:
                return None
            case Choice.NOW:
                now = whole_minute(timezone.now())
                return self.present if self.present and self.present <= timezone.now() else now
            case Choice.IN_AN_HOUR:
                return whole_minute(timezone.now() + timedelta(hours=1))
            case Choice.ON:
                return self._chosen(moment)
        return self.present

    def has_changed(self, initial, data) -> bool:
        try:
            return self.clean(data) != initial
        except ValidationError:
            return True

    def _chosen(self, moment: datetime | None) -> datetime:
        if moment is None:
            language = languages.name(self.language)
            raise ValidationError(
                _("Choose the day and time from which this is to be public (%(language)s)."),
                params={"language": language},
            )
        unchanged = self.present and whole_minute(self.present) == moment
        return self.present if unchanged else moment


def whole_minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


class RuleForm(forms.ModelForm):
    """A broken rule of the database is told at the field that can put it right.

    `rules` names the field by the name of the constraint; other rules are told above the form.
    """

    rules: dict[str, str] = {}

    def _post_clean(self):
        super()._post_clean()
        general = self._errors.pop(NON_FIELD_ERRORS, None)
        fields = {
            rule.get_violation_error_message(): self.rules.get(rule.name)
            for rule in self._meta.model._meta.constraints
        }
        for error in general.as_data() if general else ():
            self.add_error(fields.get(error.message), error)


class NamedForm(forms.ModelForm):
    """The address is made from the names unless somebody types one."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["slug"].required = False
        self.fields["slug"].help_text = _("Left empty it is made from the name.")

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("slug") and "slug" not in self.errors:
            names = (cleaned.get(column) for column in languages.columns("name"))
            cleaned["slug"] = text.shorten_slug(text.propose_slug(*names), 50)
            if not cleaned["slug"]:
                self.add_error("slug", _("Type an address in Latin letters."))
        return cleaned


class ContentForm(RuleForm):
    """Has a name or title in each language in which it is public; see `PublicationField`."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for code in languages.codes():
            if field := self.fields.get(languages.column("published_at", code)):
                field.describe(self.instance.public_from(code))

    def clean(self):
        cleaned = super().clean()
        for code in self.to_be_public():
            title = languages.column(self._meta.model.title_field, code)
            if not cleaned.get(title) and title not in self.errors:
                self.add_error(title, NEEDS_TITLE)
        return cleaned

    def to_be_public(self) -> list[str]:
        """The languages in which the item is, or is to become, public as this form has it."""
        moments = {code: languages.column("published_at", code) for code in languages.codes()}
        return [code for code, moment in moments.items() if self.cleaned_data.get(moment)]
