from base64 import b64encode
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.fields import PlainTextField, get_model_field, refuse_national_id_numbers_in_html
from cms.files import images
from cms.i18n import languages
from cms.text import plain_text
from members.models import Organisation, Proposal, ProposedChange
from members.models.logo_storage import LOGO_SIDE
from members.upkeep import logo_files, member_proposals

MAX_RICH_TEXT_LENGTH = 10_000
MAX_PROSE_LENGTH = 2_000
# In characters: longer fields get a text area.
TEXT_AREA_ABOVE = 200


class ProposalForm(forms.Form):
    """The form for the fields in `member_proposals.PROPOSABLE_FIELDS`, filled with the values of
    the organisation or of a pending proposal."""

    # What the member saw: a change is a value that differs from it, whatever was saved meanwhile.
    signed_values = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        organisation: Organisation,
        *args: Any,
        pending: Proposal | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        self.shown_values = member_proposals.read_signed_values(
            organisation, self.data.get("signed_values", "")
        )
        self.initial["signed_values"] = member_proposals.sign_current_values(organisation)
        self.pending_logos: dict[str, str] = {}
        for field_name in member_proposals.PROPOSABLE_FIELDS:
            self.fields[field_name] = labelled_form_field(get_model_field(Organisation, field_name))
            self._set_initial(field_name, self.shown_values[field_name])
        self.fields["remark"] = model_form_field(
            get_model_field(Proposal, "remark"),
            label=gettext_lazy("Anything else we should know"),
            help_text=gettext_lazy("For example who should get these e-mails from now on."),
            widget=forms.Textarea({"rows": 3}),
        )
        for field_name in logo_files.LOGO_FIELDS:
            if getattr(organisation, field_name):
                self.fields[removal_field_name(field_name)] = forms.BooleanField(
                    label=gettext_lazy("Remove this logo from the page"), required=False
                )
        if pending:
            self.initial["remark"] = pending.remark
            for change in pending.changes.all():
                self._set_initial(change.field_name, change.proposed_value)
                if change.is_logo:
                    self._set_initial_logo(change)

    def clean_social_links(self) -> str:
        validate_url = URLValidator(schemes=["http", "https"])
        text = plain_text.clean(self.cleaned_data["social_links"])
        lines = [line.strip() for line in text.split("\n") if line]
        for line in lines:
            try:
                validate_url(line)
            except ValidationError as error:
                message = _(
                    "“{line}” is not a web address. Copy it from the browser’s address bar."
                )
                raise ValidationError(message.format(line=line)) from error
        return "\n".join(lines)

    def _set_initial(self, field_name: str, value: str) -> None:
        """File inputs cannot have an initial value."""
        field = self.fields[field_name]
        if isinstance(field, forms.ModelMultipleChoiceField):
            self.initial[field_name] = value.split()
        elif not isinstance(field, LogoField):
            self.initial[field_name] = member_proposals.to_editable_text(field_name, value)

    def _set_initial_logo(self, change: ProposedChange) -> None:
        """A logo that was proposed before stays proposed, and so does the removal of a logo."""
        if change.proposed_value:
            self.pending_logos[change.field_name] = change.proposed_value
        else:
            self.initial[removal_field_name(change.field_name)] = True

    def clean(self) -> dict[str, Any]:
        super().clean()
        if not any(
            self.cleaned_data.get(field_name) for field_name in languages.field_names("name")
        ):
            first = languages.field_names("name")[0]
            if first not in self.errors:
                self.add_error(first, _("Fill in the name in at least one language."))
        self._check_removals(self.cleaned_data)
        self._ask_for_files_again()
        return self.cleaned_data

    def _check_removals(self, cleaned: dict) -> None:
        for field_name in logo_files.LOGO_FIELDS:
            if cleaned.get(removal_field_name(field_name)) and cleaned.get(field_name):
                self.add_error(field_name, _("Either choose a file or remove the logo, not both."))

    def _ask_for_files_again(self) -> None:
        """A browser forgets the chosen files when the form is shown again with errors."""
        uploaded = [name for name in self.files if self.cleaned_data.get(name)]
        for name in uploaded if self.errors else ():
            self.add_error(name, _("Choose this file again: it was not saved."))

    def add_nothing_changed_error(self, *, is_requested: bool) -> None:
        message = (
            _("You have changed nothing. If everything is right, press “Yes, everything is right”.")
            if is_requested
            else _("You have changed nothing. Change something, or close this page.")
        )
        self.add_error(None, message)

    def new_values(self) -> dict[str, str]:
        return {
            field_name: self._stored_value(field_name)
            for field_name in member_proposals.PROPOSABLE_FIELDS
        }

    def groups(self) -> Iterator[dict]:
        """The fields as the page shows them, with the languages of a field side by side."""
        for name in dict.fromkeys(map(base_field_name, member_proposals.PROPOSABLE_FIELDS)):
            whole = get_model_field(Organisation, name)
            field_names = [
                c for c in member_proposals.PROPOSABLE_FIELDS if base_field_name(c) == name
            ]
            yield {
                "label": capfirst(str(whole.verbose_name)),
                "fields": [
                    (self[field_name], field_language_name(field_name))
                    for field_name in field_names
                ],
                "is_translated": field_names != [name],
                **(self._logo(name) if name in logo_files.LOGO_FIELDS else {}),
            }

    def _logo(self, field_name: str) -> dict:
        logo, removal = getattr(self.organisation, field_name), removal_field_name(field_name)
        return {
            "logo": logo_files.embedded_logo_url(logo) if logo else "",
            "removal": self[removal] if removal in self.fields else None,
            "is_dark": field_name == "logo_dark",
            "is_pending": field_name in self.pending_logos,
        }

    def _removes_logo(self, field_name: str) -> bool:
        """The logo for dark screens is removed with the other one: it cannot be alone."""
        names = {"logo", field_name}
        return any(self.cleaned_data.get(removal_field_name(name)) for name in names)

    def _stored_value(self, field_name: str) -> str:
        value: Any = self.cleaned_data[field_name] or ""
        shown_value = self.shown_values[field_name]
        match self.fields[field_name]:
            case LogoField():
                if self._removes_logo(field_name):
                    return ""
                return value or self.pending_logos.get(field_name, shown_value)
            case forms.ModelMultipleChoiceField():
                return "\n".join(sorted(topic.slug for topic in value))
            case forms.ModelChoiceField():
                return value.slug if value else ""
        if plain_text.clean(value).strip() == member_proposals.to_editable_text(
            field_name, shown_value
        ):
            return shown_value
        return get_model_field(Organisation, field_name).to_python(
            member_proposals.from_editable_text(field_name, value, shown_value)
        )


class LogoField(forms.FileField):
    """Cleans to the public rendition as Base64: a file would have a URL before it is accepted."""

    widget = forms.FileInput({"accept": "image/png,image/jpeg,image/webp"})

    def clean(self, data: Any, initial: Any = None) -> str:
        file = super().clean(data, initial)
        return (
            b64encode(
                images.make_logo(file, LOGO_SIDE, images.LIMITS_OF_APPLICANT_LOGO).read()
            ).decode()
            if file
            else ""
        )


def removal_field_name(field_name: str) -> str:
    return f"{field_name}_removed"


def base_field_name(field_name: str) -> str:
    """Returns `name` for `name_ko`, and the same name for a field that is not translated."""
    field = get_model_field(Organisation, field_name)
    return languages.translated_field(field).name


def field_language_name(field_name: str) -> str:
    language = languages.field_language(get_model_field(Organisation, field_name))
    return capfirst(languages.language_name(language)) if language else ""


def labelled_form_field(field: models.Field) -> forms.Field:
    form_field = _unlabelled_form_field(field)
    form_field.label, form_field.required = languages.field_label(field), False
    if language := languages.field_language(field):
        form_field.widget.attrs["lang"] = language
    return form_field


def _unlabelled_form_field(field: models.Field) -> forms.Field:
    if isinstance(field, models.ImageField):
        return LogoField(help_text=field.help_text)
    if field.many_to_many:
        widget = forms.CheckboxSelectMultiple
        return model_form_field(field, to_field_name="slug", widget=widget, help_text="")
    if field.many_to_one:
        return model_form_field(field, to_field_name="slug")
    if isinstance(field, PlainTextField):
        return forms.CharField(
            max_length=MAX_PROSE_LENGTH,
            widget=forms.Textarea({"rows": 4}),
            validators=field.validators,
            help_text=field.help_text,
        )
    if member_proposals.is_rich_text(field.name):
        return forms.CharField(
            max_length=MAX_RICH_TEXT_LENGTH,
            widget=forms.Textarea({"rows": 12}),
            validators=[refuse_national_id_numbers_in_html],
            help_text=_("Leave an empty line between paragraphs."),
        )
    form_field = model_form_field(field)
    if (field.max_length or 0) > TEXT_AREA_ABOVE:
        form_field.widget = forms.Textarea({"rows": 3, "maxlength": field.max_length})
    return form_field


def model_form_field(field: models.Field, **options: Any) -> forms.Field:
    form_field = field.formfield(**options)
    if form_field is None:
        raise TypeError(f"{field.name} is not editable.")
    return form_field
