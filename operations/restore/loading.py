"""Replaces all tables by those of a dump, in the caller's transaction.

`pg_restore` turns the dump into SQL, which is sent over our own connection. Settings that the
server does not know are left out: programs of PostgreSQL 17 and 18 write some that older servers
refuse.
"""

import re
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from typing import IO, Any

from django.db import connection

from operations.embedded_postgres import BINARIES

COPY = re.compile(rb"COPY .+ FROM stdin;\r?\n")
END_OF_COPY = (b"\\.\n", b"\\.\r\n")
SETTING = re.compile(rb"SET (\w+) = .*;\r?\n")
# Commands for psql, which `pg_restore` writes since August 2025.
PSQL_COMMAND = re.compile(rb"\\(?:un)?restrict \S+\r?\n")
# Some servers store options of their own there, such as `pg_attver` of Debian's 15.20, which other
# servers refuse. People can set these two.
COLUMN_OPTION = re.compile(rb"ALTER TABLE ONLY \S+ ALTER COLUMN \S+ SET \((\w+)=[^()]*\);\r?\n")
STANDARD_COLUMN_OPTIONS = (b"n_distinct", b"n_distinct_inherited")
# Before the first line that starts so there are only settings.
ENTRY_START = b"-- Name: "

# What is dropped before a dump is loaded; triggers and indexes are dropped with their table.
# Shape: kind -> catalogue, type that prints a name, condition on its rows up to their schema.
KINDS = {
    "TABLE": ("pg_class", "regclass", "relkind IN ('r', 'p') AND relnamespace"),
    "VIEW": ("pg_class", "regclass", "relkind = 'v' AND relnamespace"),
    "MATERIALIZED VIEW": ("pg_class", "regclass", "relkind = 'm' AND relnamespace"),
    "SEQUENCE": ("pg_class", "regclass", "relkind = 'S' AND relnamespace"),
    "ROUTINE": ("pg_proc", "regprocedure", "pronamespace"),
    "TYPE": ("pg_type", "regtype", "typtype IN ('d', 'e', 'r') AND typnamespace"),
}

# Bytes that are sent to the server at once.
CHUNK_SIZE = 64 * 1024


class DumpLoadError(Exception):
    """The message is that of `pg_restore`, and is shown to the operator."""


def replace_tables(dump: IO[bytes], extensions: Iterable[str]) -> None:
    """To be called in a transaction."""
    with connection.cursor() as django_cursor, connection.wrap_database_errors:
        cursor = django_cursor.cursor
        [schema] = cursor.execute("SELECT current_schema()").fetchone()
        known = {name.encode() for (name,) in cursor.execute("SELECT name FROM pg_settings")}
        # Waits for other connections, but not for ever.
        cursor.execute("SET LOCAL lock_timeout = '30s'")
        drop_all(cursor)
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
                settings = run_script(cursor, program.stdout or (), known)
            if program.returncode:
                errors.seek(0)
                raise DumpLoadError(errors.read().decode(errors="replace").strip())
        for name in settings | {"search_path"}:
            cursor.execute(f"RESET {name}")


def drop_all(cursor: Any) -> None:
    """Everything in our schema that belongs to no extension, including what the dump lacks."""
    for kind, (catalogue, written_as, rows_of_kind) in KINDS.items():
        ours = f"""
            SELECT string_agg(oid::{written_as}::text, ', ') FROM {catalogue} AS ours
            WHERE {rows_of_kind} = current_schema()::regnamespace AND NOT EXISTS (
                SELECT FROM pg_depend WHERE classid = '{catalogue}'::regclass
                AND objid = ours.oid AND deptype = 'e'
            )
        """  # noqa: S608
        [names] = cursor.execute(ours).fetchone()
        if names:
            cursor.execute(f"DROP {kind} {names} CASCADE")


def run_script(cursor: Any, script: Iterable[bytes], known_settings: set[bytes]) -> set[str]:
    """Returns the names of the settings that it changed."""
    lines, waiting, changed, in_preamble = iter(script), [], set(), True
    for line in lines:
        in_preamble = in_preamble and not line.startswith(ENTRY_START)
        setting = SETTING.fullmatch(line) if in_preamble else None
        if setting and setting[1] not in known_settings:
            continue
        if setting:
            changed.add(setting[1].decode())
        option = COLUMN_OPTION.fullmatch(line)
        if PSQL_COMMAND.fullmatch(line) or (option and option[1] not in STANDARD_COLUMN_OPTIONS):
            continue
        if not COPY.fullmatch(line):
            waiting.append(line)
            continue
        execute_statements(cursor, waiting)
        waiting = []
        with cursor.copy(line) as table:
            for chunk in chunks(table_rows(lines)):
                table.write(chunk)
    execute_statements(cursor, waiting)
    return changed


def execute_statements(cursor: Any, statements: list[bytes]) -> None:
    if any(line.strip() and not line.startswith(b"--") for line in statements):
        cursor.execute(b"".join(statements))


def table_rows(lines: Iterator[bytes]) -> Iterator[bytes]:
    """Consumes the lines up to the end of a COPY."""
    for line in lines:
        if line in END_OF_COPY:
            return
        yield line
    raise DumpLoadError("The dump ends in the middle of a table.")


def chunks(lines: Iterable[bytes]) -> Iterator[bytes]:
    waiting = bytearray()
    for line in lines:
        waiting += line
        if len(waiting) >= CHUNK_SIZE:
            yield bytes(waiting)
            waiting.clear()
    if waiting:
        yield bytes(waiting)
