"""The erasure log: no entry is lost on a full disk, and no clock decides what is replayed."""

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

from erasure_log import erasures
from erasure_log.models import UnwrittenErasureEntry
from erasure_log.replayed_actions import ReplayedAction
from operations import backups
from operations.restore import loading, restoring
from tests.support.builders import make_person

pytestmark = pytest.mark.django_db


def record_some(count: int = 1) -> list[int]:
    """Entries that wait to be written into the file."""
    people = [make_person(name_ko="한") for _index in range(count)]
    erasures.record_for_replay(ReplayedAction.HIDE, *people)
    return [person.pk for person in people]


def pks_in_file() -> list[int]:
    return [entry.pk for entry in erasures.read_entries()]


def test_entries_in_the_file_have_the_number_of_their_unwritten_entry():
    pks = record_some(3)
    numbers = list(UnwrittenErasureEntry.objects.order_by("pk").values_list("pk", flat=True))
    assert erasures.write_unwritten() == 3
    assert [(entry.pk, entry.number) for entry in erasures.read_entries()] == list(
        zip(pks, numbers, strict=True)
    )
    assert erasures.last_number() == numbers[-1]
    assert [entry.pk for entry in erasures.entries_after(numbers[0], timezone.now())] == pks[1:]


def test_a_system_that_writes_less_than_it_is_given_is_called_again(monkeypatch):
    pks, write = record_some(3), os.write
    monkeypatch.setattr(os, "write", lambda file, data: write(file, data[:7]))
    erasures.write_unwritten()
    assert pks_in_file() == pks


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


def test_on_a_full_disk_entries_wait_and_the_file_stays_whole(small_files):
    first = record_some(2)
    erasures.write_unwritten()
    whole = erasures.log_path().read_bytes()
    second = record_some(60)
    small_files(4096)
    with pytest.raises(OSError, match="File too large"), transaction.atomic():
        erasures.write_unwritten()
    assert erasures.log_path().read_bytes() == whole
    assert erasures.count_unwritten() == 60
    small_files(None)
    assert erasures.write_unwritten() == 60
    assert pks_in_file() == first + second


@pytest.mark.faults
@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to mount a file system of 4 KB")
def test_on_a_file_system_of_four_kilobytes_no_entry_is_lost(settings, tmp_path):
    settings.ERASURES_ROOT = tmp_path / "small"
    settings.ERASURES_ROOT.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", str(settings.ERASURES_ROOT)]
    subprocess.run(mount, check=True)  # noqa: S603
    try:
        pks = []
        for _number in range(60):
            pks += record_some()
            try:
                with transaction.atomic():
                    erasures.write_unwritten()
            except OSError:
                continue
        in_file, unwritten = pks_in_file(), UnwrittenErasureEntry.objects.order_by("pk")
        assert 0 < len(in_file) < 60
        assert in_file + [entry.data["pk"] for entry in unwritten] == pks
    finally:
        subprocess.run(["umount", str(settings.ERASURES_ROOT)], check=True)  # noqa: S603, S607


@pytest.mark.parametrize("length", [1, 30, -1])
def test_an_entry_that_a_killed_process_left_truncated_is_completed(length):
    """It is killed before its commit: the entry is unwritten, and part of it is in the file."""
    first = record_some()
    erasures.write_unwritten()
    pks = record_some(2)
    unwritten = UnwrittenErasureEntry.objects.order_by("pk").first()
    line = erasures._serialize(erasures._with_number(unwritten))
    with erasures.log_path().open("ab") as file:
        file.write(line[:length])
    erasures.write_unwritten()
    assert pks_in_file() == first + pks


def test_a_truncated_entry_that_is_not_unwritten_is_kept_and_logged(caplog):
    record_some()
    erasures.write_unwritten()
    with erasures.log_path().open("a") as file:
        file.write('{"number": 1, "at": "2026-')
    record_some()
    erasures.write_unwritten()
    assert "incomplete line" in caplog.text
    with pytest.raises(erasures.UnreadableLogError) as raised:
        erasures.read_entries()
    assert raised.value.line_numbers == [2]


def test_a_missing_newline_at_the_end_does_no_harm():
    pks = record_some()
    erasures.write_unwritten()
    erasures.log_path().write_bytes(erasures.log_path().read_bytes().rstrip())
    assert pks_in_file() == pks
    pks += record_some()
    erasures.write_unwritten()
    assert pks_in_file() == pks


DAMAGES = {
    "truncated": lambda lines: [*lines[:-1], lines[-1][: len(lines[-1]) // 2]],
    "zeros": lambda lines: [lines[0], b"\0" * 40, *lines[1:]],
    "no text": lambda lines: [b"\xff\xfe" + lines[0], *lines[1:]],
    "another shape": lambda lines: [b'{"action": "hide"}', *lines],
    "no object": lambda lines: [b"[1, 2]", *lines],
    "no date": lambda lines: [re.sub(rb'"at": "[^"]+"', b'"at": "then"', lines[0]), *lines[1:]],
    "unknown model": lambda lines: [lines[0].replace(b"members.Person", b"members.Robot")],
    "unknown action": lambda lines: [lines[0].replace(b'"hide"', b'"praise"')],
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_log_that_cannot_be_read_is_refused_before_anything_is_replaced(
    tmp_path, monkeypatch, damage
):
    monkeypatch.setattr(loading, "replace_tables", lambda *_words: pytest.fail("It was restored."))
    monkeypatch.setattr(restoring, "stage_files", lambda *_words: pytest.fail("It was staged."))
    file = backups.make_backup(tmp_path)
    record_some(2)
    erasures.write_unwritten()
    lines = erasures.log_path().read_bytes().splitlines()
    erasures.log_path().write_bytes(b"\n".join(DAMAGES[damage](lines)))
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("restore", file, "--yes")


def test_a_log_of_a_former_database_never_makes_a_number_be_given_twice():
    """The database was created anew, and the log of the former one is still there."""
    record_some()
    erasures.write_unwritten()
    line = json.loads(erasures.log_path().read_text())
    far = line["number"] + 700_000
    erasures.log_path().write_text(json.dumps(line | {"number": far}) + "\n")
    assert erasures.last_number() == far
    record_some()
    assert UnwrittenErasureEntry.objects.get().pk > far


@pytest.mark.parametrize("hours", [-26, -2, 2, 26])
def test_what_is_replayed_does_not_depend_on_the_clock(tmp_path, hours):
    """The clock is wrong while the backup is made, and put right before the next action."""
    before = record_some()
    with time_machine.travel(timezone.now() + timedelta(hours=hours)):
        erasures.write_unwritten()
        file = backups.make_backup(tmp_path)
    later = record_some()
    erasures.write_unwritten()
    with file.open("rb") as _raw, (tmp_path / "dump").open("w+b") as dump:
        manifest = restoring.read_backup(file, dump).manifest
    assert [entry.pk for entry in restoring.erasures_since(manifest)] == later
    assert before
    assert manifest.server == connection.pg_version


def test_entries_of_older_versions_are_selected_by_their_time():
    record_some(2)
    erasures.write_unwritten()
    old = [json.loads(line) for line in erasures.log_path().read_text().splitlines()]
    for days, line in zip((30, 1), old, strict=True):
        del line["number"]
        line["at"] = (timezone.now() - timedelta(days=days)).isoformat()
    erasures.log_path().write_text("".join(f"{json.dumps(line)}\n" for line in old))
    new = record_some()
    erasures.write_unwritten()
    entries = erasures.entries_after(0, timezone.now() - timedelta(days=2))
    assert [entry.pk for entry in entries] == [old[1]["pk"], *new]
