"""When we meet: campaigns, events, their programme, and who stands by them."""

from events.models.campaign import Campaign
from events.models.company import EventOrganisation, EventPhoto, Message
from events.models.event import Event, EventQuerySet, check_time_zone
from events.models.programme import Participation, Session

__all__ = [
    "Campaign",
    "Event",
    "EventOrganisation",
    "EventPhoto",
    "EventQuerySet",
    "Message",
    "Participation",
    "Session",
    "check_time_zone",
]
