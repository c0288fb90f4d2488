"""What a watcher is told of the site."""

import shutil
from collections import namedtuple
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from letters.models import Letter
from network import clock_jumps, health
from tests.builders import make_letter

pytestmark = pytest.mark.django_db

Usage = namedtuple("Usage", "total used free")


@pytest.fixture(autouse=True)
def _running_for_long(monkeypatch):
    """A site that has just been started is not blamed for the hours before."""
    monkeypatch.setattr(health, "STARTED", health.STARTED - 3600)
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
        "timer: ok",
        "letters: ok",
    ]


def test_a_folder_that_cannot_be_written_is_named(client, settings, tmp_path):
    blocked = tmp_path / "a-file"
    blocked.write_text("")
    settings.ORIGINALS_ROOT = blocked / "originals"
    assert "originals: cannot be written" in lines(client, 503)
    assert "media: ok" in lines(client, 503)


def test_looking_leaves_nothing_in_a_folder(client, settings):
    lines(client, 200)
    assert list(Path(settings.MEDIA_ROOT).iterdir()) == []


def test_a_disk_that_fills_up_is_told_in_time(client, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: Usage(1000, 901, 99))
    assert "media: less than 10 % of the disk is free" in lines(client, 503)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: Usage(1000, 900, 100))
    lines(client, 200)


def test_a_timer_that_stands_still_is_told(client):
    row = clock_jumps.known()
    row.believed_at = timezone.now() - timedelta(minutes=11)
    row.save()
    assert "timer: has not run for more than ten minutes" in lines(client, 503)
    row.delete()
    assert "timer: has not run for more than ten minutes" in lines(client, 503)


def test_a_timer_that_does_not_believe_the_clock_is_told(client):
    row = clock_jumps.known()
    row.doubted_at = timezone.now()
    row.save()
    assert "timer: does not believe the clock" in lines(client, 503)


def test_a_site_that_has_just_started_waits_for_its_timer(client, monkeypatch):
    monkeypatch.setattr(health, "STARTED", health.time.monotonic())
    clock_jumps.known().delete()
    lines(client, 200)


@pytest.mark.parametrize("state", [Letter.State.WAITING, Letter.State.SENDING])
def test_letters_that_wait_for_over_an_hour_are_told(client, state):
    letter = make_letter(state=state)
    lines(client, 200)
    letter.posted_at = timezone.now() - timedelta(minutes=61)
    letter.save()
    assert "letters: wait for over an hour" in lines(client, 503)
    letter.state = Letter.State.SENT
    letter.save()
    lines(client, 200)
