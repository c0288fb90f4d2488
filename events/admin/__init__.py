from events.admin import campaigns, events

__all__ = ["campaigns", "events"]
