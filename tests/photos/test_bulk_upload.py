"""Many photos at once, words for the new ones, and what can be undone."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from photos import actions
from photos.admin import photographer_names
from photos.files import photo_uploads, rendition_storage
from photos.models import Photo, Photographer, private_storage
from tests.support.builders import (
    add_gallery,
    add_photo,
    heic_bytes,
    make_article,
    make_photo,
    make_photographer,
    picture_bytes,
)

pytestmark = pytest.mark.django_db(transaction=True)

LIBRARY = "/admin/photos/photo/"
FILES = Path(__file__).parent / "files"


def upload(data: bytes | None = None, name: str = "hall.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture_bytes((240, 160)) if data is None else data)


def take_in(staff, **words):
    return staff.post(f"{LIBRARY}upload/", {"file": upload()} | words)


def all_files() -> list[Path]:
    folders = (Path(settings.MEDIA_ROOT), Path(private_storage().location))
    return [file for folder in folders for file in folder.rglob("*") if file.is_file()]


# One file, one request.


def test_one_file_is_taken_in_with_what_all_have_in_common(staff):
    make_photographer()
    response = take_in(
        staff,
        photographer="son sang-min",
        credit_organisation_en="UN Women",
        consent="public-role",
        licence="press",
        press_use="on",
    )
    photo = Photo.objects.get()
    assert response.json()["pk"] == photo.pk
    assert photo.photographer.name_ko == "손상민"
    assert (photo.consent, photo.licence, photo.press_use) == ("public-role", "press", True)
    assert f'name="photo-{photo.pk}-alt_ko"' in response.json()["form_html"]
    assert private_storage().exists(rendition_storage.press_file_name(photo))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"file": upload(b"<svg/>", "a.svg")}, "cannot be used"),
        ({"file": upload(picture_bytes()[:900])}, "damaged"),
        ({"file": ""}, "No file arrived"),
        ({"consent": "nonsense"}, "valid choice"),
        ({"photographer": "x" * 500}, "at most 240"),
        ({"photographer": "홍길동 900101-1234567"}, "must not be kept"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_reason_and_leaves_nothing(staff, words, said):
    response = take_in(staff, **words)
    assert response.status_code == 422
    assert said in response.json()["error"]
    assert not Photo.objects.exists()
    assert all_files() == []


def test_a_take_in_that_fails_half_way_leaves_no_file(staff, monkeypatch):
    def fail(*_args):
        raise OSError("disk full")

    monkeypatch.setattr(rendition_storage, "_write_all", fail)
    response = take_in(staff)
    assert response.status_code == 422
    assert "could not be saved" in response.json()["error"]
    assert not Photo.objects.exists()
    assert all_files() == []


def test_a_replacement_that_fails_half_way_keeps_the_old_file(monkeypatch):
    photo = make_photo()
    before = sorted(all_files())

    def fail(*_args):
        raise OSError("disk full")

    monkeypatch.setattr(rendition_storage, "_write_all", fail)
    with pytest.raises(OSError, match="disk full"):
        photo_uploads.replace_file(photo, photo_uploads.render_upload(photo, upload()))
    assert sorted(all_files()) == before
    assert private_storage().exists(Photo.objects.get().original.name)


def test_heic_from_a_phone_is_taken_in(staff):
    take_in(staff, file=upload(heic_bytes((400, 300)), "IMG_0001.HEIC"))
    photo = Photo.objects.get()
    assert (photo.width, photo.height) == (400, 300)
    with Image.open(rendition_storage.current_folder(photo) / "card-400.jpg") as card:
        assert card.getpixel((200, 100)) == pytest.approx((0, 128, 128), abs=3)


@pytest.mark.parametrize(
    ("language", "said"), [("en", "Set the phone’s camera to"), ("ko", "카메라")]
)
def test_without_a_decoder_heic_is_refused_with_a_way_out(staff, settings, language, said):
    settings.READ_HEIC = False
    staff.cookies["django_language"] = language
    response = take_in(staff, file=upload(heic_bytes((400, 300)), "IMG_0001.HEIC"))
    assert response.status_code == 422
    assert said in response.json()["error"]
    assert "HEIC" in response.json()["error"]


def test_heic_that_crashed_a_decoder_is_refused(staff):
    data = (FILES / "bad-item-type.heic").read_bytes()
    assert take_in(staff, file=upload(data, "IMG_0001.HEIC")).status_code == 422
    assert take_in(staff).status_code == 200


def test_only_who_may_add_photos_adds_them(client, staff):
    user = User.objects.create_user("reader", password="x", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="view_photo"))
    client.force_login(user)
    photo = make_photo()
    for address in (
        "upload/",
        "bulk-upload/",
        "describe/",
        f"{photo.pk}/update/",
        f"{photo.pk}/take-down/",
    ):
        assert client.post(f"{LIBRARY}{address}").status_code == 403
    assert 'id="id_password"' in take_in(Client()).text
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.get(username="admin"))
    for address in ("upload/", "describe/", f"{photo.pk}/update/", f"{photo.pk}/take-down/"):
        assert strict.post(f"{LIBRARY}{address}").status_code == 403
    photo.refresh_from_db()
    assert photo.taken_down_at is None


def test_private_pictures_are_shown_only_to_who_looks_after_photos(client):
    client.force_login(User.objects.create_user("reviewer", password="x", is_staff=True))
    for page in (f"{make_photo().pk}/thumbnail/", "picker/"):
        assert client.get(f"{LIBRARY}{page}").status_code == 403


# Who took it.


@pytest.mark.parametrize(
    "typed",
    ["손상민", "Son Sang-min", " son  sang-min ", "손상민 · Son Sang-min", "Son Sang-min/손상민"],
)
def test_a_photographer_is_found_in_any_language(typed):
    son = make_photographer()
    assert photographer_names.get_or_create(typed) == son
    assert Photographer.objects.count() == 1


def test_a_photographer_with_one_spelling_in_all_languages_is_found_as_the_form_prints_the_name():
    doe = make_photographer(name_ko="Jane Doe", name_en="Jane Doe")
    assert photographer_names.get_or_create(str(doe)) == doe


def test_a_new_name_stands_in_the_language_it_was_typed_in():
    make_photographer()
    kim = photographer_names.get_or_create("김새나")
    assert (kim.name_ko, kim.name_en) == ("김새나", None)
    jung = photographer_names.get_or_create("Jung / 정재연")
    assert (jung.name_ko, jung.name_en) == ("정재연", "Jung")
    two = photographer_names.get_or_create("A. Kim / B. Lee")
    assert two.name_en == "A. Kim / B. Lee"
    assert photographer_names.get_or_create("  ") is None
    assert Photographer.objects.count() == 4


# Many without scripts, and their words.


def test_without_scripts_many_files_are_taken_in_and_a_broken_one_is_named(staff):
    form = {"photographer": "김새나", "consent": "crowd", "licence": "cc0"}
    other = upload(picture_bytes((240, 180), "navy"), "three.jpg")
    files = [upload(name="one.jpg"), upload(b"broken", "two.jpg"), other]
    response = staff.post(f"{LIBRARY}bulk-upload/", form | {"file": files}, follow=True)
    assert "two.jpg: This picture cannot be used" in response.text
    assert sorted(photo.file_name for photo in Photo.objects.all()) == ["one.jpg", "three.jpg"]
    assert response.text.count("photo-form-card") == 2
    assert Photographer.objects.count() == 1


def test_words_are_saved_for_all_at_once_and_mistakes_keep_what_was_typed(staff):
    photos = [make_photo(alt_ko="", alt_en="") for _number in range(2)]
    form = {"photo": [photo.pk for photo in photos]}
    form |= {f"photo-{photo.pk}-alt_ko": f"사람들 {photo.pk}" for photo in photos}
    response = staff.post(f"{LIBRARY}describe/", form | {f"photo-{photos[0].pk}-alt_en": "x" * 301})
    assert "at most 300" in response.text
    assert f"사람들 {photos[1].pk}" in response.text
    assert Photo.objects.filter(alt_ko="").count() == 2
    response = staff.post(f"{LIBRARY}describe/", form, follow=True)
    assert "2 photos saved." in response.text
    assert not Photo.objects.filter(alt_ko="").exists()


def test_the_page_of_words_goes_on_with_what_lacks_them(staff):
    make_photo()
    lacking = make_photo(alt_en="")
    html = staff.get(f"{LIBRARY}describe/").text
    assert re.findall(r'data-photo="(\d+)"', html) == [str(lacking.pk)]


def test_one_field_told_changes_no_other(staff):
    photo = make_photo()
    response = staff.post(f"{LIBRARY}{photo.pk}/update/", {"caption_en": "Another caption"})
    assert response.json()["missing"] == []
    told = Photo.objects.get()
    assert (told.caption_en, told.caption_ko, told.alt_en) == (
        "Another caption",
        "출범식",
        "People in a hall",
    )
    assert told.photographer == photo.photographer
    assert staff.post(f"{LIBRARY}{photo.pk}/update/", {"alt_en": "y" * 301}).status_code == 422


def test_what_a_file_said_is_settled_by_what_is_told(staff):
    photo = make_photo(suggestions={"caption": "From the file", "creator": "Someone"})
    staff.post(f"{LIBRARY}{photo.pk}/update/", {"caption_en": "Typed"})
    assert Photo.objects.get().suggestions == {"creator": "Someone"}


@pytest.mark.parametrize("pk", ["0", "x", "9" * 30, "-1", "\x00"])
def test_photos_that_do_not_exist_are_no_error(staff, pk):
    for address in ("describe/", "forms/"):
        assert staff.get(f"{LIBRARY}{address}", {"photo": pk}).status_code == 200
    assert staff.post(f"{LIBRARY}describe/", {"photo": pk}).status_code in (200, 302)


# The form of a photo.


def photo_form(photo: Photo, **words) -> dict:
    return {
        "focus_x": "0.5",
        "appearances-TOTAL_FORMS": 0,
        "appearances-INITIAL_FORMS": 0,
        "focus_y": "0.5",
        "alt_ko": photo.alt_ko,
        "alt_en": photo.alt_en,
        "photographer": photo.photographer_id,
        "consent": photo.consent,
        "licence": photo.licence,
    } | words


def test_another_file_keeps_every_use_and_the_words_typed_with_it(staff, client):
    photo = make_photo()
    article = make_article(lead_photo=photo)
    old = photo.original.name
    form = photo_form(photo, original=upload(picture_bytes((300, 300)), "new.jpg"), alt_en="New")
    staff.post(f"{LIBRARY}{photo.pk}/change/", form)
    photo.refresh_from_db()
    article.refresh_from_db()
    assert article.lead_photo == photo
    assert (photo.width, photo.file_name, photo.alt_en) == (300, "new.jpg", "New")
    assert not private_storage().exists(old)
    assert "<figure" in client.get(f"/en/news/{article.slug}/").text


def test_what_an_eye_has_checked_is_remembered_and_blocks_nothing(staff):
    photo = make_photo()
    staff.post(
        f"{LIBRARY}{photo.pk}/change/", photo_form(photo, completed_checks=["hands", "badges"])
    )
    assert Photo.objects.get().completed_checks == ["hands", "badges"]
    assert re.search(r'value="hands"[^>]*checked', staff.get(f"{LIBRARY}{photo.pk}/change/").text)
    staff.post(f"{LIBRARY}{photo.pk}/change/", photo_form(photo))
    assert Photo.objects.get().completed_checks == []


def test_slips_are_told_after_saving(staff):
    photo = make_photo()
    form = photo_form(photo, alt_en="IMG_2041.jpg", caption_en="Two  spaces")
    html = staff.post(f"{LIBRARY}{photo.pk}/change/", form, follow=True).text
    assert "Caption (English): There are two spaces" in html
    assert "“IMG_2041.jpg” is a file name" in html


def test_a_used_photo_is_not_deleted_and_withdrawing_is_offered(staff):
    photo = make_photo()
    article = make_article(title_en="Launch")
    add_gallery(article, [photo])
    html = staff.post(f"{LIBRARY}{photo.pk}/delete/", {"post": "yes"}).text
    assert f'<a href="/admin/news/article/{article.pk}/change/">Launch</a>' in html
    assert f'action="/admin/photos/photo/{photo.pk}/take-down/"' in html
    assert Photo.objects.exists()


def test_a_deleted_photo_leaves_no_file(staff):
    photo = make_photo(press_use=True)
    assert all_files()
    staff.post(f"{LIBRARY}{photo.pk}/delete/", {"post": "yes"})
    assert all_files() == []


# The library.


def in_list(staff, query: str) -> list[int]:
    html = staff.get(f"{LIBRARY}?{query}").text
    return sorted(map(int, re.findall(r'name="_selected_action" value="(\d+)"', html)))


def test_photos_are_filtered_by_use_and_withdrawal(staff):
    led, hung, placed, unused, withdrawn = (make_photo() for _number in range(5))
    article = make_article(lead_photo=led)
    add_gallery(article, [hung])
    add_photo(article, placed)
    actions.take_down(withdrawn)
    assert in_list(staff, "used=no") == [unused.pk, withdrawn.pk]
    assert in_list(staff, "used=yes") == [led.pk, hung.pk, placed.pk]
    assert in_list(staff, "withheld=yes") == [withdrawn.pk]
    assert len(in_list(staff, "withheld=no")) == 4
    nonsense = staff.get(f"{LIBRARY}?used=nonsense")
    assert (nonsense.status_code, nonsense["Location"]) == (302, LIBRARY)


def test_several_are_withdrawn_and_shown_again_from_the_list(staff):
    photos = [make_photo() for _number in range(2)]
    chosen = [photo.pk for photo in photos]
    for action, number in (("take_down", 2), ("show_again", 0)):
        staff.post(LIBRARY, {"action": action, "_selected_action": chosen})
        assert Photo.objects.withheld().count() == number
        assert rendition_storage.public_folder(photos[0].folder_token).exists() == (number == 0)


def test_the_library_asks_the_same_questions_for_twelve_photos_and_a_thousand(
    staff, django_assert_num_queries
):
    son = make_photographer()
    for number in (12, 988):
        Photo.objects.bulk_create(
            Photo(alt_ko="강당", photographer=son, original="photos/x.jpg") for _n in range(number)
        )
        staff.get(LIBRARY)
        with django_assert_num_queries(6):
            staff.get(LIBRARY)
