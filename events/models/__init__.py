from events.models.campaign import Campaign
from events.models.event import Event, EventQuerySet, with_event_organisations, with_programme
from events.models.event_relations import EventOrganisation, EventPhoto, Message
from events.models.programme import DEFAULT_ROLES, Participation, Session
from events.models.timing import check_time_zone, zone_or_default

__all__ = [
    "DEFAULT_ROLES",
    "Campaign",
    "Event",
    "EventOrganisation",
    "EventPhoto",
    "EventQuerySet",
    "Message",
    "Participation",
    "Session",
    "check_time_zone",
    "with_event_organisations",
    "with_programme",
    "zone_or_default",
]
