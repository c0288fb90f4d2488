"""What a coordinator sees of who we are."""

from members.admin import accesses, agreements, applications, organisations, people

__all__ = ["accesses", "agreements", "applications", "organisations", "people"]
