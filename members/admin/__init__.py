"""What a coordinator sees of who we are."""

from members.admin import agreements, organisations, people

__all__ = ["agreements", "organisations", "people"]
