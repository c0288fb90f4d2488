"""Nothing is erased by a clock that jumped, until somebody says that it is right."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from cms.declarations.roles import COORDINATORS, EDITORS
from joining.models import ApplicationDraft
from operations import clock_jumps, group_permissions, scheduler
from operations.models import ClockReading
from tests.support.builders import make_colleague, make_draft, make_email, make_network

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Machine:
    """A machine that runs, sleeps and is started anew, and whose clock may be moved."""

    def __init__(self, monkeypatch):
        self.start, self.passed, self.moved = timezone.now(), timedelta(), timedelta()
        self.boot, self.booted = "first", timedelta()
        monkeypatch.setattr(clock_jumps, "read_clock", self.read)

    def read(self) -> clock_jumps.Reading:
        uptime = (self.passed - self.booted).total_seconds()
        return clock_jumps.Reading(self.now(), self.boot, uptime)

    def now(self):
        return self.start + self.passed + self.moved

    def restart(self) -> None:
        self.boot, self.booted = f"{self.boot} again", self.passed

    def run_scheduler(self, *options) -> bool:
        """Whether everything was done."""
        with time_machine.travel(self.now()):
            try:
                call_command("scheduler", *options)
            except SystemExit:
                return False
        return True


@pytest.fixture
def machine(monkeypatch) -> Machine:
    machine = Machine(monkeypatch)
    assert machine.run_scheduler()
    return machine


def test_what_the_machine_says_of_itself():
    first, second = clock_jumps.read_clock(), clock_jumps.read_clock()
    assert first.boot == second.boot
    assert second.uptime >= first.uptime
    assert clock_jumps.compare(first, second) is None


@pytest.mark.parametrize("moved", [400 * DAY, 25 * HOUR, -25 * HOUR, -400 * DAY])
def test_a_clock_that_was_moved_erases_nothing_and_delivers_letters(machine, moved, capsys):
    make_draft()
    make_email(next_attempt_at=machine.start - 500 * DAY)
    machine.passed, machine.moved = HOUR, moved
    assert not machine.run_scheduler()
    assert ApplicationDraft.objects.exists()
    assert len(mail.outbox) == 1
    said = capsys.readouterr().err
    assert "--clock-is-right" in said
    assert ("forward" if moved > timedelta() else "back") in said
    # Put right, it is believed again without a word.
    machine.moved, machine.passed = timedelta(), 3 * DAY
    assert machine.run_scheduler()
    assert clock_jumps.pending_doubt() is None


@pytest.mark.parametrize("moved", [timedelta(), 23 * HOUR, -23 * HOUR])
def test_a_timer_that_stood_still_while_the_machine_ran_asks_nobody(machine, moved):
    make_draft()
    machine.passed, machine.moved = 30 * DAY, moved
    assert machine.run_scheduler()
    assert not ApplicationDraft.objects.exists()


def test_after_a_week_without_the_machine_somebody_is_asked(machine, capsys):
    make_draft()
    machine.passed = 15 * DAY
    machine.restart()
    assert not machine.run_scheduler()
    assert "it was off for so long, or its clock is wrong" in capsys.readouterr().err
    machine.passed += HOUR
    assert not machine.run_scheduler()
    assert ApplicationDraft.objects.exists()
    assert machine.run_scheduler("--clock-is-right")
    assert not ApplicationDraft.objects.exists()
    machine.passed += HOUR
    assert machine.run_scheduler()


def test_a_short_restart_asks_nobody(machine):
    machine.passed = 20 * HOUR
    machine.restart()
    assert machine.run_scheduler()


def test_a_dry_run_says_it_and_remembers_nothing(machine, capsys):
    machine.moved = 3 * DAY
    assert machine.run_scheduler("--dry-run") is False
    out, err = capsys.readouterr()
    assert "erase forms never sent" not in out
    assert "clock" in err
    assert clock_jumps.pending_doubt() is None


def test_every_job_that_erases_trusts_the_clock():
    careful = {job.name for job in scheduler.jobs_without_clock()}
    assert not [name for name in careful if name.startswith(("erase", "forget", "remind"))]
    assert "deliver e-mails" in careful
    assert "write the erasure log" in careful


def test_no_old_backup_is_deleted_by_a_clock_that_jumped(machine, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("operations.backups.make_backup", lambda folder: folder / "new.txt")
    (tmp_path / "new.txt").touch()
    old = tmp_path / "network-20260101T000000Z.tar.age"
    old.touch()
    machine.moved = 400 * DAY
    with time_machine.travel(machine.now()):
        call_command("backup", tmp_path, "--keep-days", "30")
        assert old.exists()
        assert "No old backup is deleted" in capsys.readouterr().err
        clock_jumps.accept_now()
        call_command("backup", tmp_path, "--keep-days", "30")
    assert not old.exists()


@pytest.fixture
def coordinator(client):
    make_network()
    group_permissions.apply_roles()
    user = make_colleague("desk")
    user.groups.set(COORDINATORS.groups())
    client.force_login(user)
    return client


@pytest.mark.parametrize(
    ("code", "words", "button"),
    [
        ("en", "Somebody moved it forward by more than a day.", "This date and time are right"),
        ("ko", "하루 넘게 앞으로", "날짜와 시각이 맞습니다"),
    ],
)
def test_the_admin_asks_and_one_click_answers(machine, coordinator, code, words, button):
    coordinator.cookies["django_language"] = code
    assert button not in coordinator.get("/admin/").content.decode()
    make_draft()
    machine.moved = 30 * DAY
    machine.run_scheduler()
    page = coordinator.get("/admin/").content.decode()
    assert words in page
    assert button in page
    seen = ClockReading.objects.get().doubted_at
    assert seen.isoformat() in page.replace("&#x2B;", "+")
    coordinator.post("/admin/clock/", {"seen": seen.isoformat()})
    assert button not in coordinator.get("/admin/").content.decode()
    machine.passed = HOUR
    assert machine.run_scheduler()
    assert not ApplicationDraft.objects.exists()


@pytest.mark.parametrize("seen", ["", "nonsense", "2026-13-45T00:00", "2020-01-01T00:00:00+00:00"])
def test_nobody_accepts_a_clock_that_they_have_not_seen(machine, coordinator, seen):
    machine.moved = 30 * DAY
    machine.run_scheduler()
    assert coordinator.post("/admin/clock/", {"seen": seen}).status_code == 302
    assert clock_jumps.pending_doubt()


def test_editors_are_not_asked(machine, client):
    make_network()
    group_permissions.apply_roles()
    user = make_colleague("writer")
    user.groups.set(EDITORS.groups())
    client.force_login(user)
    machine.moved = 30 * DAY
    machine.run_scheduler()
    assert "panel-clock" not in client.get("/admin/").content.decode()
    assert client.post("/admin/clock/", {"seen": machine.now().isoformat()}).status_code == 403
