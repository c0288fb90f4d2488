"""The same picture sent twice is noticed, a repeated request is one photo, the rest is swept."""

import os
import time
from io import BytesIO
from pathlib import Path
from threading import Barrier, Thread

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from PIL import Image

from network import isolation
from photos import duplicates, library, sweeping
from photos.models import Photo, originals
from tests.builders import make_photo, picture_bytes

LIBRARY = "/admin/photos/photo/"
FORM = {
    "focus_x": "0.5",
    "focus_y": "0.5",
    "consent": "crowd",
    "licence": "cc0",
    "appearances-TOTAL_FORMS": "0",
    "appearances-INITIAL_FORMS": "0",
}


@pytest.fixture
def desk(admin_client):
    """A coordinator's browser that reads English."""
    admin_client.cookies["django_language"] = "en"
    return admin_client


def upload(colour: str = "teal", name: str = "hall.jpg", **how) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture_bytes((240, 180), colour, **how))


def send(desk, file: SimpleUploadedFile, **said):
    return desk.post(f"{LIBRARY}take-in/", {"file": file} | said)


def same_pixels_otherwise_packed() -> SimpleUploadedFile:
    """The picture of `upload("teal", kind="PNG")`, with other bytes and another name."""
    buffer = BytesIO()
    with Image.open(BytesIO(picture_bytes((240, 180), "teal", kind="PNG"))) as picture:
        picture.save(buffer, "PNG", compress_level=0)
    return SimpleUploadedFile("copy of hall.png", buffer.getvalue())


def age(hours: int = 2) -> None:
    """All files of photos were written some hours ago."""
    moment = time.time() - 3600 * hours
    for path in Path(originals().path("")).rglob("*"):
        os.utime(path, (moment, moment))


@pytest.mark.django_db
def test_the_same_file_is_noticed_and_named_with_a_link(desk):
    known = send(desk, upload()).json()
    answer = send(desk, upload(name="again.jpg"))
    assert answer.status_code == 422
    assert answer.json() == {
        "error": "This picture is in the library already.",
        "same": {"address": f"{LIBRARY}{known['pk']}/change/", "title": "hall.jpg"},
    }
    assert Photo.objects.count() == len(originals().listdir("photos")[1]) == 1
    assert send(desk, upload(name="again.jpg"), twice="on").status_code == 200
    assert Photo.objects.count() == 2


@pytest.mark.django_db
def test_the_same_pixels_in_another_file_are_noticed(desk):
    assert send(desk, upload(kind="PNG", name="hall.png")).status_code == 200
    assert "same" in send(desk, same_pixels_otherwise_packed()).json()
    assert send(desk, upload("navy", kind="PNG")).status_code == 200
    assert Photo.objects.count() == len(originals().listdir("photos")[1]) == 2


@pytest.mark.django_db
def test_a_repeated_request_brings_the_same_photo(desk):
    first = send(desk, upload(), key="a" * 32).json()
    assert send(desk, upload(), key="a" * 32).json()["pk"] == first["pk"]
    assert send(desk, upload("navy"), key="b" * 32).json()["pk"] != first["pk"]
    assert Photo.objects.count() == 2


@pytest.mark.django_db
def test_without_scripts_a_page_that_is_sent_again_brings_the_same_photos(desk):
    form = {"consent": "crowd", "licence": "cc0", "key": "c" * 32}
    for _time in range(2):
        files = [upload(), upload("navy", "other.jpg")]
        assert desk.post(f"{LIBRARY}many/", form | {"file": files}).status_code == 302
    assert Photo.objects.count() == 2
    page = desk.post(f"{LIBRARY}many/", form | {"key": "d" * 32, "file": [upload()]}, follow=True)
    photo = Photo.objects.get(file_name="hall.jpg")
    assert (
        f'hall.jpg: This picture is in the library already: <a href="{LIBRARY}{photo.pk}/change/"'
        in page.text
    )
    kept = desk.post(f"{LIBRARY}many/", form | {"key": "d" * 32, "file": [upload()], "twice": "on"})
    assert kept.status_code == 302
    assert Photo.objects.count() == 3


@pytest.mark.django_db
def test_the_form_of_one_photo_asks_before_it_keeps_a_picture_twice(desk):
    send(desk, upload(kind="PNG"))
    page = desk.post(f"{LIBRARY}add/", FORM | {"original": same_pixels_otherwise_packed()})
    assert "This picture is in the library already: <a href=" in page.text
    assert Photo.objects.count() == 1
    again = FORM | {"original": same_pixels_otherwise_packed(), "keep_twice": "on"}
    assert desk.post(f"{LIBRARY}add/", again).status_code == 302
    assert Photo.objects.count() == 2


@pytest.mark.django_db
def test_a_page_that_is_sent_again_with_another_file_brings_the_other_photo(desk):
    """Browsers that go back show the page with the key it had."""
    first = send(desk, upload(), key="a" * 32).json()
    assert send(desk, upload("navy"), key="a" * 32).json()["pk"] != first["pk"]


@pytest.fixture
def renders_nothing(monkeypatch):
    """The check of an upload finds a free child, the work on its pictures finds none."""
    run = isolation.run

    def busy(task, *arguments, **how):
        if ".render" in task:
            raise isolation.BusyError("all children are at work")
        return run(task, *arguments, **how)

    monkeypatch.setattr(isolation, "run", busy)


BUSY = "Many pictures are coming in at the moment. Try again in a minute."


@pytest.mark.django_db
def test_a_new_photo_that_finds_all_children_at_work_keeps_its_words(desk, renders_nothing):
    page = desk.post(f"{LIBRARY}add/", FORM | {"alt_en": "Banner words", "original": upload()})
    assert page.status_code == 200
    assert BUSY in page.text
    assert "Banner words" in page.text
    assert not Photo.objects.exists()
    assert not Path(originals().path("photos")).exists()


@pytest.mark.django_db
def test_a_photo_that_finds_all_children_at_work_stays_as_it_was(desk, request):
    photo = make_photo()
    request.getfixturevalue("renders_nothing")
    address, form = f"{LIBRARY}{photo.pk}/change/", FORM | {"alt_en": "Banner words"}
    for said in ({"focus_x": "0.9"}, {"original": upload("navy")}):
        page = desk.post(address, form | said)
        assert BUSY in page.text
        assert "Banner words" in page.text
    told = desk.post(f"{LIBRARY}{photo.pk}/tell/", {"press_use": "on"})
    assert told.status_code == 422
    assert told.json() == {"error": BUSY, "again": True}
    assert send(desk, upload("navy")).json() == {"error": BUSY, "again": True}
    before = {"alt_en": photo.alt_en, "press_use": False, "focus_x": photo.focus_x}
    assert Photo.objects.values(*before).get() == before


@pytest.mark.django_db
def test_a_photo_that_finds_all_children_at_work_is_identified_later(monkeypatch):
    make_photo(developed=False)
    Photo.objects.update(file_hash="")

    def busy(*_arguments, **_how):
        raise isolation.BusyError("all children are at work")

    monkeypatch.setattr(isolation, "run", busy)
    library.identify()
    assert library.unidentified() == 1


@pytest.mark.django_db
def test_the_database_keeps_no_picture_twice_by_mistake():
    said = {"file_hash": "f" * 64, "is_only_one": True}
    Photo.objects.create(**said)
    with pytest.raises(IntegrityError), transaction.atomic():
        Photo.objects.create(**said)
    Photo.objects.create(**said | {"is_only_one": False})


@pytest.mark.django_db(transaction=True)
def test_the_same_request_twice_at_once_is_one_photo():
    barrier, found = Barrier(2), []

    def bring():
        try:
            barrier.wait()
            found.append(library.take_in_once(upload(), Photo(), key="e" * 32).pk)
        finally:
            connection.close()

    threads = [Thread(target=bring) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 2
    assert Photo.objects.count() == len(originals().listdir("photos")[1]) == len(set(found)) == 1


@pytest.mark.django_db
def test_photos_from_before_are_identified_by_the_clock():
    photo = make_photo(developed=False)
    lost = Photo.objects.create(original="photos/gone.jpg")
    Photo.objects.update(file_hash="", pixel_hash="")
    assert library.unidentified() == library.identify() == 2
    assert library.unidentified() == 0
    photo.refresh_from_db()
    with photo.original.open("rb") as original:
        assert photo.file_hash == duplicates.hash_of(original)
    assert photo.pixel_hash
    lost.refresh_from_db()
    assert lost.file_hash == library.UNREADABLE


@pytest.mark.django_db
def test_what_a_killed_upload_leaves_behind_is_swept_and_nothing_else(settings):
    photo = make_photo()
    storage = originals()
    left = ["photos/0123.jpg", "developed/abc/whole-480.jpg", "desk/999999.jpg", "press/999999.jpg"]
    for name in left:
        storage.save(name, upload())
    public = settings.MEDIA_ROOT / "photos" / "nobody"
    public.mkdir(parents=True)
    assert sweeping.left_behind() == 0
    age()
    os.utime(public, (1, 1))
    os.utime(settings.MEDIA_ROOT / "photos" / photo.key, (1, 1))
    storage.save("photos/young.jpg", upload())
    assert sweeping.left_behind() == sweeping.sweep() == 5
    assert not any(storage.exists(name) for name in left)
    assert not public.exists()
    assert storage.exists("photos/young.jpg")
    assert storage.exists(photo.original.name)
    assert storage.exists(f"desk/{photo.pk}.jpg")
    assert (settings.MEDIA_ROOT / "photos" / photo.key / "share.jpg").exists()


@pytest.mark.django_db
def test_beside_an_empty_database_nothing_is_swept():
    originals().save("photos/0123.jpg", upload())
    age()
    assert sweeping.sweep() == 0
