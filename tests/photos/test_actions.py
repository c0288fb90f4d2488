from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import ProtectedError
from PIL import Image

from photos import actions, usage
from photos.files import photo_uploads, rendition_storage
from photos.files.embedded_credits import EmbeddedCredits
from photos.models import Photo, private_storage
from tests.support.builders import (
    add_photo,
    make_article,
    make_photo,
    make_photographer,
    picture_bytes,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _commits(django_capture_on_commit_callbacks, monkeypatch):
    """Files follow a change once it stands; here every change stands at once."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda action, **_how: action())


def upload(data: bytes, name: str = "사진 1.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="image/jpeg")


def add(file: SimpleUploadedFile) -> Photo:
    photo = Photo()
    photo_uploads.add_photo(photo, photo_uploads.render_upload(photo, file))
    return photo


def replace(photo: Photo, file: SimpleUploadedFile) -> None:
    photo_uploads.replace_file(photo, photo_uploads.render_upload(photo, file))


def public_files() -> list[str]:
    return [file.name for file in settings.MEDIA_ROOT.rglob("*") if file.is_file()]


def private_files() -> list[str]:
    return [file.name for file in originals_folder().rglob("*") if file.is_file()]


def originals_folder():
    return Path(private_storage().location)


def test_an_upload_is_taken_in_with_what_it_says_of_itself(tmp_path):
    credits = EmbeddedCredits("Son Sang-min", "Photo: Son", {"en": "© Son"})
    file = tmp_path / "x.jpg"
    Image.new("RGB", (900, 600), "teal").save(
        file, xmp=credits.xmp_packet(), extra=credits.iptc_segment()
    )
    photo = add(upload(file.read_bytes()))
    assert photo.suggestions == {
        "creator": "Son Sang-min",
        "credit": "Photo: Son",
        "copyright": "© Son",
    }
    assert (photo.width, photo.height, photo.file_name) == (900, 600, "사진 1.jpg")
    assert public_files() == []


def test_a_name_that_may_be_a_national_id_number_is_kept_without_its_digits():
    photo = add(upload(picture_bytes((800, 600)), "900101-1234567.jpg"))
    assert photo.file_name == "xxxxxx-xxxxxxx.jpg"
    replace(photo, upload(picture_bytes((820, 600)), "1712123456789.jpg"))
    assert photo.file_name == "xxxxxxxxxxxxx.jpg"


def test_a_broken_upload_leaves_no_photo_and_no_file():
    with pytest.raises(ValidationError):
        add(upload(picture_bytes((800, 600))[:3000]))
    assert not Photo.objects.exists()
    assert private_files() == public_files() == []


def test_withdrawing_takes_files_and_pages_back_and_can_be_undone(client):
    photo = make_photo()
    for number in range(5):
        add_photo(make_article(slug=f"a-{number}", lead_photo=photo), photo)
    files = public_files()
    actions.take_down(photo)
    assert public_files() == []
    for number in range(5):
        html = client.get(f"/en/news/a-{number}/").text
        assert "<figure" not in html
    actions.show_again(photo)
    assert public_files() == files
    assert "Photo by Son Sang-min" in client.get("/en/news/a-0/").text


def test_a_withdrawn_photo_keeps_no_article_from_being_published():
    photo = make_photo(alt_ko="")
    article = make_article(lead_photo=photo)
    assert article.publication_blockers("ko")
    actions.take_down(photo)
    assert article.publication_blockers("ko") == []


def test_replacing_the_file_keeps_every_use():
    photo = make_photo()
    article = make_article(lead_photo=photo)
    old_token, old_original = photo.folder_token, photo.original.name
    replace(photo, upload(picture_bytes((1200, 1200), "red")))
    article.refresh_from_db()
    assert article.lead_photo == photo
    assert (photo.width, photo.height) == (1200, 1200)
    assert photo.folder_token != old_token
    assert not private_storage().exists(old_original)
    assert rendition_storage.public_folder(photo.folder_token).exists()
    assert not rendition_storage.public_folder(old_token).exists()


def test_a_bad_replacement_changes_nothing():
    photo = make_photo()
    before = photo.original.name
    with pytest.raises(ValidationError):
        replace(photo, upload(b"no picture"))
    assert Photo.objects.get().original.name == before
    assert private_storage().exists(before)


def test_a_photo_in_use_cannot_be_deleted():
    photo = make_photo()
    make_article(lead_photo=photo)
    with pytest.raises(ProtectedError):
        photo.delete()


def test_uses_are_named_each_once():
    photo = make_photo()
    led = make_article(lead_photo=photo)
    add_photo(led, photo)
    other = make_article(title_en="Other")
    add_photo(other, photo)
    assert set(usage.items_using(photo)) == {led, other}
    assert usage.items_using(make_photo()) == []


def test_a_gallerys_credit_is_lent_to_photos_without_one_and_replaces_none():
    bare, credited = make_photo(photographer=None), make_photo()
    assert public_files() == [] or not rendition_storage.public_folder(bare.folder_token).exists()
    actions.add_missing_credits(
        [bare, credited], {"ko": "사진: 박찬영", "en": "Photo: Park Chan Young"}
    )
    bare, credited = Photo.objects.get(pk=bare.pk), Photo.objects.get(pk=credited.pk)
    assert bare.credit_override_en == "Photo: Park Chan Young"
    assert credited.credit_override_en in (None, "")
    assert rendition_storage.public_folder(bare.folder_token).exists()


def test_a_corrected_name_is_signed_into_every_file():
    son = make_photographer()
    photos = [make_photo(photographer=son) for _ in range(2)]
    son.name_en = "Son Sangmin"
    son.save()
    actions.update_photographer_credits(son)
    for photo in photos:
        for file in rendition_storage.public_folder(photo.folder_token).iterdir():
            assert b"Son Sangmin" in file.read_bytes()


def test_showable_is_the_same_in_python_and_in_the_database():
    for words in (
        {},
        {"alt_en": ""},
        {"alt_en": "", "decorative": True},
        {"photographer": None},
        {"photographer": None, "credit_organisation_ko": "유엔여성기구"},
        {"consent": Photo.Consent.NOT_ASSESSED},
        {"consent": Photo.Consent.WITHDRAWN},
    ):
        make_photo(rendered=False, **words)
    actions.take_down(make_photo())
    for language in ("ko", "en"):
        by_python = {photo for photo in Photo.objects.all() if photo.is_displayable(language)}
        assert set(Photo.objects.displayable(language)) == by_python
        assert by_python


@pytest.mark.parametrize("said", ["licence", "focus_x"])
def test_who_describes_a_photo_does_not_bring_it_back_that_was_withdrawn_meanwhile(said):
    photo = make_photo()
    as_it_was = Photo.objects.get()
    actions.take_down(photo)
    actions.update(as_it_was, [said])
    assert public_files() == []


def test_who_lends_a_credit_does_not_bring_photos_back_that_were_withdrawn_meanwhile():
    photo = make_photo(photographer=None)
    as_it_was = Photo.objects.get()
    actions.take_down(photo)
    actions.add_missing_credits([as_it_was], {"ko": "사진: 박찬영"})
    assert Photo.objects.get().is_withheld()
    assert public_files() == []


def test_who_restores_a_photo_does_not_bring_it_back_that_was_held_meanwhile():
    photo = make_photo()
    actions.take_down(photo)
    as_it_was = Photo.objects.get()
    actions.set_on_hold(photo, True)
    actions.show_again(as_it_was)
    assert public_files() == []
    actions.set_on_hold(photo, False)
    assert public_files()
