"""What a coordinator sees of the news."""

from news.admin import articles

__all__ = ["articles"]
