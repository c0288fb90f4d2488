"""The time after which PostgreSQL ends a query of a page.

One page that asks for too much would keep a process of PostgreSQL busy for minutes and hold a place
that other readers wait for. Commands (`migrate`, `backup`, `restore`, `tick`) may take longer, so
the limit is an option of the connections of the serving processes and not of the role.
"""

from django.db.backends.base.base import BaseDatabaseWrapper


def limit_statements(connection: BaseDatabaseWrapper, seconds: float) -> None:
    """Give each connection that is opened from now on a limit for its statements."""
    options = connection.settings_dict["OPTIONS"]
    limit = f"-c statement_timeout={round(seconds * 1000)}"
    options["options"] = f"{options.get('options', '')} {limit}".strip()
