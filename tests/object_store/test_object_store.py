"""A site whose files are in an object store: what visitors can fetch, and what nobody can."""

import shutil
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import urlopen

import pytest
import time_machine
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone
from PIL import Image

from cms.files import permissions
from cms.files.object_store.client import ObjectStore, ObjectStoreError
from cms.files.object_store.storages import EncryptedObjectStorage, PrivateObjectStorage
from cms.files.storage import objects, reencrypt_files
from cms.files.system_checks import check_object_store, check_private_folders
from erasure_log import erasures
from erasure_log.replayed_actions import ReplayedAction
from joining.models import ApplicationFile
from joining.privacy import retention
from members.upkeep import logo_files
from network.models import Network, Topic
from operations import backups, scheduler
from operations.models import RestoreRecord
from operations.restore import loading, restoring
from operations.restore.staged_objects import StagedObjects, staged_objects
from operations.snapshot.builder import make_snapshot
from photos import actions
from photos.files import misplaced_files, orphaned_files, orphaned_objects, rendition_storage
from photos.files.photo_uploads import render_upload, replace_file
from photos.models import Photo
from tests.object_store.store_server import OPEN_BUCKET, fields_with_chosen_storage
from tests.support.builders import (
    add_file,
    make_article,
    make_colleague,
    make_draft,
    make_logo,
    make_network,
    make_organisation,
    make_person,
    make_photo,
    make_topic,
    picture_bytes,
)
from website import settings as site_settings
from website.health import checks, unavailable_page

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("in_object_store")]


def names(prefix: str = "") -> set[str]:
    return {stored.name for stored in objects().list_objects(prefix)}


def card_url(photo: Photo) -> str:
    return rendition_storage.rendition_url(photo, "card-400.jpg")


def content(response) -> bytes:
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def anonymous_status(settings, name: str) -> int:
    """What the store says to somebody without the key."""
    address = settings.OBJECT_STORE
    try:
        path = quote(f"{address.bucket}/{address.prefix}{name}")
        with urlopen(f"{address.endpoint}/{path}", timeout=10) as response:  # noqa: S310
            return response.status
    except HTTPError as error:
        return error.code


def test_visitors_see_a_photo_under_its_address_until_it_is_withdrawn(client):
    photo = make_photo()
    response = client.get(card_url(photo), headers={"Accept-Encoding": "gzip"})
    with Image.open(BytesIO(content(response))) as card:
        assert card.width == 400
    assert response["Content-Type"] == "image/jpeg"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["X-Accel-Expires"] == "1"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert int(response["Content-Length"]) > 1000
    assert "Content-Encoding" not in response
    assert not response.cookies
    actions.take_down(photo)
    assert client.get(card_url(photo)).status_code == 404
    actions.show_again(photo)
    assert client.get(card_url(photo)).status_code == 200
    actions.set_on_hold(photo, on_hold=True)
    assert client.get(card_url(photo)).status_code == 404


def test_a_withdrawal_counts_from_its_commit(client):
    photo = make_photo()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        actions.take_down(photo)
        _ = 1 / 0
    assert client.get(card_url(photo)).status_code == 200


def test_nothing_of_a_photo_but_its_renditions_has_an_address(client, admin_client):
    photo = make_photo(press_use=True)
    private = ["thumbnail.jpg", "press.jpg", "../../originals/x", "card-400.jpg/", ""]
    paths = [f"photos/{photo.folder_token}/{name}" for name in private]
    paths += [photo.original.name, f"originals/{photo.original.name}", f"../{photo.original.name}"]
    paths += [f"thumbnails/{photo.pk}.jpg", f"press/{photo.pk}.jpg", "how-to-reach.json"]
    paths += [f"renditions/{photo.folder_token}/card-400.jpg", "network/../../originals/photos"]
    paths += ["network/%00", f"network/{'x' * 2000}", "network/%0a", "photos", "members/"]
    for path in paths:
        for visitor in (client, admin_client):
            assert visitor.get(f"/media/{path}").status_code == 404, path
    with pytest.raises(ValueError, match="private"):
        _ = photo.original.url


def test_the_store_gives_nothing_to_somebody_without_the_key(settings):
    photo = make_photo(press_use=True)
    make_network(logo=make_logo())
    stored = names()
    assert photo.original.name in {name.removeprefix("originals/") for name in stored}
    assert {name.partition("/")[0] for name in stored} == {"media", "originals"}
    assert {anonymous_status(settings, name) for name in {*stored, ""}} == {403}
    assert check_object_store(None) == []


def test_a_store_that_is_open_to_everybody_is_told(settings, server):
    settings.OBJECT_STORE = server.address("site", OPEN_BUCKET)
    [error] = check_object_store(None)
    assert (error.id, "without a key" in error.msg) == ("network.E002", True)
    assert names() == set()


def test_a_store_that_cannot_be_used_is_told(settings):
    settings.OBJECT_STORE = unreachable(settings)
    [error] = check_object_store(None)
    assert (error.id, "cannot be used" in error.msg) == ("network.E001", True)
    assert check_private_folders(None) == []


def unreachable(settings):
    """The address of a store where none is."""
    found = settings.OBJECT_STORE
    return type(found)("http://127.0.0.1:9", found.region, found.bucket, "", "key", "secret")


def test_while_the_store_is_away_pages_go_on_and_pictures_ask_to_try_again(
    settings, client, monkeypatch
):
    make_network()
    photo = make_photo()
    article = make_article(lead_photo=photo)
    settings.OBJECT_STORE = unreachable(settings)
    assert client.get(article.get_absolute_url()).status_code == 200
    response = client.get(card_url(photo))
    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert response["Cache-Control"] == "no-store"
    actions.take_down(photo)
    assert client.get(card_url(photo)).status_code == 404
    monkeypatch.setattr(checks, "object_store_check", checks.ObjectStoreCheck())
    assert "files: cannot be written" in client.get("/healthz").text.splitlines()


def test_a_form_is_shown_again_when_its_file_cannot_be_stored(settings, client):
    client.force_login(make_colleague("admin", is_superuser=True))
    settings.OBJECT_STORE = unreachable(settings)
    upload = ContentFile(picture_bytes(), "hall.jpg")
    response = client.post("/admin/photos/photo/upload/", {"file": upload})
    assert response.status_code == 422
    assert "hall.jpg" in response.json()["error"]
    assert not Photo.objects.exists()


def test_health_names_files_in_place_of_folders(client):
    assert client.get("/healthz").text.splitlines()[:2] == ["database: ok", "files: ok"]
    assert names() == set()


def test_a_changed_credit_is_embedded_in_every_file(client):
    photo = make_photo(press_use=True)
    photo.credit_override_en = "Photo: Somebody Else"
    actions.update(photo, ["credit_override_en"])
    assert b"Photo: Somebody Else" in content(client.get(card_url(photo)))
    with storages["private"].open(rendition_storage.press_file_name(photo)) as file:
        assert b"Photo: Somebody Else" in file.read()


def test_a_replaced_and_a_deleted_photo_leave_nothing_behind(client):
    photo = make_photo()
    old_url = card_url(photo)
    replace_file(photo, render_upload(photo, ContentFile(picture_bytes(colour="red"), "red.jpg")))
    assert client.get(old_url).status_code == 404
    assert client.get(card_url(photo)).status_code == 200
    assert len(names("originals/photos/")) == 1
    actions.delete(photo)
    assert {name.partition("/")[0] for name in names()} == {"erasures"}


def test_missing_renditions_are_rendered_again_and_orphans_deleted(client):
    photo, other = make_photo(), make_photo()
    # As if they were lost. Stores made of folders may list one for a while after it was emptied.
    lost, photo.folder_token = photo.folder_token, "f" * 24
    photo.save()
    assert client.get(card_url(photo)).status_code == 404
    assert misplaced_files.count_misplaced() == misplaced_files.fix_misplaced() == 1
    assert client.get(card_url(Photo.objects.get(pk=photo.pk))).status_code == 200
    orphans = {"photos/aa11.jpg", "renditions/ab12/card-400.jpg", f"thumbnails/{photo.pk}7.jpg"}
    for name in orphans:
        storages["private"].save(name, ContentFile(b"left behind"))
    orphans |= set(rendition_storage.stored_names(lost))
    assert orphaned_files.count_orphaned() == 0
    every_minute = [timezone.now() + timedelta(hours=2, minutes=minute) for minute in range(256)]
    assert {n for now in every_minute for n in orphaned_objects.find_orphaned(now)} == orphans
    for now in every_minute:
        with time_machine.travel(now):
            orphaned_files.delete_orphaned()
    assert not orphans & {name.removeprefix("originals/") for name in names()}
    assert client.get(card_url(other)).status_code == 200
    assert other.has_original()


def test_a_logo_is_seen_by_readers_while_its_member_is_public_and_by_staff_always(client):
    make_network()
    member = make_organisation(logo=make_logo())
    url = member.logo.url
    assert url.startswith("/media/members/")
    assert url in client.get(member.get_absolute_url()).text
    assert content(client.get(url)).startswith(b"\x89PNG")
    assert logo_files.embedded_logo_url(member.logo) == url
    member.is_delisted, member.delisting_reason = True, "한동안"
    member.save()
    assert client.get(url).status_code == 404
    assert logo_files.embedded_logo_url(member.logo).startswith("data:image/png;base64,")
    desk = Client()
    desk.force_login(make_colleague("desk", is_superuser=True))
    private = desk.get(url)
    assert content(private).startswith(b"\x89PNG")
    assert private["Cache-Control"] == "private, no-store"
    assert "X-Accel-Expires" not in private


def test_a_logo_without_a_member_is_deleted_after_an_hour():
    member = make_organisation(logo=make_logo())
    old, member.logo = member.logo.name, make_logo()
    member.save()
    assert logo_files.count_misplaced() == 0
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert logo_files.count_misplaced() == logo_files.move_logos() == 1
    assert names("originals/members/") == {f"originals/{member.logo.name}"}
    assert old != member.logo.name


def test_a_file_of_an_article_is_a_download_and_has_no_other_address_for_visitors(client):
    make_network()
    article = make_article()
    block = add_file(article)
    response = client.get(f"/ko/news/files/{block.pk}/")
    assert content(response) == block.file.open().read()
    assert client.get(block.file.url).status_code == 404
    assert client.get(f"/media/network/../{block.file.name}").status_code == 404
    client.force_login(make_colleague("desk", is_superuser=True))
    assert client.get(block.file.url).status_code == 200
    assert client.get(f"/media/network/../{block.file.name}").status_code == 404


def test_files_of_applicants_are_encrypted_in_the_store(settings):
    file = ApplicationFile(kind="document", name="정관.pdf", draft=make_draft())
    file.file.save("statutes.pdf", ContentFile(b"%PDF-1.7 " + b"said" * 100_000))
    [name] = names()
    stored = BytesIO()
    objects().fetch(name, stored)
    assert stored.getvalue().startswith(b"age-encryption.org/v1\n")
    assert b"said" not in stored.getvalue()
    assert file.file.size == 400_009
    settings.ENCRYPTION_KEYS = ["a-new-key-of-32-signs-at-least-0", *settings.ENCRYPTION_KEYS]
    assert reencrypt_files() == 1
    settings.ENCRYPTION_KEYS = settings.ENCRYPTION_KEYS[:1]
    with file.file.open() as opened:
        assert opened.read().endswith(b"said")
    ApplicationFile.objects.all().delete()
    assert retention.orphaned_files() == []
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert retention.delete_orphaned_files() == 1
    assert names() == set()


@pytest.mark.parametrize("name", ["../x.jpg", "a/../../x.jpg", "/etc/passwd", "", ".", "a\0b"])
def test_no_name_leads_out_of_the_folder(name):
    storage = PrivateObjectStorage()
    for use in (storage.exists, storage.delete, storage.size, storage.open):
        with pytest.raises(SuspiciousFileOperation):
            use(name)


def test_a_storage_does_what_django_asks_of_one():
    storage = EncryptedObjectStorage()
    with pytest.raises(FileNotFoundError):
        storage.open("applications/nothing")
    assert not storage.exists("applications/nothing")
    before = timezone.now() - timedelta(seconds=5)
    assert storage.save("a/b/한글 %+.txt", ContentFile("글".encode())) == "a/b/한글 %+.txt"
    assert storage.listdir("a/b") == ([], ["한글 %+.txt"])
    assert storage.listdir("") == (["a"], [])
    assert storage.get_modified_time("a/b/한글 %+.txt") > before
    assert storage.size("a/b/한글 %+.txt") == 3
    with storage.open("a/b/한글 %+.txt") as file:
        assert file.read() == "글".encode()
    for kept in (storage, PrivateObjectStorage()):
        with pytest.raises(ValueError, match="only be read"):
            kept.open("a/b/한글 %+.txt", "wb")
    storage.delete("a/b/한글 %+.txt")
    storage.delete("a/b/한글 %+.txt")
    assert names() == set()


def test_a_large_upload_is_stored_and_read_as_a_whole():
    large = bytes(range(256)) * 40_000
    default_storage.save("network/large.bin", ContentFile(large))
    with default_storage.open("network/large.bin") as file:
        assert file.read() == large
        assert file.seek(5) == 5
        assert file.read(2) == large[5:7]


def test_a_process_that_was_forked_after_its_parent_is_told_instead_of_waiting(settings):
    store = ObjectStore(settings.OBJECT_STORE)
    store.put("x", b"")
    store._process_id -= 1
    with pytest.raises(RuntimeError, match="forked"):
        store.put("x", b"")


def test_a_copy_for_static_hosts_holds_what_is_public(tmp_path, settings):
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
    make_network()
    photo, hidden = make_photo(), make_photo()
    make_article(lead_photo=photo)
    actions.take_down(hidden)
    make_snapshot(tmp_path / "copy")
    pictures = {path.parent.name for path in (tmp_path / "copy" / "media").rglob("*.jpg")}
    assert pictures == {photo.folder_token}


def test_every_job_of_the_scheduler_runs_with_a_store(client):
    make_network(logo=make_logo())
    photo = make_photo()
    make_organisation(logo=make_logo())
    before = names()
    outcomes = list(scheduler.run_jobs(scheduler.jobs()))
    assert [str(outcome) for outcome in outcomes if outcome.error] == []
    assert names() == before | {"originals/how-to-reach.json"}
    assert client.get(card_url(photo)).status_code == 200


# What machines share.


def test_the_contact_of_the_network_is_known_on_every_machine(rf, monkeypatch, settings):
    make_network()
    assert unavailable_page.is_contact_outdated() == unavailable_page.store_contact() == 1
    assert unavailable_page.is_contact_outdated() == unavailable_page.store_contact() == 0
    monkeypatch.setattr(unavailable_page, "contact_object", unavailable_page.ContactObject())
    assert "예시 네트워크" in unavailable_page.unavailable_page(rf.get("/ko/")).text
    settings.OBJECT_STORE = unreachable(settings)
    assert "예시 네트워크" in unavailable_page.unavailable_page(rf.get("/ko/")).text
    monkeypatch.setattr(unavailable_page, "contact_object", unavailable_page.ContactObject())
    assert "We will be back" in unavailable_page.unavailable_page(rf.get("/ko/")).text


def test_the_erasure_log_is_in_the_store_and_in_no_backup(tmp_path):
    with transaction.atomic():
        erasures.record_for_replay(ReplayedAction.HIDE, make_person(), make_person())
    erasures.record_for_replay(ReplayedAction.DELETE, make_topic())
    assert erasures.count_unwritten() == 0
    first, second, third = erasures.read_entries()
    assert [entry.action for entry in (first, second, third)] == ["hide", "hide", "delete"]
    assert names("erasures/") == {f"erasures/{n.number:012}.jsonl" for n in (first, third)}
    assert erasures.last_number() == third.number
    assert erasures.entries_after(second.number, timezone.now()) == [third]
    file = backups.make_backup(tmp_path)
    assert not [name for name in entries(file) if "jsonl" in name]


def test_an_erasure_waits_in_the_database_while_the_store_is_away(settings):
    away, here = unreachable(settings), settings.OBJECT_STORE
    settings.OBJECT_STORE = away
    erasures.record_for_replay(ReplayedAction.DELETE, make_topic())
    assert erasures.count_unwritten() == 1
    settings.OBJECT_STORE = here
    assert erasures.write_unwritten() == 1
    assert [entry.action for entry in erasures.read_entries()] == ["delete"]


# Backups.


def entries(file) -> dict[str, bytes]:
    dump = BytesIO()
    contents = restoring.read_backup(file, dump)
    return dict.fromkeys(contents.names)


def state() -> tuple:
    """All that a restore replaces."""
    topics = [topic.name_ko for topic in Topic.objects.all()]
    kept = {}
    for name in names("media/") | names("originals/"):
        read = BytesIO()
        objects().fetch(name, read)
        kept[name] = read.getvalue()
    return topics, kept, RestoreRecord.objects.count(), names("restore/")


@pytest.fixture
def backup(tmp_path):
    """A backup of one topic, three objects and a photo. Since then one object is gone, one has
    other content, and one is new."""
    make_topic(name_ko="그때")
    make_photo()
    for name in ("media/network/stays", "media/network/goes", "originals/press/0.jpg"):
        objects().put(name, b"then")
    then = state()
    file = backups.make_backup(tmp_path / "backups")
    Topic.objects.update(name_ko="지금")
    objects().delete(["media/network/goes"])
    objects().put("originals/press/0.jpg", b"now")
    objects().put("originals/photos/new.jpg", b"now")
    erasures.record_for_replay(ReplayedAction.HIDE, make_person())
    return file, then, state()


def test_a_restore_brings_back_database_and_objects(backup, capsys):
    file, then, _now = backup
    call_command("restore", file, "--yes")
    assert state() == then
    assert "Erased or taken away again" in capsys.readouterr().out


@pytest.mark.parametrize(
    "where",
    [
        (StagedObjects, "receive"),
        (loading, "run_script"),
        (StagedObjects, "put_in_place"),
        (restoring.outbox, "mark_unconfirmed_after_restore"),
    ],
)
def test_whatever_fails_everything_is_as_it_was(backup, monkeypatch, where):
    file, _then, now = backup

    def broken(*_words):
        raise ObjectStoreError("the store does not answer")

    with monkeypatch.context() as patched:
        patched.setattr(*where, broken)
        with pytest.raises((CommandError, OSError)):
            call_command("restore", file, "--yes")
    assert state() == now


def test_a_restore_that_was_killed_is_undone_or_completed_later(backup, monkeypatch):
    file, then, now = backup
    with monkeypatch.context() as killed:
        # As after a kill: nothing tidies up.
        killed.setattr(restoring, "recover", lambda _say: None)
        killed.setattr(restoring.outbox, "mark_unconfirmed_after_restore", lambda: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            call_command("restore", file, "--yes")
    [left] = staged_objects()
    left.put_in_place()
    said: list[str] = []
    restoring.recover(said.append)
    assert state() == now
    assert "as it was before" in said[0]
    with monkeypatch.context() as killed:
        killed.setattr(restoring, "remove_staged", lambda _token: 1 / 0)
        killed.setattr(restoring, "recover", lambda _say: None)
        with pytest.raises(ZeroDivisionError):
            call_command("restore", file, "--yes")
    restoring.recover(said.append)
    assert state() == then
    assert "complete now" in said[1]
    restoring.recover(said.append)
    assert len(said) == 2


def test_a_lost_list_of_erasures_is_told_before_anything_is_done(backup):
    file, _then, now = backup
    objects().delete(names("erasures/"))
    with pytest.raises(CommandError, match="no list of erasures in erasures/ of the object store"):
        call_command("restore", file, "--yes")
    assert state() == now


# From folders and back.


@pytest.fixture
def site_in_folders(settings, in_object_store):
    """Makes a site in folders; returns what brings it back there."""

    @contextmanager
    def folders():
        chosen = settings.STORAGES | site_settings.STORAGES_IN_FOLDERS
        with (
            override_settings(OBJECT_STORE=None, STORAGES=chosen),
            pytest.MonkeyPatch.context() as patch,
        ):
            for field, choose in fields_with_chosen_storage():
                patch.setattr(field, "storage", choose())
            yield

    return folders


def test_a_site_moves_from_folders_into_a_store_and_back(site_in_folders, client, settings, capsys):
    with site_in_folders():
        make_network(logo=make_logo())
        photo, hidden, member = make_photo(), make_photo(), make_organisation(logo=make_logo())
        actions.take_down(hidden)
        before = files_of(settings)
    call_command("copy_files", "to-store")
    assert "were there already" in capsys.readouterr().out
    assert client.get(card_url(photo)).status_code == 200
    assert client.get(card_url(hidden)).status_code == 404
    assert client.get(member.logo.url).status_code == 200
    assert client.get(Network.objects.current().logo.url).status_code == 200
    assert [entry.action for entry in erasures.read_entries()] == ["take down"]
    call_command("copy_files", "to-store")
    assert capsys.readouterr().out.startswith("0 files copied")
    for root in (settings.MEDIA_ROOT, settings.ORIGINALS_ROOT, settings.ERASURES_ROOT):
        shutil.rmtree(root)
    actions.take_down(photo)
    actions.show_again(hidden)
    call_command("copy_files", "to-folders")
    assert permissions.exposed_folder_count() == 0
    with site_in_folders():
        assert client.get(card_url(hidden)).status_code == 404
        assert misplaced_files.fix_misplaced() == 1
        logo_files.move_logos()
        assert client.get(card_url(hidden)).status_code == 200
        assert client.get(card_url(photo)).status_code == 404
        assert len(erasures.read_entries()) == 3
        assert {name for name in files_of(settings) if "photos/" not in name} == {
            name for name in before if "photos/" not in name
        }


def files_of(settings) -> set[str]:
    """All files in folders but the renditions, which may be public or not."""
    return {
        str(path.relative_to(root))
        for root in (settings.MEDIA_ROOT, settings.ORIGINALS_ROOT)
        for path in root.rglob("*")
        if path.is_file() and "renditions" not in path.parts
    }


def test_copying_without_a_store_says_what_to_set(site_in_folders):
    with site_in_folders(), pytest.raises(CommandError, match="Set OBJECT_STORE_URL first"):
        call_command("copy_files", "to-store")


def test_a_copy_that_fails_can_be_repeated(settings):
    settings.OBJECT_STORE = unreachable(settings)
    with pytest.raises(CommandError, match="Run it again"):
        call_command("copy_files", "to-folders")


def test_a_backup_of_folders_is_restored_into_a_store_and_the_other_way_round(
    site_in_folders, client, tmp_path
):
    """As after a move to other machines."""
    with site_in_folders():
        make_network()
        photo, member = make_photo(), make_organisation(logo=make_logo())
        of_folders = backups.make_backup(tmp_path / "folders")
    call_command("restore", of_folders, "--yes", "--without-erasures")
    assert client.get(card_url(photo)).status_code == 200
    assert client.get(member.logo.url).status_code == 200
    of_store = backups.make_backup(tmp_path / "store")
    with site_in_folders():
        actions.delete(photo)
        member.delete()
        call_command("restore", of_store, "--yes", "--without-erasures")
        misplaced_files.fix_misplaced()
        logo_files.move_logos()
        assert client.get(card_url(photo)).status_code == 200
        assert client.get(member.logo.url).status_code == 200
