from events.admin import events

__all__ = ["events"]
