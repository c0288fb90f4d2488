"""What a coordinator sees of events: facts, words, programme and people on one page."""

from calendar import monthrange

from django import forms
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
from modeltranslation.admin import TranslationInlineModelAdmin

from events import copying, wording
from events.forms import (
    EventForm,
    LocalMomentField,
    MessageForm,
    ParticipationForm,
    Partners,
    People,
    Programme,
    SessionForm,
)
from events.models import (
    Campaign,
    Event,
    EventOrganisation,
    EventPhoto,
    Message,
    Participation,
    Session,
)
from network import languages
from network.admin import ContentAdmin, SideBySide, TranslatedAdmin, module
from network.forms import INPUTS, MomentInput, NamedForm
from network.rows import Rows
from photos.picker import PhotoRows, PicksPhotos

# February has a 29th in some years, and campaigns come every year.
A_LEAP_YEAR = 2024
MOMENTS = INPUTS | {DateTimeField: {"form_class": LocalMomentField, "widget": MomentInput}}


class TranslatedRows(Rows, SideBySide, TranslationInlineModelAdmin, admin.StackedInline):
    pass


class PartnerInline(Rows, admin.StackedInline):
    model = EventOrganisation
    formset = Partners
    adds = _("Add an organisation")
    autocomplete_fields = ["organisation"]
    fieldsets = [(None, {"fields": [("organisation", "role"), "order"]})]

    def way_to_whole(self, db_field):
        return "event_roles__event"


class PeopleInline(TranslatedRows):
    """The people of one session; printed by `SessionInline` inside each session."""

    model = Participation
    form = ParticipationForm
    formset = People
    adds = _("Add a person")
    autocomplete_fields = ["person"]
    fieldsets = [(None, {"fields": [("person", "role"), "role_text", "order"]})]

    def way_to_whole(self, db_field):
        return "participations__session__event"


class SessionInline(TranslatedRows):
    model = Session
    form = SessionForm
    formset = Programme
    adds = _("Add a part of the programme")
    formfield_overrides = MOMENTS
    fieldsets = [
        (None, {"fields": [("kind", "starts_at", "ends_at"), "title", "description", "order"]})
    ]

    def get_queryset(self, request):
        people = Participation.objects.select_related("person")
        return super().get_queryset(request).prefetch_related(Prefetch("participations", people))

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        inline = PeopleInline(Session, self.admin_site)
        formset.people = inline.get_formset(request)
        fieldsets = inline.get_fieldsets(request)
        formset.show = lambda _self, people: InlineAdminFormSet(inline, people, fieldsets)
        return formset


class PhotoInline(PhotoRows):
    model = EventPhoto
    photos_by = "event_places__event"


class MessageInline(TranslatedRows):
    model = Message
    form = MessageForm
    adds = _("Add a message")
    autocomplete_fields = ["person", "organisation"]
    fieldsets = [(None, {"fields": [("person", "organisation"), "text", "order"]})]

    def way_to_whole(self, db_field):
        return "messages__event"


@admin.register(Event)
class EventAdmin(PicksPhotos, ContentAdmin):
    form = EventForm
    change_form_template = "admin/events/event/change_form.html"
    formfield_overrides = MOMENTS
    list_display = ["__str__", "kind", "when", "status"]
    list_filter = ["kind", "status", "campaign", "topics"]
    search_fields = [
        *languages.columns("title"),
        *languages.columns("summary"),
        *languages.columns("venue"),
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
            _("Where, and how to come"),
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
            _("Afterwards"),
            {
                "fields": [("attendance", "attendance_qualifier"), "groups_present"],
                "classes": ["closing"],
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
                "classes": ["closing"],
            },
        ),
    ]
    inlines = [PartnerInline, SessionInline, PhotoInline, MessageInline]

    class Media:
        js = [module("desk-rows"), module("desk-programme")]

    def get_urls(self):
        view = self.admin_site.admin_view(self.copy)
        return [path("<int:pk>/copy/", view, name="events_event_copy"), *super().get_urls()]

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name == "topics":
            kwargs["widget"] = forms.CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    @admin.display(description=_("when"), ordering="starts_at")
    def when(self, event: Event) -> str:
        return wording.when(event)

    @method_decorator(require_POST)
    def copy(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A draft of the same event a year later, opened."""
        event = get_object_or_404(Event, pk=pk)
        if not (self.has_add_permission(request) and self.has_view_permission(request, event)):
            raise PermissionDenied
        new = copying.copy(event)
        self.log_addition(request, new, _("Copied from “{title}”.").format(title=event))
        words = _("This is a draft of the same event a year later. Put its dates right.")
        self.message_user(request, words, messages.SUCCESS)
        return redirect(self._address("change", new.pk))


class CampaignForm(NamedForm):
    def clean(self):
        cleaned = super().clean()
        for end in ("from", "to"):
            month, day = cleaned.get(f"{end}_month"), cleaned.get(f"{end}_day")
            if month in range(1, 13) and day and day > monthrange(A_LEAP_YEAR, month)[1]:
                self.add_error(f"{end}_day", _("This month has no such day."))
        return cleaned


@admin.register(Campaign)
class CampaignAdmin(TranslatedAdmin):
    form = CampaignForm
    list_display = ["__str__", "slug"]
    search_fields = [*languages.columns("name"), "slug"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "name",
                    ("from_month", "from_day"),
                    ("to_month", "to_day"),
                    "description",
                    "slug",
                ]
            },
        )
    ]
