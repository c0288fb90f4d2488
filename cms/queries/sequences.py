from django.db import connection
from django.db.models import Model


def next_primary_key(model: type[Model]) -> int:
    """Takes the next primary key from the sequence of a table, which gives each only once."""
    meta = model._meta
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s))", [meta.db_table, meta.pk.column]
        )
        key: int = cursor.fetchone()[0]
    return key
