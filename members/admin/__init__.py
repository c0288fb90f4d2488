"""What a coordinator sees of who we are."""

from members.admin import agreements, appearances, history, organisations, people

__all__ = ["agreements", "appearances", "history", "organisations", "people"]
