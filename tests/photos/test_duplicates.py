"""The same picture sent twice is noticed, a repeated request is one photo, the rest is swept."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from threading import Barrier, Thread

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from PIL import Image

from cms.decoding import sandbox
from cms.decoding.errors import BusyError
from photos.files import duplicates, orphaned_files, photo_uploads
from photos.models import Photo, private_storage
from tests.support.builders import date_file, make_photo, picture_bytes

LIBRARY = "/admin/photos/photo/"
FORM = {
    "focus_x": "0.5",
    "focus_y": "0.5",
    "consent": "crowd",
    "licence": "cc0",
    "appearances-TOTAL_FORMS": "0",
    "appearances-INITIAL_FORMS": "0",
}


def upload(colour: str = "teal", name: str = "hall.jpg", **how) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture_bytes((240, 180), colour, **how))


def send(staff, file: SimpleUploadedFile, **said):
    return staff.post(f"{LIBRARY}upload/", {"file": file} | said)


def same_pixels_otherwise_packed() -> SimpleUploadedFile:
    """The picture of `upload("teal", kind="PNG")`, with other bytes and another name."""
    buffer = BytesIO()
    with Image.open(BytesIO(picture_bytes((240, 180), "teal", kind="PNG"))) as picture:
        picture.save(buffer, "PNG", compress_level=0)
    return SimpleUploadedFile("copy of hall.png", buffer.getvalue())


def age(hours: int = 2) -> None:
    """All files of photos were written some hours ago."""
    for folder in (Path(private_storage().path("")), settings.MEDIA_ROOT):
        for path in folder.rglob("*"):
            date_file(path, timedelta(hours=hours))


@pytest.mark.django_db
def test_the_same_file_is_noticed_and_named_with_a_link(staff):
    known = send(staff, upload()).json()
    response = send(staff, upload(name="again.jpg"))
    assert response.status_code == 422
    assert response.json() == {
        "error": "This picture is in the library already.",
        "duplicate": {"url": f"{LIBRARY}{known['pk']}/change/", "title": "hall.jpg"},
    }
    assert Photo.objects.count() == len(private_storage().listdir("photos")[1]) == 1
    assert send(staff, upload(name="again.jpg"), allow_duplicate="on").status_code == 200
    assert Photo.objects.count() == 2


@pytest.mark.django_db
def test_the_same_pixels_in_another_file_are_noticed(staff):
    assert send(staff, upload(kind="PNG", name="hall.png")).status_code == 200
    assert "duplicate" in send(staff, same_pixels_otherwise_packed()).json()
    assert send(staff, upload("navy", kind="PNG")).status_code == 200
    assert Photo.objects.count() == len(private_storage().listdir("photos")[1]) == 2


@pytest.mark.django_db
def test_a_repeated_request_brings_the_same_photo(staff):
    first = send(staff, upload(), idempotency_key="a" * 32).json()
    assert send(staff, upload(), idempotency_key="a" * 32).json()["pk"] == first["pk"]
    assert send(staff, upload("navy"), idempotency_key="b" * 32).json()["pk"] != first["pk"]
    assert Photo.objects.count() == 2


@pytest.mark.django_db
def test_without_scripts_a_page_that_is_sent_again_brings_the_same_photos(staff):
    form = {"consent": "crowd", "licence": "cc0", "idempotency_key": "c" * 32}
    for _time in range(2):
        files = [upload(), upload("navy", "other.jpg")]
        assert staff.post(f"{LIBRARY}bulk-upload/", form | {"file": files}).status_code == 302
    assert Photo.objects.count() == 2
    page = staff.post(
        f"{LIBRARY}bulk-upload/",
        form | {"idempotency_key": "d" * 32, "file": [upload()]},
        follow=True,
    )
    photo = Photo.objects.get(file_name="hall.jpg")
    assert (
        f'hall.jpg: This picture is in the library already: <a href="{LIBRARY}{photo.pk}/change/"'
        in page.text
    )
    kept = staff.post(
        f"{LIBRARY}bulk-upload/",
        form | {"idempotency_key": "d" * 32, "file": [upload()], "allow_duplicate": "on"},
    )
    assert kept.status_code == 302
    assert Photo.objects.count() == 3


@pytest.mark.django_db
def test_the_form_of_one_photo_asks_before_it_keeps_a_picture_twice(staff):
    send(staff, upload(kind="PNG"))
    page = staff.post(f"{LIBRARY}add/", FORM | {"original": same_pixels_otherwise_packed()})
    assert "This picture is in the library already: <a href=" in page.text
    assert Photo.objects.count() == 1
    again = FORM | {"original": same_pixels_otherwise_packed(), "allow_duplicate": "on"}
    assert staff.post(f"{LIBRARY}add/", again).status_code == 302
    assert Photo.objects.count() == 2


@pytest.mark.django_db
def test_a_page_that_is_sent_again_with_another_file_brings_the_other_photo(staff):
    """Browsers that go back show the page with the key it had."""
    first = send(staff, upload(), idempotency_key="a" * 32).json()
    assert send(staff, upload("navy"), idempotency_key="a" * 32).json()["pk"] != first["pk"]


@pytest.fixture
def renders_nothing(monkeypatch):
    """The check of an upload finds a free child, the work on its pictures finds none."""
    run = sandbox.run_task

    def busy(task, *arguments, **how):
        if "rendition_encoding" in task:
            raise BusyError("all children are at work")
        return run(task, *arguments, **how)

    monkeypatch.setattr(sandbox, "run_task", busy)


BUSY = "Many pictures are coming in at the moment. Try again in a minute."


@pytest.mark.django_db
def test_a_new_photo_that_finds_all_children_at_work_keeps_its_words(staff, renders_nothing):
    page = staff.post(f"{LIBRARY}add/", FORM | {"alt_en": "Banner words", "original": upload()})
    assert page.status_code == 200
    assert BUSY in page.text
    assert "Banner words" in page.text
    assert not Photo.objects.exists()
    assert not Path(private_storage().path("photos")).exists()


@pytest.mark.django_db
def test_a_photo_that_finds_all_children_at_work_stays_as_it_was(staff, request):
    photo = make_photo()
    request.getfixturevalue("renders_nothing")
    address, form = f"{LIBRARY}{photo.pk}/change/", FORM | {"alt_en": "Banner words"}
    for said in ({"focus_x": "0.9"}, {"original": upload("navy")}):
        page = staff.post(address, form | said)
        assert BUSY in page.text
        assert "Banner words" in page.text
    told = staff.post(f"{LIBRARY}{photo.pk}/update/", {"press_use": "on"})
    assert told.status_code == 422
    assert told.json() == {"error": BUSY, "retry": True}
    assert send(staff, upload("navy")).json() == {"error": BUSY, "retry": True}
    before = {"alt_en": photo.alt_en, "press_use": False, "focus_x": photo.focus_x}
    assert Photo.objects.values(*before).get() == before


@pytest.mark.django_db
def test_a_photo_that_finds_all_children_at_work_is_identified_later(monkeypatch):
    make_photo(rendered=False)
    Photo.objects.update(file_hash="")

    def busy(*_arguments, **_how):
        raise BusyError("all children are at work")

    monkeypatch.setattr(sandbox, "run_task", busy)
    duplicates.compute_missing_hashes()
    assert duplicates.count_photos_without_hash() == 1


@pytest.mark.django_db
def test_the_database_keeps_no_picture_twice_by_mistake():
    said = {"file_hash": "f" * 64, "enforce_unique": True}
    Photo.objects.create(**said)
    with pytest.raises(IntegrityError), transaction.atomic():
        Photo.objects.create(**said)
    Photo.objects.create(**said | {"enforce_unique": False})


@pytest.mark.django_db(transaction=True)
def test_the_same_request_twice_at_once_is_one_photo():
    barrier, found = Barrier(2), []

    def bring():
        try:
            barrier.wait()
            found.append(
                photo_uploads.get_or_add_photo(Photo(), upload(), idempotency_key="e" * 32).pk
            )
        finally:
            connection.close()

    threads = [Thread(target=bring) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 2
    assert (
        Photo.objects.count() == len(private_storage().listdir("photos")[1]) == len(set(found)) == 1
    )


@pytest.mark.django_db
def test_photos_from_before_are_identified_by_the_clock():
    photo = make_photo(rendered=False)
    lost = Photo.objects.create(original="photos/gone.jpg")
    Photo.objects.update(file_hash="", pixel_hash="")
    assert duplicates.count_photos_without_hash() == duplicates.compute_missing_hashes() == 2
    assert duplicates.count_photos_without_hash() == 0
    photo.refresh_from_db()
    with photo.original.open("rb") as original:
        assert photo.file_hash == duplicates.file_hash(original)
    assert photo.pixel_hash
    lost.refresh_from_db()
    assert lost.file_hash == duplicates.UNREADABLE


@pytest.mark.django_db
def test_what_a_killed_upload_leaves_behind_is_swept_and_nothing_else():
    photo = make_photo()
    storage = private_storage()
    left = [
        "photos/0123.jpg",
        "renditions/abc/whole-480.jpg",
        "thumbnails/999999.jpg",
        "press/999999.jpg",
    ]
    for name in left:
        storage.save(name, upload())
    public = settings.MEDIA_ROOT / "photos" / "nobody"
    public.mkdir(parents=True)
    age(hours=0)
    assert orphaned_files.count_orphaned() == 0
    age()
    date_file(storage.path(storage.save("photos/young.jpg", upload())))
    assert orphaned_files.count_orphaned() == orphaned_files.delete_orphaned() == 5
    assert not any(storage.exists(name) for name in left)
    assert not public.exists()
    assert storage.exists("photos/young.jpg")
    assert storage.exists(photo.original.name)
    assert storage.exists(f"thumbnails/{photo.pk}.jpg")
    assert (settings.MEDIA_ROOT / "photos" / photo.folder_token / "share.jpg").exists()


@pytest.mark.django_db
def test_beside_an_empty_database_nothing_is_swept():
    private_storage().save("photos/0123.jpg", upload())
    age()
    assert orphaned_files.delete_orphaned() == 0
