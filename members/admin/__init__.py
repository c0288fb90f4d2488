"""What a coordinator sees of who we are."""

from members.admin import appearances, history, links, organisations, people, proposals

__all__ = [
    "appearances",
    "history",
    "links",
    "organisations",
    "people",
    "proposals",
]
