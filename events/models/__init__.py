"""When we meet: campaigns, events, their programme, and who stands by them."""

from events.models.campaign import Campaign
from events.models.company import EventOrganisation, EventPhoto, Message
from events.models.event import Event, EventQuerySet, with_partners, with_programme
from events.models.programme import USUAL_ROLES, Participation, Session
from events.models.timing import check_time_zone, zone_named

__all__ = [
    "USUAL_ROLES",
    "Campaign",
    "Event",
    "EventOrganisation",
    "EventPhoto",
    "EventQuerySet",
    "Message",
    "Participation",
    "Session",
    "check_time_zone",
    "with_partners",
    "with_programme",
    "zone_named",
]
