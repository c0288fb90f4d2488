"""A dump of PostgreSQL, put in the place of a database's tables within one transaction.

`pg_restore` turns the dump into SQL, which is sent over our own connection. So all of it happens in
the caller's transaction, or nothing; and settings that the server does not know are left out:
programs of PostgreSQL 17 and 18 write some that older servers refuse.
"""

import re
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from typing import IO

from django.db import connection

from network.embedded_postgres import BINARIES

COPY = re.compile(rb"COPY .+ FROM stdin;\r?\n")
END_OF_COPY = (b"\\.\n", b"\\.\r\n")
SETTING = re.compile(rb"SET (\w+) = .*;\r?\n")
# What programs since August 2025 tell psql, and nobody else.
FOR_PSQL = re.compile(rb"\\(?:un)?restrict \S+\r?\n")
# Some servers note things about columns for themselves there, such as `pg_attver` of Debian's
# 15.20, which no other takes. The options that people set are these two.
OPTION_OF_COLUMN = re.compile(rb"ALTER TABLE ONLY \S+ ALTER COLUMN \S+ SET \((\w+)=[^()]*\);\r?\n")
OPTIONS_OF_PEOPLE = (b"n_distinct", b"n_distinct_inherited")
# Above the first of these stand only settings.
FIRST_ENTRY = b"-- Name: "

# Sent to the server at once.
A_PIECE = 64 * 1024


class NotLoaded(Exception):  # noqa: N818 - said to an operator
    """What `pg_restore` says of a dump that it cannot read."""


def replace_tables(dump: IO[bytes], extensions: Iterable[str]) -> None:
    """Drop what is there and load a dump. To be called in a transaction."""
    with connection.cursor() as django_cursor, connection.wrap_database_errors:
        cursor = django_cursor.cursor
        [schema] = cursor.execute("SELECT current_schema()").fetchone()
        known = {name.encode() for (name,) in cursor.execute("SELECT name FROM pg_settings")}
        # Whoever is still connected is waited for, but not for ever.
        cursor.execute("SET LOCAL lock_timeout = '30s'")
        drop_tables(cursor)
        for extension in extensions:
            name = connection.ops.quote_name(extension)
            cursor.execute(f"CREATE EXTENSION IF NOT EXISTS {name}")
        with tempfile.TemporaryFile() as errors:
            options = ["--no-owner", "--no-acl", "--no-comments", f"--schema={schema}", "--file=-"]
            program = subprocess.Popen(  # noqa: S603
                [BINARIES / "pg_restore", *options],
                stdin=dump,
                stdout=subprocess.PIPE,
                stderr=errors,
            )
            with program:
                settings = send(cursor, program.stdout, known)
            if program.returncode:
                errors.seek(0)
                raise NotLoaded(errors.read().decode(errors="replace").strip())
        for name in settings | {"search_path"}:
            cursor.execute(f"RESET {name}")


def drop_tables(cursor) -> None:
    """Everything of our schema that belongs to no extension, also what is younger than the dump."""
    tables = """
        SELECT string_agg(format('%I.%I', schemaname, tablename), ', ')
        FROM pg_tables WHERE schemaname = current_schema()
        AND NOT EXISTS (
            SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND deptype = 'e'
            AND objid = format('%I.%I', schemaname, tablename)::regclass
        )
    """
    [names] = cursor.execute(tables).fetchone()
    if names:
        cursor.execute(f"DROP TABLE {names} CASCADE")


def send(cursor, script: Iterable[bytes], known_settings: set[bytes]) -> set[str]:
    """Run a script of `pg_restore`; the settings that it made."""
    lines, waiting, made, in_preamble = iter(script), [], set(), True
    for line in lines:
        in_preamble = in_preamble and not line.startswith(FIRST_ENTRY)
        setting = SETTING.fullmatch(line) if in_preamble else None
        if setting and setting[1] not in known_settings:
            continue
        if setting:
            made.add(setting[1].decode())
        option = OPTION_OF_COLUMN.fullmatch(line)
        if FOR_PSQL.fullmatch(line) or (option and option[1] not in OPTIONS_OF_PEOPLE):
            continue
        if not COPY.fullmatch(line):
            waiting.append(line)
            continue
        execute(cursor, waiting)
        waiting = []
        with cursor.copy(line) as table:
            for piece in pieces(rows(lines)):
                table.write(piece)
    execute(cursor, waiting)
    return made


def execute(cursor, statements: list[bytes]) -> None:
    if any(line.strip() and not line.startswith(b"--") for line in statements):
        cursor.execute(b"".join(statements))


def rows(lines: Iterator[bytes]) -> Iterator[bytes]:
    """The rows of one table, up to the line that ends them."""
    for line in lines:
        if line in END_OF_COPY:
            return
        yield line
    raise NotLoaded("The dump ends in the middle of a table.")


def pieces(lines: Iterable[bytes]) -> Iterator[bytes]:
    waiting = bytearray()
    for line in lines:
        waiting += line
        if len(waiting) >= A_PIECE:
            yield bytes(waiting)
            waiting.clear()
    if waiting:
        yield bytes(waiting)
