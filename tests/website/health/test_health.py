"""What a monitor is told of the site."""

import shutil
from collections import namedtuple
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from cms.files.permissions import is_readable_by_others
from mail.models import Email
from operations import clock_jumps
from tests.support.builders import make_email
from website.health import checks

pytestmark = pytest.mark.django_db

Usage = namedtuple("Usage", "total used free")


@pytest.fixture(autouse=True)
def _running_for_long(monkeypatch):
    """A site that has just been started is not blamed for the hours before."""
    monkeypatch.setattr(checks, "STARTED", checks.STARTED - 3600)
    clock_jumps.check()


def lines(client, status: int) -> list[str]:
    answer = client.get("/healthz")
    assert answer.status_code == status, answer.text
    assert "no-cache" in answer["Cache-Control"]
    return answer.text.splitlines()


def test_all_is_well(client):
    assert lines(client, 200) == [
        "database: ok",
        "media: ok",
        "originals: ok",
        "erasures: ok",
        "scheduler: ok",
        "mail: ok",
    ]


def test_a_folder_that_cannot_be_written_is_named(client, settings, tmp_path):
    blocked = tmp_path / "a-file"
    blocked.write_text("")
    settings.ORIGINALS_ROOT = blocked / "originals"
    assert "originals: cannot be written" in lines(client, 503)
    assert "media: ok" in lines(client, 503)


def test_private_folders_of_a_fresh_site_are_closed(client, settings):
    lines(client, 200)
    assert not is_readable_by_others(Path(settings.ORIGINALS_ROOT))
    assert not is_readable_by_others(Path(settings.ERASURES_ROOT))


def test_looking_leaves_nothing_in_a_folder(client, settings):
    lines(client, 200)
    assert list(Path(settings.MEDIA_ROOT).iterdir()) == []


def test_a_disk_that_fills_up_is_told_in_time(client, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: Usage(1000, 901, 99))
    assert "media: less than 10 % of the disk is free" in lines(client, 503)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: Usage(1000, 900, 100))
    lines(client, 200)


def test_a_scheduler_that_stands_still_is_told(client):
    row = clock_jumps.last_reading()
    row.believed_at = timezone.now() - timedelta(minutes=11)
    row.save()
    assert "scheduler: has not run for more than ten minutes" in lines(client, 503)
    row.delete()
    assert "scheduler: has not run for more than ten minutes" in lines(client, 503)


def test_a_scheduler_that_does_not_believe_the_clock_is_told(client):
    row = clock_jumps.last_reading()
    row.doubted_at = timezone.now()
    row.save()
    assert "scheduler: does not believe the clock" in lines(client, 503)


def test_a_site_that_has_just_started_waits_for_its_scheduler(client, monkeypatch):
    monkeypatch.setattr(checks, "STARTED", checks.time.monotonic())
    clock_jumps.last_reading().delete()
    lines(client, 200)


@pytest.mark.parametrize("state", [Email.State.WAITING, Email.State.SENDING])
def test_mail_that_waits_for_over_an_hour_is_told(client, state):
    email = make_email(state=state)
    lines(client, 200)
    email.queued_at = timezone.now() - timedelta(minutes=61)
    email.save()
    assert "mail: waiting for over an hour" in lines(client, 503)
    email.state = Email.State.SENT
    email.save()
    lines(client, 200)
