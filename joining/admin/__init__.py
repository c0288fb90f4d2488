"""What a coordinator sees of who wants to join, and of what members sign."""

from joining.admin import accesses, agreements, applications, newcomers

__all__ = ["accesses", "agreements", "applications", "newcomers"]
