"""What a coordinator sees of who we are."""

from members.admin import (
    accesses,
    agreements,
    appearances,
    applications,
    history,
    links,
    organisations,
    people,
    proposals,
)

__all__ = [
    "accesses",
    "agreements",
    "appearances",
    "applications",
    "history",
    "links",
    "organisations",
    "people",
    "proposals",
]
