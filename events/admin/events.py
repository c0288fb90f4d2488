from collections.abc import Iterator

from django.contrib import admin, messages
from django.contrib.admin.helpers import InlineAdminFormSet
from django.core.exceptions import PermissionDenied
from django.db.models import DateTimeField, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from cms.admin import ContentAdmin, module_script
from cms.admin.edits.bulk_edits import BulkEditMixin, CampaignEdit, TopicsEdit
from cms.admin.inlines import SortableInline, TranslatedSortableInline
from cms.admin.widgets import FORMFIELD_OVERRIDES, HTMLDateTimeInput
from cms.i18n import languages
from cms.text.proofreading_messages import Finding
from events.admin.forms import (
    EventForm,
    EventOrganisationFormSet,
    LocalDateTimeField,
    MessageForm,
    ParticipationForm,
    ParticipationFormSet,
    ProgrammeFormSet,
    SessionForm,
)
from events.copy_to_next_year import copy_to_next_year
from events.formatting import event_times
from events.models import (
    Event,
    EventOrganisation,
    EventPhoto,
    Message,
    Participation,
    Session,
)
from notes.admin.second_reader import RequiresSecondReaderMixin
from photos.admin import withheld_photos
from photos.admin.picker import PhotoPickerMixin, SortablePhotosInline

LOCAL_TIME_OVERRIDES = FORMFIELD_OVERRIDES | {
    DateTimeField: {"form_class": LocalDateTimeField, "widget": HTMLDateTimeInput}
}


class EventOrganisationInline(SortableInline):
    model = EventOrganisation
    formset = EventOrganisationFormSet
    add_label = _("Add an organisation")
    autocomplete_fields = ["organisation"]
    fieldsets = [(None, {"fields": [("organisation", "role"), "order"]})]


class ParticipationInline(TranslatedSortableInline):
    """The people of a session; `SessionInline` prints it inside each session."""

    model = Participation
    form = ParticipationForm
    formset = ParticipationFormSet
    add_label = _("Add a person")
    autocomplete_fields = ["person"]
    fieldsets = [(None, {"fields": [("person", "role"), "name", "job_title", "order"]})]

    def lookup_from_choice_to_item(self, db_field):
        return "participations__session__event"


class SessionInline(TranslatedSortableInline):
    model = Session
    form = SessionForm
    formset = ProgrammeFormSet
    add_label = _("Add a part of the programme")
    formfield_overrides = LOCAL_TIME_OVERRIDES
    fieldsets = [
        (None, {"fields": [("kind", "starts_at", "ends_at"), "title", "description", "order"]})
    ]

    def get_queryset(self, request: HttpRequest):
        people = Participation.objects.select_related("person")
        return super().get_queryset(request).prefetch_related(Prefetch("participations", people))

    def get_formset(self, request: HttpRequest, obj=None, **kwargs):
        """The formset makes one of people for each session; see `ProgrammeFormSet`."""
        inline = ParticipationInline(Session, self.admin_site)
        fieldsets = inline.get_fieldsets(request)
        attributes = {
            "people_formset_class": inline.get_formset(request),
            "as_admin_formset": lambda _self, people: InlineAdminFormSet(inline, people, fieldsets),
        }
        formset = super().get_formset(request, obj, **kwargs)
        return type("SessionFormSet", (formset,), attributes)


class EventPhotoInline(SortablePhotosInline):
    model = EventPhoto
    lookup_from_photo_to_item = "event_photos__event"


class MessageInline(TranslatedSortableInline):
    model = Message
    form = MessageForm
    add_label = _("Add a message")
    autocomplete_fields = ["person", "organisation"]
    fieldsets = [(None, {"fields": [("person", "organisation"), "text", "order"]})]


@admin.register(Event)
class EventAdmin(RequiresSecondReaderMixin, PhotoPickerMixin, BulkEditMixin, ContentAdmin):
    form = EventForm
    change_form_template = "events/admin/event/change_form.html"
    formfield_overrides = LOCAL_TIME_OVERRIDES
    list_display = ["__str__", "kind", "when", "status"]
    bulk_edits = (TopicsEdit, CampaignEdit)
    list_filter = ["kind", "status", "campaign", "topics"]
    search_fields = [
        *languages.field_names("title"),
        *languages.field_names("summary"),
        *languages.field_names("venue"),
        "slug",
    ]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "title",
                    ("kind", "status"),
                    ("starts_at", "ends_at", "precision"),
                    "summary",
                    "description",
                    "lead_photo",
                ]
            },
        ),
        (
            _("Place and how to take part"),
            {
                "fields": [
                    "venue",
                    "address",
                    "city",
                    ("address_for", "online_url", "registration_url"),
                ]
            },
        ),
        (
            _("After the event"),
            {
                "fields": [("attendance", "attendance_exactness"), "groups_present"],
                "classes": ["below-inlines"],
            },
        ),
        (
            _("More about this event"),
            {
                "fields": [
                    "slogan",
                    ("campaign", "time_zone"),
                    "topics",
                    ("slug", "original_language"),
                ],
                "classes": ["below-inlines"],
            },
        ),
    ]
    inlines = [EventOrganisationInline, SessionInline, EventPhotoInline, MessageInline]

    class Media:
        js = [module_script("forms/sortable_inlines"), module_script("forms/default_roles")]

    def get_urls(self):
        view = self.admin_site.admin_view(self.copy)
        return [path("<int:pk>/copy/", view, name="events_event_copy"), *super().get_urls()]

    @admin.display(description=_("when"), ordering="starts_at")
    def when(self, event: Event) -> str:
        return event_times.event_time(event)

    def find_problems(self, item: Event) -> Iterator[Finding]:
        yield from super().find_problems(item)
        yield from withheld_photos.find_withheld_in_field(item, "lead_photo")
        yield from withheld_photos.find_withheld_in_rows(item.event_photos.select_related("photo"))

    @method_decorator(require_POST)
    def copy(self, request: HttpRequest, pk: int) -> HttpResponse:
        event = get_object_or_404(Event, pk=pk)
        if not (self.has_add_permission(request) and self.has_view_permission(request, event)):
            raise PermissionDenied
        new = copy_to_next_year(event)
        self.log_addition(request, new, _("Copied from “{title}”.").format(title=event))
        message = _("This is a draft of the same event a year later. Check its dates.")
        self.message_user(request, message, messages.SUCCESS)
        return redirect(self.page_url("change", new.pk))
