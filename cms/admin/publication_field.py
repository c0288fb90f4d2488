"""The form field for `published_at` in a language: draft, now, in an hour, or at a moment."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.admin.widgets import HTML_DATETIME, YEAR_VALIDATORS, HTMLDateTimeInput
from cms.i18n import languages
from cms.publishing import publication_status


class PublicationChoice(models.TextChoices):
    """The choices for one language."""

    DRAFT = "draft", _("draft")
    NOW = "now", _("public now")
    IN_AN_HOUR = "hour", _("in an hour")
    ON = "on", _("on …")


def initial_value(choice: str, moment: str | None) -> str:
    """The publication that the form was loaded with, as its hidden field stores it."""
    return f"{choice} {moment}" if choice == PublicationChoice.ON else str(choice)


def is_unchanged(submitted: list) -> bool:
    """Whether the publication is submitted as the form was loaded with it."""
    choice, moment, initial = submitted
    return bool(initial) and initial_value(choice, moment) == initial


def unchanged_data(name: str, current: datetime | None) -> dict[str, str]:
    """What a form sends for the field of that name when nobody chose anything else."""
    choice, moment, initial = PublicationWidget().decompress(current)
    typed = f"{moment:{HTML_DATETIME}}" if moment else ""
    return {f"{name}_choice": choice, f"{name}_moment": typed, f"{name}_initial": initial}


def draft_data(name: str) -> dict[str, str]:
    """What a form sends when somebody chose "draft", whatever was before."""
    return {f"{name}_choice": PublicationChoice.DRAFT, f"{name}_moment": "", f"{name}_initial": ""}


class PublicationWidget(forms.MultiWidget):
    """The choice, the moment of "on …", and in a hidden input what the form was loaded with."""

    template_name = "admin/widgets/publication.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        parts: dict[str, type[forms.Widget]] = {
            "choice": forms.RadioSelect,
            "moment": HTMLDateTimeInput,
            "initial": forms.HiddenInput,
        }
        super().__init__({**parts}, attrs)

    def set_choices(self, choices: Iterable[tuple[str, Any]]) -> None:
        for widget in self.widgets:
            if isinstance(widget, forms.RadioSelect):
                widget.choices = choices

    def decompress(self, value: datetime | None) -> list:
        if value is None:
            return [PublicationChoice.DRAFT, None, PublicationChoice.DRAFT]
        choice, moment = PublicationChoice.NOW, timezone.localtime(value)
        if value > timezone.now():
            choice = PublicationChoice.ON
        return [choice, moment, initial_value(choice, f"{moment:{HTML_DATETIME}}")]


class PublicationField(forms.MultiValueField):
    """When an item becomes public in a language.

    Cleaned to a moment of a whole minute, or None for a draft. An item that is public and remains
    so keeps its moment to the microsecond (`current`, set by the form). A choice that nobody
    changed is ignored: what a colleague has published or taken back since remains so.
    """

    widget = PublicationWidget()

    def __init__(self, language: str, **kwargs: Any) -> None:
        self.language = language
        self.current: datetime | None = None
        fields = [
            forms.ChoiceField(choices=PublicationChoice, required=False),
            forms.DateTimeField(required=False, validators=YEAR_VALIDATORS),
            forms.CharField(required=False),
        ]
        super().__init__(fields, required=False, require_all_fields=False, **kwargs)
        self.widget.set_choices(PublicationChoice.choices)
        self.widget.widgets[1].attrs["aria-label"] = _("Day and time")

    def set_current(self, current: datetime | None) -> None:
        """For a public item, the choice "now" says since when it is public."""
        self.current = current
        if current and current <= timezone.now():
            since = _("public since {date}").format(date=publication_status.short_date(current))
            choices = dict(PublicationChoice.choices) | {PublicationChoice.NOW.value: since}
            self.widget.set_choices(list(choices.items()))

    def clean(self, value: Any) -> Any:
        return self.current if is_unchanged(value) else super().clean(value)

    def bound_data(self, data: Any, initial: Any) -> Any:
        """A form with errors shows the present publication where nobody chose another."""
        now = self.widget.decompress(self.current)
        return now if is_unchanged(data) else [*data[:2], now[2]]

    def compress(self, data: list) -> datetime | None:
        choice, moment, _initial = data or ("", None, "")
        match choice:
            case PublicationChoice.DRAFT:
                return None
            case PublicationChoice.NOW:
                now = whole_minute(timezone.now())
                return self.current if self.current and self.current <= timezone.now() else now
            case PublicationChoice.IN_AN_HOUR:
                return whole_minute(timezone.now() + timedelta(hours=1))
            case PublicationChoice.ON:
                return self._chosen(moment)
        return self.current

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.clean(data) != initial
        except ValidationError:
            return True

    def _chosen(self, moment: datetime | None) -> datetime:
        if moment is None:
            language = languages.language_name(self.language)
            raise ValidationError(
                _("Choose the day and time from which this is to be public (%(language)s)."),
                params={"language": language},
            )
        if self.current and whole_minute(self.current) == moment:
            return self.current
        return moment


def whole_minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
