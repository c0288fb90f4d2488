"""A day in an address: 2025-07-09."""

from datetime import date


class Day:
    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        """Raises ValueError for a day that does not exist, which makes the address unknown."""
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()
