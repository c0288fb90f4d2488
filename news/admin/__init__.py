from news.admin import articles

__all__ = ["articles"]
