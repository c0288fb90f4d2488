from django import template
from django.db.models import QuerySet
from django.utils.safestring import SafeString

from cms.i18n.time_zones import time_zone_name
from cms.publishing.structured_data import json_ld_script
from events.formatting import attendance, event_times, people
from events.models import Event, Participation
from events.structured_data import event_object
from members.models import Person

register = template.Library()
register.filter(event_times.event_time)
register.filter(event_times.short_start_date)
register.filter(event_times.session_time)
register.filter(attendance.attendance)
register.filter(attendance.attendance_label)
register.filter(people.role_in)
register.filter(people.participant_name)
register.filter(people.person_with_job_title)
register.filter(people.panel_caption)
register.filter(people.moderator_line)


@register.filter
def time_zone_label(event: Event) -> str:
    return time_zone_name(event.time_zone, event.local_start)


@register.simple_tag
def events_of_person(person: Person) -> QuerySet[Event]:
    participations = Participation.objects.filter(person=person)
    found = Event.objects.published().filter(pk__in=participations.values("session__event"))
    return found.with_list_relations().order_by("-starts_at", "-pk")


@register.simple_tag(takes_context=True)
def event_data(context: dict) -> SafeString:
    event = context["event"]
    return json_ld_script(event_object(event)) if event.is_day_known() else SafeString("")
