"""What a coordinator sees of who we are."""

from members.admin import agreements, links, organisations, people, proposals

__all__ = ["agreements", "links", "organisations", "people", "proposals"]
