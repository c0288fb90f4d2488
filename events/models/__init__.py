from events.models.campaign import Campaign
from events.models.event import Event, EventQuerySet, organisations_prefetch, programme_prefetch
from events.models.event_relations import EventOrganisation, EventPhoto, Message
from events.models.programme import DEFAULT_ROLES, Participation, Session
from events.models.timing import tzinfo_or_default, validate_time_zone

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
    "organisations_prefetch",
    "programme_prefetch",
    "tzinfo_or_default",
    "validate_time_zone",
]
