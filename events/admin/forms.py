"""Forms of an event: times in its own time zone, parts of the programme with their people."""

import json
import zoneinfo
from collections.abc import Callable

from django import forms
from django.conf import settings
from django.contrib.admin.helpers import InlineAdminFormSet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.admin.inlines import InlineRowForm, PreloadedFormSet, UniqueRowsFormSet
from cms.admin.widgets import YEAR_VALIDATORS
from cms.i18n import languages
from events.models import DEFAULT_ROLES, Event, tzinfo_or_default
from photos.admin.picker import ContentWithPhotoForm


class LocalDateTimeField(forms.DateTimeField):
    """Typed and shown in the time zone of the event, which the form sets."""

    default_validators = [*YEAR_VALIDATORS]
    tzinfo = zoneinfo.ZoneInfo(settings.TIME_ZONE)

    def to_python(self, value):
        with timezone.override(self.tzinfo):
            return super().to_python(value)

    def prepare_value(self, value):
        with timezone.override(self.tzinfo):
            return super().prepare_value(value)


class LocalTimesMixin(forms.BaseForm):
    def set_time_zone(self, tzinfo: zoneinfo.ZoneInfo) -> None:
        for field in self.fields.values():
            if isinstance(field, LocalDateTimeField):
                field.tzinfo = tzinfo


class EventForm(LocalTimesMixin, ContentWithPhotoForm):
    constraint_error_fields = {"event_ends_after_it_starts": "ends_at"}

    class Meta:
        widgets = {"topics": forms.CheckboxSelectMultiple}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._set_exactness_choices()
        typed = self.data.get(self.add_prefix("time_zone")) if self.is_bound else None
        self.set_time_zone(tzinfo_or_default(typed or self.instance.time_zone))

    def _set_exactness_choices(self) -> None:
        """Empty in another language means: as in the network's own."""
        own = languages.codes()[0]
        as_in_own = _("as in {language}").format(language=languages.language_name(own))
        for code in languages.codes():
            field = self.fields.get(languages.field_name("attendance_exactness", code))
            if isinstance(field, forms.ChoiceField):
                empty = [] if code == own else [("", as_in_own)]
                field.choices = [*empty, *Event.Exactness.choices]


class ParticipationForm(InlineRowForm):
    constraint_error_fields = {"participation_is_person_or_name": "person"}

    def has_changed(self) -> bool:
        """A new row with nothing but a role is empty, as the browser fills in the role."""
        prefilled = {"order", "role"} if self.instance._state.adding else set()
        return bool(set(self.changed_data) - prefilled)


class SessionForm(LocalTimesMixin, InlineRowForm):
    # Set by `ProgrammeFormSet`.
    people: "ParticipationFormSet"
    people_admin_formset: InlineAdminFormSet

    constraint_error_fields = {"session_ends_after_it_starts": "ends_at"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Read by `static/js/admin/forms/default_roles.js`.
        self.fields["kind"].widget.attrs["data-default-roles"] = json.dumps(DEFAULT_ROLES)

    def has_changed(self) -> bool:
        return super().has_changed() or self.people.has_changed()

    def clean(self):
        cleaned = super().clean()
        if not self.people.is_valid():
            self.add_error(None, _("Check the people in this part."))
        return cleaned

    def save(self, commit=True):
        session = super().save(commit)
        if commit:
            self.people.save()
        return session


class ParticipationFormSet(UniqueRowsFormSet):
    unique_row_fields = ("person", "role")
    duplicate_message = _("This person has this role in this part already.")

    def get_queryset(self):
        return list(self.instance.participations.all()) if self.instance.pk else []

    def get_form_kwargs(self, index):
        """Skips the validation of unchanged rows, of which an event can have hundreds."""
        return super().get_form_kwargs(index) | {"empty_permitted": True}


class ProgrammeFormSet(PreloadedFormSet):
    """The sessions of an event, each with a formset of its people.

    `SessionInline` sets both attributes. `as_admin_formset` returns what Django's template of
    inlines prints.
    """

    people_formset_class: type[ParticipationFormSet]
    as_admin_formset: Callable[[ParticipationFormSet], InlineAdminFormSet]

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.set_time_zone(tzinfo_or_default(self.instance.time_zone))
        form.people = self.people_formset_class(
            data=form.data if form.is_bound else None,
            instance=form.instance,
            prefix=f"{form.prefix}-people",
        )
        form.people_admin_formset = self.as_admin_formset(form.people)


class EventOrganisationFormSet(UniqueRowsFormSet):
    unique_row_fields = ("organisation", "role")
    duplicate_message = _("This organisation has this role already.")


class MessageForm(InlineRowForm):
    constraint_error_fields = {"message_has_sender": "person"}
