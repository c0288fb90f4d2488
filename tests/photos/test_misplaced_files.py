"""Where the files of a photo lie when a disk is full or cannot be written to."""

import errno
import shutil
from pathlib import Path

import pytest

from cms.files import permissions
from photos import actions
from photos.declarations import jobs
from photos.files import file_updates, misplaced_files, rendition_storage
from photos.models import Photo, private_storage
from tests.support.builders import make_photo

pytestmark = pytest.mark.django_db(transaction=True)

LIBRARY = "/admin/photos/photo/"


def refuse(*_arguments, **_options):
    raise OSError(errno.EROFS, "Read-only file system")


def lock(monkeypatch) -> None:
    """From now on the disk can only be read, until `monkeypatch.undo` is called."""
    monkeypatch.setattr(permissions, "set_permissions", refuse)
    monkeypatch.setattr(rendition_storage.shutil, "rmtree", refuse)


def is_public(photo: Photo) -> bool:
    return rendition_storage.public_folder(Photo.objects.get(pk=photo.pk).folder_token).exists()


def put_right() -> int:
    """As the timer does it; how many photos waited."""
    job = next(job for job in jobs.JOBS if job.name == "fix misplaced photo files")
    number = job.count_due()
    job.run()
    return number


def send(staff, photo: Photo, action: str, how: str):
    if how == "button":
        return staff.post(f"{LIBRARY}{photo.pk}/{action.replace('_', '-')}/", follow=True)
    return staff.post(LIBRARY, {"action": action, "_selected_action": [photo.pk]}, follow=True)


@pytest.mark.parametrize("how", ["button", "list"])
def test_files_that_cannot_be_taken_away_are_told_and_taken_away_later(staff, monkeypatch, how):
    photo = make_photo()
    lock(monkeypatch)
    response = send(staff, photo, "take_down", how)
    assert response.status_code == 200
    assert "no page shows it any more" in response.text
    assert "could not be moved out of the public folder" in response.text
    # Pages have closed up; the files are still there.
    assert not Photo.objects.displayable("ko").exists()
    assert is_public(photo)
    assert put_right() == 1
    assert is_public(photo)
    monkeypatch.undo()
    assert put_right() == 1
    assert not is_public(photo)
    assert put_right() == 0


@pytest.mark.parametrize("how", ["button", "list"])
def test_a_photo_whose_files_cannot_be_put_back_stays_withdrawn(staff, monkeypatch, how):
    photo = make_photo()
    actions.take_down(photo)
    lock(monkeypatch)
    response = send(staff, photo, "show_again", how)
    assert "Not shown again, because its files could not be written" in response.text
    assert Photo.objects.get().taken_down_at
    assert not is_public(photo)
    assert put_right() == 0
    monkeypatch.undo()
    assert "shown again" in send(staff, photo, "show_again", how).text.lower()
    assert is_public(photo)


def test_of_several_those_are_named_that_could_not_be_moved(staff, monkeypatch):
    stays, goes = make_photo(alt_en="Stays"), make_photo(alt_en="Goes")

    def refuse_one(public: Path, _private: Path) -> None:
        if public.name == stays.folder_token:
            refuse()

    monkeypatch.setattr(rendition_storage, "_hide", refuse_one)
    chosen = {"action": "take_down", "_selected_action": [stays.pk, goes.pk]}
    text = staff.post(LIBRARY, chosen, follow=True).text
    assert "1 photo taken down." in text
    assert f"no page shows it any more: {stays}" in text
    assert Photo.objects.withheld().count() == 2


def test_without_room_among_private_files_a_withdrawn_photo_is_not_public(staff, monkeypatch):
    photo = make_photo()

    def full(_source: Path, _target: Path, *, public: bool) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(permissions, "move_path", full)
    assert "Taken down from every page" in send(staff, photo, "take_down", "button").text
    assert not rendition_storage.current_folder(photo).exists()
    monkeypatch.undo()
    # What was deleted is made anew from the original.
    send(staff, photo, "show_again", "button")
    assert is_public(photo)
    assert list(rendition_storage.current_folder(Photo.objects.get()).iterdir())


def test_files_that_are_missing_are_made_anew_by_the_timer():
    photo = make_photo()
    shutil.rmtree(rendition_storage.current_folder(photo))
    assert put_right() == 1
    assert is_public(photo)
    private_storage().delete(photo.original.name)
    shutil.rmtree(rendition_storage.current_folder(Photo.objects.get()))
    # Nothing can be made of nothing, and nobody is kept busy by it.
    assert put_right() == 0


@pytest.mark.parametrize("path", ["tell/", "words"])
def test_words_that_cannot_be_written_into_the_files_come_back(staff, monkeypatch, path):
    photo = make_photo()
    monkeypatch.setattr(file_updates, "update_credits_and_access", refuse)
    words = {"credit_organisation_en": "Somebody else"}
    if path == "tell/":
        response = staff.post(f"{LIBRARY}{photo.pk}/update/", words)
        assert response.status_code == 422
        assert "could not be written on the server" in response.json()["error"]
    else:
        sent = {f"photo-{photo.pk}-{name}": value for name, value in words.items()}
        response = staff.post(f"{LIBRARY}describe/?photo={photo.pk}", sent | {"photo": photo.pk})
        assert response.status_code == 200
        assert "could not be written on the server" in response.text
        assert "Somebody else" in response.text
    assert Photo.objects.get().credit_organisation_en != "Somebody else"


def test_a_folder_is_moved_to_another_disk_wholly_or_not_at_all(tmp_path, monkeypatch):
    source, target = tmp_path / "a" / "key", tmp_path / "b" / "key"
    source.mkdir(parents=True)
    (source / "card.jpg").write_bytes(b"card")

    def other_disk(self: Path, to: Path) -> Path:
        if self == source:
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        return rename(self, to)

    rename = Path.rename
    monkeypatch.setattr(Path, "rename", other_disk)
    with monkeypatch.context() as full:
        full.setattr(permissions.shutil, "copytree", refuse)
        with pytest.raises(OSError, match="Read-only"):
            permissions.move_path(source, target, public=False)
    assert (source / "card.jpg").read_bytes() == b"card"
    assert list(target.parent.iterdir()) == []
    permissions.move_path(source, target, public=False)
    assert (target / "card.jpg").read_bytes() == b"card"
    assert not source.exists()
    assert [path.name for path in target.parent.iterdir()] == ["key"]


def test_nothing_is_misplaced_in_a_library_that_is_in_order():
    make_photo()
    actions.take_down(make_photo())
    assert misplaced_files.count_misplaced() == 0
