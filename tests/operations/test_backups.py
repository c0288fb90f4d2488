"""A backup is one encrypted file; what was erased after it stays erased when it comes back."""

import errno
import os
import tarfile
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pyrage
import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from cms.declarations.roles import COORDINATORS
from cms.encryption import age_files
from concerns import actions as concern_actions
from concerns.models import Concern
from erasure_log import erasures
from erasure_log.models import UnwrittenErasureEntry
from erasure_log.replayed_actions import ReplayedAction
from joining.form import drafts
from joining.models import Application, ApplicationDraft, Consent
from joining.privacy import consent_changes, retention
from joining.review import (
    applicant_transitions,
    staff_actions,
    staff_transitions,
)
from mail.models import Email
from members.models import Appearance, Organisation, Person
from members.names import hiding, mentions
from members.upkeep import merging
from network.models import Topic
from news import preview_links
from news.models import Article, PreviewLink
from operations import backups, group_permissions, scheduler
from operations.limits_and_periods import BACKUP_RETENTION
from operations.restore import loading, restoring
from photos import actions
from photos.models import Photo
from tests.support.builders import (
    add_appearance,
    make_application,
    make_article,
    make_colleague,
    make_concern,
    make_draft,
    make_email,
    make_event,
    make_network,
    make_organisation,
    make_page,
    make_person,
    make_photo,
    make_topic,
    tomorrow,
)

State = Application.State
# Longer than the overlap of two clocks.
LATER = timedelta(minutes=10)


def files(folder) -> set[str]:
    return {str(file.relative_to(folder)) for file in Path(folder).rglob("*") if file.is_file()}


@pytest.mark.django_db(transaction=True)
def test_what_was_erased_or_withdrawn_stays_so_when_an_older_backup_comes_back(
    settings, tmp_path, capsys, client, monkeypatch
):
    make_network()
    group_permissions.apply_roles()
    coordinator = make_colleague("desk")
    coordinator.groups.set(COORDINATORS.groups())
    article, taken_back = make_article(title_ko="있던 글"), make_article(title_ko="내린 글")
    names = ("remains", "stays", "removed", "withdrawn", "refused", "shows-han", "shows-kim")
    photos = {name: make_photo(alt_ko=name) for name in names}
    han, kim, gone = (make_person(name_ko=name) for name in ("한", "김", "이"))
    add_appearance(photos["shows-han"], han, position=1)
    in_photo = add_appearance(photos["shows-kim"], kim, position=1)
    member, topic = make_organisation(), make_topic()
    stays, goes, newer = (make_organisation(name_ko=name) for name in ("남는 곳", "겹친 곳", "또"))
    open_one, dropped, given_back, closed = (
        make_application(state=state, email=f"{state}@example.org")
        for state in (State.SCREENING, State.QUARANTINE, State.VOTING, State.DECLINED)
    )
    moments = {"submitted_at": timezone.now(), "decided_at": timezone.now()}
    Application.objects.filter(pk=closed.pk).update(**moments)
    closed.refresh_from_db()
    with time_machine.travel(timezone.now() - LATER):
        consent_changes.set_consent(open_one, Consent.Purpose.NEWSLETTER, is_given=True)
    for name in ("박추천", "최추천"):
        open_one.referees.create(name=name, email="reference@example.org")
    draft, (concern, _code) = make_draft(), make_concern()
    make_email(state="waiting")
    before = files(settings.MEDIA_ROOT), files(settings.ORIGINALS_ROOT)

    call_command("backup", tmp_path / "backups")
    [backup] = (tmp_path / "backups").iterdir()

    with time_machine.travel(timezone.now() + LATER):
        article.delete()
        later = make_article(slug="later", title_ko="나중 글")
        actions.delete(photos["removed"])
        actions.take_down(photos["withdrawn"])
        photos["refused"].consent = Photo.Consent.REFUSED
        actions.update(photos["refused"], ["consent"])
        hiding.hide_person(han, coordinator)
        in_photo.consent = Appearance.Consent.WITHDRAWN
        in_photo.save()
        hiding.update_photos_on_hold([photos["shows-kim"]])
        hiding.delete_person(gone)
        concern_actions.delete_concern(concern, coordinator)
        drafts.delete_draft(draft)
        staff_transitions.erase(dropped, coordinator)
        applicant_transitions.withdraw(given_back)
        consent_changes.set_consent(open_one, Consent.Purpose.NEWSLETTER, is_given=False)
        staff_actions.send_new_link(open_one, coordinator)
        retention.delete_referees([open_one.referees.first()])
        with transaction.atomic():
            retention.redact_applications([closed])
        root = get_user_model().objects.create_superuser("root")
        client.force_login(root)
        for item in (member, topic):
            address = f"/admin/{item._meta.app_label}/{item._meta.model_name}/{item.pk}/delete/"
            assert client.post(address, {"post": "yes"}).status_code == 302
        action = {"action": "unpublish_ko", "_selected_action": taken_back.pk}
        assert client.post("/admin/news/article/", action).status_code == 302
        merging.merge_organisations(stays, goes, {"website"}, root)
        merging.merge_organisations(make_organisation(), newer, set(), root)
        # Killed between the commit and the line in the file.
        with monkeypatch.context() as killed:
            killed.setattr(erasures, "_append_entries", lambda _entries: 1 / 0)
            actions.take_down(photos["stays"])
        Email.objects.update(state="sent")

        call_command("restore", backup, "--yes")

    said = capsys.readouterr().out
    assert "E-mails that waited then and may have been sent since: 1." in said
    assert "Erased or taken away again: 21." in said
    # What stood in the backup stands again, and what came later is gone.
    assert set(Article.objects.values_list("title_ko", flat=True)) == {"있던 글", "내린 글"}
    taken_back.refresh_from_db()
    assert (taken_back.status_in("ko"), taken_back.status_in("en")) == ("draft", "public")
    assert not get_user_model().objects.filter(username="root").exists()
    shown = {photo.alt_ko for photo in Photo.objects.all() if photo.has_publishable_files()}
    assert shown == {"remains"}
    assert set(Photo.objects.values_list("alt_ko", flat=True)) == {*names} - {"removed"}
    public, private = files(settings.MEDIA_ROOT), files(settings.ORIGINALS_ROOT)
    assert public < before[0]
    assert photos["removed"].original.name not in private
    assert all(photos[name].original.name in private for name in names if name != "removed")
    assert {person.name_ko: person.is_hidden for person in Person.objects.all()} == {
        "한": True,
        "김": False,
    }
    # Merged again; and what was merged with something newer is nowhere to be read.
    assert {found.name_ko: found.published_languages for found in Organisation.objects.all()} == {
        "남는 곳": ["ko", "en"],
        "또": [],
    }
    assert not Topic.objects.exists()
    assert not ApplicationDraft.objects.exists()
    assert not Concern.objects.exists()
    states = dict(Application.objects.values_list("pk", "state"))
    assert states == {
        open_one.pk: State.SCREENING,
        given_back.pk: State.WITHDRAWN,
        closed.pk: State.DECLINED,
    }
    assert not open_one.consents.latest("pk").is_given
    open_one.refresh_from_db()
    assert open_one.link_version == 1
    assert [one.name for one in open_one.referees.all()] == ["최추천"]
    assert Application.objects.get(pk=closed.pk).email == ""
    # Nobody gets an e-mail twice.
    assert list(Email.objects.values_list("state", flat=True)) == ["unconfirmed"]

    # No link to what is gone opens something new.
    assert make_article(slug="new").pk > later.pk

    # The list names nobody.
    noted = (settings.ERASURES_ROOT / erasures.FILE_NAME).read_text()
    assert not set("한김이@") & set(noted)


@pytest.mark.django_db
def test_nothing_is_noted_of_a_deed_that_is_taken_back(django_capture_on_commit_callbacks):
    with (
        django_capture_on_commit_callbacks() as callbacks,
        pytest.raises(ZeroDivisionError),
        transaction.atomic(),
    ):
        erasures.record_for_replay(ReplayedAction.DELETE, make_person())
        raise ZeroDivisionError
    assert callbacks == []
    assert erasures.count_unwritten() == 0


@pytest.mark.django_db
def test_the_clock_writes_down_what_a_killed_process_left(settings):
    settings.ERASURES_ROOT.mkdir()
    erasures.record_for_replay(ReplayedAction.HIDE, make_person())
    erasures.record_for_replay(ReplayedAction.SHOW, make_person())
    job = next(job for job in scheduler.jobs() if job.run == erasures.write_unwritten)
    unwritten = list(UnwrittenErasureEntry.objects.order_by("pk"))
    expected = [(entry.data["action"], entry.data["pk"]) for entry in unwritten]
    assert [outcome.number for outcome in scheduler.run_jobs([job])] == [2]
    assert erasures.count_unwritten() == 0
    # Written twice and in another order it is still read once, in the order of doing.
    UnwrittenErasureEntry.objects.bulk_create(reversed(unwritten))
    erasures.write_unwritten()
    entries = erasures.entries_after(0, timezone.now() - LATER)
    assert [(entry.action, entry.pk) for entry in entries] == expected


CLOSINGS = [
    (make_person, {"has_public_profile": False}),
    (make_person, {"is_minor": True, "has_public_profile": False}),
    (make_person, {"noindex": True}),
    (make_organisation, {"is_delisted": True, "delisting_reason": "위협"}),
    (make_page, {"published_at_ko": None}),
    (make_page, {"published_at_ko": tomorrow()}),
    (make_event, {"address_for": "registered"}),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("make", "closed"), CLOSINGS)
def test_what_was_closed_to_readers_by_hand_is_closed_again(make, closed):
    profile = {"has_public_profile": True} if make is make_person else {}
    item, begun = make(**profile), timezone.now()
    model = type(item)
    before = model.objects.get(pk=item.pk)
    erasures.record_unpublishing_for_replay(before, before)
    assert erasures.count_unwritten() == 0
    for name, value in closed.items():
        setattr(item, name, value)
    item.save()
    erasures.record_unpublishing_for_replay(item, before)
    erasures.write_unwritten()
    # As a backup of the day before has it.
    before.save()
    assert item.no_longer_public(before)
    assert restoring.replay_erasures(erasures.entries_after(0, begun))[1] == []
    again = model.objects.get(pk=item.pk)
    assert item.no_longer_public(again) == []
    assert again.no_longer_public(before) == item.no_longer_public(before)


@pytest.mark.django_db
def test_texts_press_photos_and_previews_that_were_taken_back_are_so_again(monkeypatch):
    monkeypatch.setattr("django.db.transaction.on_commit", lambda action, **_how: action())
    begun, photo = timezone.now(), make_photo(press_use=True)
    article = make_article(title_ko="강보기", title_en="Somebody")
    hidden = hiding.hide_person(make_person(name_ko="강보기"), None)
    hiding.unpublish_mentions(hidden, mentions.find_mentions(hidden.person))
    photo.press_use = False
    actions.update(photo, ["press_use"])
    link = preview_links.create_link(article, "ko", timedelta(days=1), "신문사", None)
    preview_links.revoke(link)
    PreviewLink.objects.update(revoked_at=None)
    Article.objects.update(published_at_ko=begun)
    Photo.objects.update(press_use=True)
    assert restoring.replay_erasures(erasures.entries_after(0, begun))[1] == []
    article.refresh_from_db()
    photo.refresh_from_db()
    assert article.published_languages == ["en"]
    assert not photo.press_use
    assert not PreviewLink.objects.filter(revoked_at=None).exists()


@pytest.mark.django_db
def test_without_the_list_of_erasures_nothing_is_restored(tmp_path):
    with pytest.raises(CommandError, match="what was erased since"):
        call_command("restore", tmp_path / "some.tar.age", "--yes")


@pytest.mark.django_db
@pytest.mark.parametrize("harm", ["cut", "changed", "key", "empty", "no archive"])
def test_a_backup_that_is_not_whole_touches_nothing(settings, tmp_path, monkeypatch, harm):
    monkeypatch.setattr(loading, "replace_tables", lambda *_words: pytest.fail("It was restored."))
    file = tmp_path / "network.tar.age"
    with file.open("wb") as raw:
        writer = age_files.EncryptingWriter(raw)
        writer.write(b"secret words" * 50_000)
        writer.finish()
    content = file.read_bytes()
    assert b"secret" not in content
    harmed = {
        "cut": content[:-1],
        "changed": content[:70_000] + bytes([content[70_000] ^ 1]) + content[70_001:],
        "empty": b"",
    }
    file.write_bytes(harmed.get(harm, content))
    if harm == "key":
        settings.ENCRYPTION_KEYS = ["another key, as long as it has to be"]
    settings.ERASURES_ROOT.mkdir()
    (settings.ERASURES_ROOT / erasures.FILE_NAME).touch()
    with pytest.raises(CommandError, match="cannot be restored"):
        call_command("restore", file, "--yes")


@pytest.mark.django_db
def test_a_backup_is_opened_without_this_program(settings, tmp_path):
    """By its passphrase, the first of the keys: `age -d FILE | tar -x`."""
    settings.ENCRYPTION_KEYS = ["the key of this test, long enough", "an old key"]
    media = Path(settings.MEDIA_ROOT)
    media.mkdir()
    (media / "picture.jpg").write_bytes(b"pixels")
    file = backups.make_backup(tmp_path / "backups")
    plain = pyrage.passphrase.decrypt(file.read_bytes(), "the key of this test, long enough")
    with tarfile.open(fileobj=BytesIO(plain)) as tar:
        assert tar.getnames()[:2] == [backups.MANIFEST, backups.DUMP]
        assert tar.extractfile("media/picture.jpg").read() == b"pixels"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("options", "days"), [((), BACKUP_RETENTION.days), (("--keep-days", "100"), 100)]
)
def test_backups_are_kept_so_long_and_other_files_are_left_alone(
    tmp_path, monkeypatch, options, days
):
    monkeypatch.setattr(backups, "make_backup", lambda folder: folder / "other.txt")
    for name in (
        "network-20260101T000000Z.tar.age",
        "network-20260601T000000Z.tar.age",
        "other.txt",
    ):
        (tmp_path / name).touch()
    hour, last_day = timedelta(hours=1), datetime(2026, 6, 1, tzinfo=UTC) + timedelta(days=days)
    with time_machine.travel(last_day - hour):
        call_command("backup", tmp_path, *options)
    assert {file.name for file in tmp_path.iterdir()} == {
        "network-20260601T000000Z.tar.age",
        "other.txt",
    }
    with time_machine.travel(last_day + hour):
        call_command("backup", tmp_path, *options)
    assert [file.name for file in tmp_path.iterdir()] == ["other.txt"]


@pytest.mark.django_db
def test_a_backup_that_fails_leaves_nothing_that_fills_the_disk(tmp_path, monkeypatch):
    def fill(raw, _manifest, _dump):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(backups, "_pack", fill)
    left = tmp_path / "network-20260101T000000Z.unfinished"
    left.touch()
    os.utime(left, (0, 0))
    with pytest.raises(CommandError, match="No space left"):
        call_command("backup", tmp_path)
    # Nor what a killed one left long ago.
    assert list(tmp_path.iterdir()) == []


class WhileTheSiteGoesOn(tarfile.TarFile):
    """Somebody deletes a photo while another is being packed."""

    def add(self, name, *args, **options):
        super().add(name, *args, **options)
        (name.parent / "second.png").unlink(missing_ok=True)


def test_a_file_that_goes_while_a_backup_is_made_does_not_end_it(tmp_path):
    folder = tmp_path / "media"
    folder.mkdir()
    for name in ("first.png", "second.png", "third.png"):
        (folder / name).write_bytes(b"picture")
    with WhileTheSiteGoesOn(tmp_path / "tar", "w") as tar:
        backups.add_folder(tar, folder, "media")
    with tarfile.open(tmp_path / "tar") as tar:
        assert tar.getnames() == ["media/first.png", "media/third.png"]
        assert tar.extractfile("media/third.png").read() == b"picture"


def test_the_dump_travels_as_the_site_does_and_tells_no_password(tmp_path, monkeypatch):
    told = {"dbname": "site", "host": "db", "password": "geheim", "sslmode": "verify-full"}
    monkeypatch.setattr(connection, "get_connection_params", lambda: told)
    monkeypatch.setattr(backups, "BINARIES", tmp_path)
    program = tmp_path / "pg_dump"
    program.write_text('#!/bin/sh\necho "$@ $PGHOST $PGSSLMODE $PGPASSWORD" >&2\nexit 1\n')
    program.chmod(0o700)
    with pytest.raises(backups.BackupError, match="--dbname=site --x db verify-full geheim"):
        backups.run_postgres_program("pg_dump", "--x")
