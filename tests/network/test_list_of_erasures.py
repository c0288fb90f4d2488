"""The list of erasures: no deed is lost on a full disk, and no clock decides what is done again."""

import json
import os
import re
import resource
import signal
import subprocess
from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from network import backups, erasures, loading, restoring
from network.models import UnlistedErasure
from tests.builders import make_person

pytestmark = pytest.mark.django_db


def note(number: int = 1) -> list[int]:
    """Deeds that wait to be written down."""
    people = [make_person(name_ko="한") for _index in range(number)]
    erasures.note("hide", *people)
    return [person.pk for person in people]


def listed() -> list[int]:
    return [one.pk for one in erasures.read()]


def test_lines_carry_the_number_of_their_deed():
    pks = note(3)
    numbers = list(UnlistedErasure.objects.order_by("pk").values_list("pk", flat=True))
    assert erasures.write_down() == 3
    assert [(one.pk, one.number) for one in erasures.read()] == list(zip(pks, numbers, strict=True))
    assert erasures.last_number() == numbers[-1]
    assert [one.pk for one in erasures.after(numbers[0], timezone.now())] == pks[1:]


def test_a_system_that_writes_less_than_it_is_given_is_asked_again(monkeypatch):
    pks, write = note(3), os.write
    monkeypatch.setattr(os, "write", lambda file, data: write(file, data[:7]))
    erasures.write_down()
    assert listed() == pks


@pytest.fixture
def small_files():
    """No file may grow larger than so many bytes, as on a full disk; also without being root."""
    before, ignored = resource.getrlimit(resource.RLIMIT_FSIZE), signal.getsignal(signal.SIGXFSZ)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    def limit(size: int | None) -> None:
        soft = before[0] if size is None else size
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, before[1]))

    yield limit
    limit(None)
    signal.signal(signal.SIGXFSZ, ignored)


def test_on_a_full_disk_deeds_wait_and_the_file_stays_whole(small_files):
    first = note(2)
    erasures.write_down()
    whole = erasures.path().read_bytes()
    second = note(60)
    small_files(4096)
    with pytest.raises(OSError, match="File too large"), transaction.atomic():
        erasures.write_down()
    assert erasures.path().read_bytes() == whole
    assert erasures.waiting() == 60
    small_files(None)
    assert erasures.write_down() == 60
    assert listed() == first + second


@pytest.mark.faults
@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to mount a file system of 4 KB")
def test_on_a_file_system_of_four_kilobytes_no_deed_is_lost(settings, tmp_path):
    settings.ERASURES_ROOT = tmp_path / "small"
    settings.ERASURES_ROOT.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", str(settings.ERASURES_ROOT)]
    subprocess.run(mount, check=True)  # noqa: S603
    try:
        pks = []
        for _number in range(60):
            pks += note()
            try:
                with transaction.atomic():
                    erasures.write_down()
            except OSError:
                continue
        in_file, waiting = listed(), UnlistedErasure.objects.order_by("pk")
        assert 0 < len(in_file) < 60
        assert in_file + [row.line["pk"] for row in waiting] == pks
    finally:
        subprocess.run(["umount", str(settings.ERASURES_ROOT)], check=True)  # noqa: S603, S607


@pytest.mark.parametrize("kept", [1, 30, -1])
def test_a_line_that_a_killed_process_left_torn_is_completed(kept):
    """It is killed before its commit: the deed waits, and part of its line is in the file."""
    first = note()
    erasures.write_down()
    pks = note(2)
    row = UnlistedErasure.objects.order_by("pk").first()
    line = erasures._as_line(erasures._numbered(row))
    with erasures.path().open("ab") as file:
        file.write(line[:kept])
    erasures.write_down()
    assert listed() == first + pks


def test_a_torn_line_of_somebody_else_is_kept_and_told(caplog):
    note()
    erasures.write_down()
    with erasures.path().open("a") as file:
        file.write('{"number": 1, "at": "2026-')
    note()
    erasures.write_down()
    assert "not whole" in caplog.text
    with pytest.raises(erasures.Unreadable) as told:
        erasures.read()
    assert told.value.lines == [2]


def test_only_a_line_end_that_is_missing_is_no_harm():
    pks = note()
    erasures.write_down()
    erasures.path().write_bytes(erasures.path().read_bytes().rstrip())
    assert listed() == pks
    pks += note()
    erasures.write_down()
    assert listed() == pks


HARM = {
    "cut short": lambda lines: [*lines[:-1], lines[-1][: len(lines[-1]) // 2]],
    "zeros": lambda lines: [lines[0], b"\0" * 40, *lines[1:]],
    "no text": lambda lines: [b"\xff\xfe" + lines[0], *lines[1:]],
    "another shape": lambda lines: [b'{"deed": "hide"}', *lines],
    "no object": lambda lines: [b"[1, 2]", *lines],
    "no moment": lambda lines: [re.sub(rb'"at": "[^"]+"', b'"at": "then"', lines[0]), *lines[1:]],
    "unknown model": lambda lines: [lines[0].replace(b"members.Person", b"members.Robot")],
    "unknown deed": lambda lines: [lines[0].replace(b'"hide"', b'"praise"')],
}


@pytest.mark.parametrize("harm", HARM)
def test_a_list_that_cannot_be_read_is_found_before_anything_is_replaced(
    tmp_path, monkeypatch, harm
):
    monkeypatch.setattr(loading, "replace_tables", lambda *_words: pytest.fail("It was restored."))
    monkeypatch.setattr(restoring, "stage", lambda *_words: pytest.fail("It was staged."))
    file = backups.make(tmp_path)
    note(2)
    erasures.write_down()
    lines = erasures.path().read_bytes().splitlines()
    erasures.path().write_bytes(b"\n".join(HARM[harm](lines)))
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("restore", file, "--yes")


def test_a_list_that_is_older_than_the_database_never_gives_a_number_twice():
    """Somebody began anew, and the list of the former database is still there."""
    note()
    erasures.write_down()
    line = json.loads(erasures.path().read_text())
    far = line["number"] + 700_000
    erasures.path().write_text(json.dumps(line | {"number": far}) + "\n")
    assert erasures.last_number() == far
    note()
    assert UnlistedErasure.objects.get().pk > far


@pytest.mark.parametrize("hours", [-26, -2, 2, 26])
def test_what_is_erased_again_does_not_hang_on_the_clock(tmp_path, hours):
    """The clock is wrong while the backup is made, and put right before the next deed."""
    before = note()
    with time_machine.travel(timezone.now() + timedelta(hours=hours)):
        erasures.write_down()
        file = backups.make(tmp_path)
    later = note()
    erasures.write_down()
    with file.open("rb") as _raw, (tmp_path / "dump").open("w+b") as dump:
        manifest = restoring.examine(file, dump).manifest
    assert [one.pk for one in restoring.listed_erasures(manifest)] == later
    assert before
    assert manifest.server == connection.pg_version


def test_lines_of_older_versions_still_go_by_their_moment():
    note(2)
    erasures.write_down()
    old = [json.loads(line) for line in erasures.path().read_text().splitlines()]
    for days, line in zip((30, 1), old, strict=True):
        del line["number"]
        line["at"] = (timezone.now() - timedelta(days=days)).isoformat()
    erasures.path().write_text("".join(f"{json.dumps(line)}\n" for line in old))
    new = note()
    erasures.write_down()
    found = erasures.after(0, timezone.now() - timedelta(days=2))
    assert [one.pk for one in found] == [old[1]["pk"], *new]
