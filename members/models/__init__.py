"""Who we are: organisations, people and the offices they hold, and what members sign."""

from members.models.agreements import Agreement
from members.models.organisations import Organisation, OrganisationPhoto, Region
from members.models.people import Office, Person

__all__ = ["Agreement", "Office", "Organisation", "OrganisationPhoto", "Person", "Region"]
