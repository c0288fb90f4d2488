"""What a coordinator sees of who we are."""

from members.admin import (
    agreements,
    appearances,
    history,
    links,
    organisations,
    people,
    proposals,
)

__all__ = [
    "agreements",
    "appearances",
    "history",
    "links",
    "organisations",
    "people",
    "proposals",
]
