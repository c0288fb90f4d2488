"""Who we are: organisations, people and the offices they hold, and what members sign."""

from members.models.agreements import Agreement
from members.models.appearances import Appearance
from members.models.hidings import Hiding, TakenBack
from members.models.history import Milestone
from members.models.organisations import Organisation, OrganisationPhoto, Region
from members.models.people import Office, Person

__all__ = [
    "Agreement",
    "Appearance",
    "Hiding",
    "Milestone",
    "Office",
    "Organisation",
    "OrganisationPhoto",
    "Person",
    "Region",
    "TakenBack",
]
