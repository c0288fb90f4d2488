"""The clock: every job is done, one at a time, whatever becomes of the others."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection

from mail.models import Email
from operations import scheduler
from tests.support.builders import make_email

pytestmark = pytest.mark.django_db

BASE_DIR = Path(__file__).resolve().parent.parent.parent


def test_due_letters_go_and_it_says_so(capsys):
    make_email()
    call_command("scheduler")
    assert len(mail.outbox) == 1
    assert "deliver e-mails: 1\n" in capsys.readouterr().out


def test_a_dry_run_tells_of_all_jobs_and_does_none(capsys):
    make_email()
    call_command("scheduler", "--dry-run")
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(":")[0] for line in lines] == [job.name for job in scheduler.jobs()]
    assert "deliver e-mails: 1" in lines
    assert mail.outbox == []
    assert Email.objects.get().state == "waiting"


def test_a_job_that_fails_is_told_and_the_others_are_done(monkeypatch, capsys):
    def fail():
        raise ValueError("no such table")

    make_email()
    jobs = [scheduler.Job("go wrong", count_due=int, run=fail), *scheduler.jobs()]
    monkeypatch.setattr(scheduler, "jobs", lambda: jobs)
    with pytest.raises(SystemExit) as ended:
        call_command("scheduler")
    assert ended.value.code == 1
    assert "go wrong: no such table" in capsys.readouterr().err
    assert len(mail.outbox) == 1


def test_two_runs_never_overlap(capsys):
    make_email()
    with scheduler.exclusive() as first:
        assert first
        call_command("scheduler")
    assert "Another run has not ended yet." in capsys.readouterr().out
    assert mail.outbox == []
    call_command("scheduler")
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_a_process_that_keeps_time_ends_when_it_is_told_to():
    name = connection.settings_dict["NAME"]
    command = [sys.executable, "manage.py", "scheduler", "--every", "60", "--dry-run"]
    environment = os.environ | {"DATABASE_URL": database_url(name), "DEVELOPMENT": "1"}
    process = subprocess.Popen(  # noqa: S603
        command, cwd=BASE_DIR, env=environment, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout.readline() == "notify readers of concerns: 0\n"
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 0
    finally:
        process.kill()


def database_url(name: str) -> str:
    found = connection.settings_dict
    port = f":{found['PORT']}" if found["PORT"] else ""
    return f"postgres://{found['USER']}@{port}/{quote(found['HOST'], safe='')}/{name}"
