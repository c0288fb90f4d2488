"""The time after which PostgreSQL cancels a query of a page: `STATEMENT_TIMEOUT` of the settings.

One page that asks for too much would keep a process of PostgreSQL busy for minutes and occupy a
connection that other readers wait for. Commands (`migrate`, `backup`, `restore`, `scheduler`) may
take longer, so the limit is an option of the connections of web processes, not of the role.
"""

from django.db.backends.base.base import BaseDatabaseWrapper


def set_statement_timeout(connection: BaseDatabaseWrapper, seconds: float) -> None:
    """For all connections opened from now on."""
    options = connection.settings_dict["OPTIONS"]
    limit = f"-c statement_timeout={round(seconds * 1000)}"
    options["options"] = f"{options.get('options', '')} {limit}".strip()
