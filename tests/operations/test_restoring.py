"""A restore is all or nothing: on a disk that is too small, and whenever its process is killed."""

import errno
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as site
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from erasure_log import erasures
from erasure_log.replayed_actions import ReplayedAction
from network.models import Topic
from operations import backups, scheduler
from operations.models import RestoreRecord
from operations.restore import loading, restoring, staging
from tests.operations.test_scheduler import database_url
from tests.support.builders import make_person, make_topic
from website.health import unavailable_page

BASE_DIR = Path(__file__).resolve().parent.parent.parent

in_transactions = pytest.mark.django_db(transaction=True)


@pytest.fixture
def backup(tmp_path) -> Path:
    """A backup of one topic and two files; since then there are another and others."""
    make_topic(name_ko="그때")
    for folder in backups.backed_up_folders().values():
        (folder / "deep").mkdir(parents=True)
        (folder / "deep" / "then.txt").write_bytes(b"then" * 5000)
    file = backups.make_backup(tmp_path / "backups")
    Topic.objects.update(name_ko="지금")
    for folder in backups.backed_up_folders().values():
        (folder / "deep" / "then.txt").unlink()
        (folder / "now.txt").write_text("now")
    erasures.record_for_replay(ReplayedAction.HIDE, make_person())
    erasures.write_unwritten()
    return file


def state() -> tuple:
    files = {
        f"{name}/{path.relative_to(folder)}"
        for name, folder in backups.backed_up_folders().items()
        for path in folder.rglob("*")
        if path.is_file() and path != unavailable_page.contact_file()
    }
    return [topic.name_ko for topic in Topic.objects.all()], files, RestoreRecord.objects.count()


NOW = (["지금"], {"originals/now.txt", "media/now.txt"}, 0)
THEN = (["그때"], {"originals/deep/then.txt", "media/deep/then.txt"}, 0)


@in_transactions
def test_database_and_files_are_exchanged_and_nothing_else_is_left(backup):
    assert state() == NOW
    call_command("restore", backup, "--yes")
    assert state() == THEN
    assert not staging.staged_in(backups.backed_up_folders().values())


def fail(*_words):
    raise OSError(errno.ENOSPC, "No space left on device")


def refuse(*_words):
    raise ValueError("it cannot be done")


@in_transactions
@pytest.mark.parametrize(
    ("where", "how"),
    [
        ((staging.StagedFolder, "prepare"), fail),
        ((restoring, "stage_files"), fail),
        ((loading, "run_script"), fail),
        ((restoring, "check_version"), fail),
        ((staging.StagedFolder, "put_in_place"), fail),
        ((restoring.replaying, "replay"), refuse),
        ((restoring.outbox, "mark_unconfirmed_after_restore"), KeyboardInterrupt),
    ],
)
def test_whatever_fails_everything_is_as_it_was(backup, monkeypatch, where, how):
    def broken(*words):
        raise how if isinstance(how, type) else how(*words)

    erasures.record_for_replay(ReplayedAction.HIDE, make_person())
    erasures.write_unwritten()
    with monkeypatch.context() as patched:
        patched.setattr(*where, broken)
        with pytest.raises((CommandError, KeyboardInterrupt)):
            call_command("restore", backup, "--yes")
    assert state() == NOW
    assert not staging.staged_in(backups.backed_up_folders().values())


@in_transactions
def test_what_cannot_be_erased_again_may_be_left_to_the_operator(backup, monkeypatch, capsys):
    monkeypatch.setattr(restoring.replaying, "replay", refuse)
    call_command("restore", backup, "--yes", "--leave-undone")
    assert "by hand:\nhide members.Person" in capsys.readouterr().out
    assert state() == THEN


@in_transactions
def test_a_backup_of_another_version_is_refused(backup, tmp_path, capsys):
    recorder = MigrationRecorder(connection)
    recorder.record_unapplied("news", "0001_initial")
    recorder.record_applied("network", "9999_from_the_future")
    try:
        other = backups.make_backup(tmp_path / "others")
    finally:
        recorder.record_applied("news", "0001_initial")
        recorder.record_unapplied("network", "9999_from_the_future")
    with pytest.raises(CommandError, match=r"network\.9999_from_the_future, news\.0001_initial"):
        call_command("restore", other, "--yes")
    assert state() == NOW


@pytest.mark.django_db
def test_a_disk_that_is_too_small_is_noticed_before(backup, monkeypatch):
    found = os.statvfs(site.MEDIA_ROOT)
    few = os.statvfs_result([*found[:4], 3, *found[5:]])
    monkeypatch.setattr(os, "statvfs", lambda _path: few)
    monkeypatch.setattr(restoring, "stage_files", lambda *_words: pytest.fail("It was staged."))
    with pytest.raises(CommandError, match=r"free, and .* MB are needed(.|\n)*Nothing was changed"):
        call_command("restore", backup, "--yes")


@pytest.mark.django_db
def test_files_of_two_folders_on_one_disk_are_counted_together(tmp_path, monkeypatch):
    free = os.statvfs(tmp_path).f_bavail * os.statvfs(tmp_path).f_frsize
    needed = {tmp_path / "a": free * 2 // 3, tmp_path / "b": free * 2 // 3}
    [sentence] = staging.missing_space(needed)
    assert "are needed" in sentence
    assert staging.missing_space({tmp_path / "a": 1000}) == []


@pytest.mark.django_db
def test_while_the_scheduler_runs_nothing_is_restored(backup):
    with scheduler.exclusive(), pytest.raises(CommandError, match="Stop the site"):
        call_command("restore", backup, "--yes")


def test_what_was_moved_is_moved_back_whatever_step_it_had_come_to(tmp_path, monkeypatch):
    """Killed before each rename in turn, both on the way there and on the way back."""
    moves = 0

    def dying(method, limit):
        def step(self, target):
            nonlocal moves
            moves += 1
            if moves > limit:
                raise KeyboardInterrupt
            return method(self, target)

        return step

    for limit in range(12):
        folder = tmp_path / f"media{limit}"
        (folder / "photos").mkdir(parents=True)
        for name in ("a.txt", "b.txt", "photos/c.txt"):
            (folder / name).write_text("old")
        staged = staging.StagedFolder(folder, "token")
        staged.prepare()
        (staged.new / "photos").mkdir()
        for name in ("a.txt", "photos/d.txt"):
            (staged.new / name).write_text("new")
        for verb in (staged.put_in_place, staged.put_back):
            moves = 0
            with monkeypatch.context() as patched:
                for name in ("rename", "replace"):
                    patched.setattr(Path, name, dying(getattr(Path, name), limit))
                try:
                    verb()
                except KeyboardInterrupt:
                    assert limit < 9
        staged.put_back()
        left = {str(path.relative_to(folder)): path for path in folder.rglob("*") if path.is_file()}
        assert set(left) == {"a.txt", "b.txt", "photos/c.txt"}
        assert {path.read_text() for path in left.values()} == {"old"}


# Real deaths and real disks.


def in_a_process(*arguments, limit: int | None = None, **more) -> subprocess.CompletedProcess:
    folders = {name: str(folder) for name, folder in backups.backed_up_folders().items()}
    environment = os.environ | {
        "DATABASE_URL": database_url(connection.settings_dict["NAME"]),
        "DEVELOPMENT": "1",
        "SECRET_KEY": site.SECRET_KEY,
        "TRY_ORIGINALS": folders["originals"],
        "TRY_MEDIA": folders["media"],
        "TRY_ERASURES": str(site.ERASURES_ROOT),
        **more,
    }

    def little_room():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))

    return subprocess.run(  # noqa: S603
        [sys.executable, "tests/operations/dying_command.py", *map(str, arguments)],
        cwd=BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=little_room if limit else None,
    )


@pytest.mark.faults
@in_transactions
def test_killed_at_any_moment_the_next_run_finds_one_state_or_the_other(backup, tmp_path):
    counted = tmp_path / "steps"
    done = in_a_process("restore", backup, "--yes", COUNT_STEPS=str(counted))
    assert done.returncode == 0, done.stderr
    assert state() == THEN
    total = int(counted.read_text())
    seen = set()
    for share in range(1, 10):
        Topic.objects.update(name_ko="지금")
        step = total * share // 10
        killed = in_a_process("restore", backup, "--yes", DIE_AT=str(step))
        assert killed.returncode == -signal.SIGKILL, killed.stderr
        finished = in_a_process("scheduler", "--clock-is-right")
        assert finished.returncode == 0, finished.stderr
        now = state()
        seen.add(now[0][0])
        assert now[1:] == THEN[1:]
        assert not staging.staged_in(backups.backed_up_folders().values())
    assert "지금" in seen
    again = in_a_process("restore", backup, "--yes")
    assert again.returncode == 0, again.stderr
    assert state() == THEN


@pytest.mark.faults
@in_transactions
@pytest.mark.parametrize("share", [1, 2, 3, 4, 5, 6])
def test_killed_while_files_are_exchanged_each_state_is_whole(backup, share):
    """Steps of the exchange itself and of what comes after it."""
    killed = in_a_process(
        "restore", backup, "--yes", DIE_IN="operations.restore.staging", DIE_AT=f"{share * 12}"
    )
    assert killed.returncode in (-signal.SIGKILL, 0), killed.stderr
    finished = in_a_process("scheduler", "--clock-is-right")
    assert finished.returncode == 0, finished.stderr
    assert state() in (NOW, THEN)
    assert not staging.staged_in(backups.backed_up_folders().values())


@pytest.mark.faults
@in_transactions
def test_without_room_for_a_file_everything_is_as_it_was(backup):
    """A quota, as it works without being root: the check of free space sees nothing of it."""
    done = in_a_process("restore", backup, "--yes", limit=15_000)
    assert done.returncode == 1, done.stdout
    assert state() == NOW
    assert not staging.staged_in(backups.backed_up_folders().values())


@pytest.mark.faults
@in_transactions
def test_on_a_file_system_that_is_too_small_everything_is_as_it_was(backup, tmp_path, settings):
    small = tmp_path / "small"
    small.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=32k", "tmpfs", str(small)]
    subprocess.run(mount, check=True)  # noqa: S603
    try:
        (small / "now.txt").write_text("now")
        settings.MEDIA_ROOT = small
        for seen in (True, False):
            with pytest.MonkeyPatch.context() as patched:
                if not seen:
                    patched.setattr(restoring, "check_space", lambda _contents: None)
                (small / "fill.bin").write_bytes(b"0" * 16_000)
                with pytest.raises(CommandError):
                    call_command("restore", backup, "--yes")
            assert {path.name for path in small.rglob("*")} == {"now.txt", "fill.bin"}
            assert state()[0] == NOW[0]
    finally:
        subprocess.run(["umount", str(small)], check=True)  # noqa: S603, S607


def test_a_dump_is_sent_without_what_only_other_servers_know():
    script = [
        b"\\restrict abc\n",
        b"SET statement_timeout = 0;\n",
        b"SET transaction_timeout = 0;\n",
        b"SET of_the_future = on;\n",
        b"-- Name: words; Type: TABLE\n",
        b"CREATE TABLE words (word text);\n",
        b"ALTER TABLE ONLY public.words ALTER COLUMN word SET (pg_attver=26922504);\n",
        b"ALTER TABLE ONLY public.words ALTER COLUMN word SET (n_distinct=5);\n",
        b"COPY public.words (word) FROM stdin;\n",
        b"SET transaction_timeout = 0;\n",
        b"\\\\restrict abc\n",
        b"\\.\n",
        b"\\unrestrict abc\n",
    ]
    sent = Sent()
    assert loading.run_script(sent, script, {b"statement_timeout"}) == {"statement_timeout"}
    assert sent.statements == [
        b"SET statement_timeout = 0;\n"
        b"-- Name: words; Type: TABLE\n"
        b"CREATE TABLE words (word text);\n"
        b"ALTER TABLE ONLY public.words ALTER COLUMN word SET (n_distinct=5);\n"
    ]
    assert sent.rows == [b"SET transaction_timeout = 0;\n\\\\restrict abc\n"]
    with pytest.raises(loading.DumpLoadError, match="middle of a table"):
        loading.run_script(Sent(), script[:10], {b"statement_timeout"})


class Sent:
    """A cursor that keeps what it is given."""

    def __init__(self):
        self.statements, self.rows = [], []

    def execute(self, statement):
        self.statements.append(statement)

    def copy(self, _statement):
        return self

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        return None

    def write(self, rows):
        self.rows.append(rows)


@in_transactions
def test_what_is_younger_than_the_backup_goes(backup):
    """Whatever it is: of a dump, too, nothing can be made that is still there."""
    younger = [
        "TABLE younger (topic bigint REFERENCES network_topic)",
        "VIEW younger_view AS SELECT 1 AS one",
        "MATERIALIZED VIEW younger_rows AS SELECT pk FROM generate_series(1, 2) AS pk",
        "SEQUENCE younger_numbers",
        "FUNCTION younger(integer) RETURNS integer LANGUAGE sql AS 'SELECT $1'",
        "PROCEDURE younger_deed() LANGUAGE sql AS ''",
        "TYPE younger_kind AS ENUM ('a', 'b')",
        "DOMAIN younger_number AS integer CHECK (younger(VALUE) > 0)",
    ]
    with connection.cursor() as cursor:
        for one in younger:
            cursor.execute(f"CREATE {one}")
    call_command("restore", backup, "--yes")
    with connection.cursor() as cursor:
        for name, catalogue in (("relname", "class"), ("proname", "proc"), ("typname", "type")):
            cursor.execute(f"SELECT {name} FROM pg_{catalogue} WHERE {name} LIKE '%younger%'")  # noqa: S608
            assert cursor.fetchall() == []
    # And the connection goes on as before.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_schema(), current_setting('lock_timeout')")
        assert cursor.fetchone() == ("public", "0")


@in_transactions
def test_while_a_restore_is_half_done_the_scheduler_does_nothing_else(backup, monkeypatch, capsys):
    [originals, _media] = backups.backed_up_folders().values()
    left = staging.StagedFolder(originals, "token")
    left.prepare()
    left.leaving.mkdir()
    (originals / "now.txt").rename(left.leaving / "now.txt")
    with monkeypatch.context() as patched:
        patched.setattr(staging.StagedFolder, "put_back", fail)
        with pytest.raises(SystemExit):
            call_command("scheduler")
    out, err = capsys.readouterr()
    assert "cannot be completed: [Errno 28]" in err
    assert out == ""
    call_command("scheduler")
    assert "Everything is as it was before it." in capsys.readouterr().out
    assert state() == NOW
