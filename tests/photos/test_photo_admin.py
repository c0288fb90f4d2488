"""The library of photos: taking in, what may be shown, choosing, and taking out."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from cms.decoding import sandbox
from photos.files.rendition_storage import public_folder
from photos.models import Photo, Photographer, private_storage
from tests.support.builders import (
    add_photo,
    make_article,
    make_photo,
    make_photographer,
    picture_bytes,
)

pytestmark = pytest.mark.django_db(transaction=True)

ADD = "/admin/photos/photo/add/"


def upload(data: bytes | None = None, name: str = "hall.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data or picture_bytes(), "image/jpeg")


def photo_form(**words) -> dict:
    return {
        "focus_x": "0.5",
        "appearances-TOTAL_FORMS": 0,
        "appearances-INITIAL_FORMS": 0,
        "focus_y": "0.5",
        "alt_ko": "강당",
        "alt_en": "A hall",
        "credit_organisation_en": "UN Women",
        "consent": "crowd",
        "licence": "press",
    } | words


def change(staff, photo: Photo, **words):
    words = {"photographer": photo.photographer_id or ""} | words
    return staff.post(f"/admin/photos/photo/{photo.pk}/change/", photo_form(**words), follow=True)


def public_files() -> list[Path]:
    return [file for file in Path(settings.MEDIA_ROOT).rglob("*") if file.is_file()]


def test_a_photo_is_taken_in_and_made_ready_for_the_public(staff):
    response = staff.post(ADD, photo_form(original=upload()), follow=True)
    photo = Photo.objects.get()
    assert (photo.width, photo.height, photo.file_name) == (900, 600, "hall.jpg")
    assert photo.rendition_widths
    assert public_files()
    assert response.request["PATH_INFO"] == f"/admin/photos/photo/{photo.pk}/change/"


@pytest.fixture
def decoded(monkeypatch) -> list[str]:
    """The tasks that children were asked to do, in their order."""
    tasks, run = [], sandbox.run_task

    def noted(task: str, *arguments, **limits):
        tasks.append(task.rpartition(".")[2])
        return run(task, *arguments, **limits)

    monkeypatch.setattr(sandbox, "run_task", noted)
    return tasks


def test_an_upload_is_decoded_once_and_as_the_form_says(staff, decoded):
    words = {"focus_x": "0.1", "credit_organisation_en": "Just now", "press_use": "on"}
    staff.post(ADD, photo_form(original=upload(), **words))
    photo = Photo.objects.get()
    assert decoded == ["encode_renditions"]
    assert any(b"Just now" in file.read_bytes() for file in public_files())
    change(staff, photo, original=upload(picture_bytes((1200, 900), "red")))
    assert decoded == ["encode_renditions"] * 2
    assert Photo.objects.get().width == 1200


def test_of_a_form_with_another_mistake_the_picture_is_only_looked_at(staff, decoded):
    page = staff.post(ADD, photo_form(original=upload(b"no picture"), consent="x"))
    assert set(page.context["adminform"].form.errors) == {"consent", "original"}
    assert decoded == ["check_image"]


@pytest.mark.parametrize("words", [{"consent": "not-assessed"}, {"credit_organisation_en": ""}])
def test_without_consent_or_credit_no_file_is_public(staff, words):
    staff.post(ADD, photo_form(original=upload(), **words))
    assert Photo.objects.count() == 1
    assert public_files() == []


def test_withdrawn_consent_takes_the_files_back_and_can_be_undone(staff):
    photo = make_photo()
    assert public_folder(photo.folder_token).exists()
    change(staff, photo, consent="withdrawn")
    assert public_files() == []
    change(staff, photo, consent="crowd")
    assert public_files()


def test_another_focus_makes_other_files(staff):
    photo = make_photo()
    change(staff, photo, focus_x="0.1")
    assert Photo.objects.get().folder_token != photo.folder_token
    assert not public_folder(photo.folder_token).exists()


def test_a_new_caption_leaves_the_files_alone(staff):
    photo = make_photo()
    change(staff, photo, caption_ko="새 설명", focus_x="0.5", licence=photo.licence)
    assert Photo.objects.get().caption_ko == "새 설명"
    assert Photo.objects.get().folder_token == photo.folder_token


@pytest.mark.parametrize(
    "data", [b"", b"<svg/>", b"GIF89a", picture_bytes()[:200], b"\xff\xd8\xff\xe0" + b"\x00" * 50]
)
def test_what_is_no_picture_is_refused_and_the_words_stay(staff, data):
    file = SimpleUploadedFile("hall.jpg", data, "image/jpeg")
    response = staff.post(ADD, photo_form(original=file))
    assert response.status_code == 200
    assert 'class="errorlist"' in response.text
    assert 'value="A hall"' in response.text
    assert not Photo.objects.exists()


@pytest.mark.parametrize("focus", ["2", "-1", "nan", "inf", "x", "1e400", "\x00"])
def test_a_focus_outside_the_picture_is_refused(staff, focus):
    response = staff.post(ADD, photo_form(original=upload(), focus_x=focus))
    assert 'class="errorlist"' in response.text
    assert not Photo.objects.exists()


def test_the_form_of_a_photo_opens_and_says_where_it_is_used(staff):
    photo = make_photo()
    article = make_article(title_en="Launch", lead_photo=photo)
    add_photo(article, photo)
    html = staff.get(f"/admin/photos/photo/{photo.pk}/change/").text
    assert html.count(f'<a href="/admin/news/article/{article.pk}/change/">Launch</a>') == 1


# The list.


def in_list(staff, query: str) -> int:
    html = staff.get(f"/admin/photos/photo/?{query}").text
    return len(re.findall(r'name="_selected_action"', html))


def test_photos_are_found_by_what_they_lack(staff):
    make_photo()
    make_photo(photographer=None)
    make_photo(alt_en="")
    make_photo(alt_en=None, decorative=True)
    make_photo(consent=Photo.Consent.NOT_ASSESSED)
    assert in_list(staff, "missing=credit") == 1
    assert in_list(staff, "missing=alt-en") == 1
    assert in_list(staff, "missing=alt-ko") == 0
    assert in_list(staff, "missing=consent") == 1
    nonsense = staff.get("/admin/photos/photo/?missing=nonsense")
    assert (nonsense.status_code, nonsense["Location"]) == (302, "/admin/photos/photo/")


@pytest.mark.parametrize("query", ["손상민", "Sang-min", "출범식", "launch"])
def test_photos_are_searched_in_every_language(staff, query):
    make_photo()
    make_photo(
        caption_ko="", caption_en="", alt_ko="", alt_en="", photographer=None, file_name="x.jpg"
    )
    assert in_list(staff, f"q={query}") == 1


def test_the_list_asks_the_same_number_of_questions_for_many_photos(
    staff, django_assert_num_queries
):
    make_photo()
    staff.get("/admin/photos/photo/")
    with django_assert_num_queries(6):
        staff.get("/admin/photos/photo/")
    for _number in range(4):
        make_photo()
    with django_assert_num_queries(6):
        staff.get("/admin/photos/photo/")


# The picker.


def prints(staff, query: str = "") -> list[str]:
    html = staff.get(f"/admin/photos/photo/picker/?{query}").text
    return re.findall(r'data-title="([^"]*)"', html)


def test_the_picker_finds_photos_in_both_languages_newest_first(staff):
    make_photo(caption_ko="출범식", caption_en="The launch")
    make_photo(caption_ko="토론회", caption_en="A panel")
    assert prints(staff) == ["A panel", "The launch"]
    assert prints(staff, "q=토론") == ["A panel"]
    assert prints(staff, "q=launch") == ["The launch"]
    assert prints(staff, "q=%00") == ["A panel", "The launch"]


def test_the_picker_says_what_is_missing(staff):
    make_photo(photographer=None, alt_en="", consent=Photo.Consent.NOT_ASSESSED)
    html = staff.get("/admin/photos/photo/picker/").text
    assert re.findall(r'<span class="missing-label">(.*?)</span>', html) == [
        "no credit",
        "no alternative text (English)",
        "consent not assessed",
    ]


def test_the_picker_says_which_photos_no_page_shows(staff):
    make_photo(taken_down_at=timezone.now())
    make_photo(on_hold=True)
    html = staff.get("/admin/photos/photo/picker/").text
    labels = re.findall(r'<span class="missing-label">(.*?)</span>', html)
    assert labels == ["held back", "taken down"]


def test_the_picker_turns_pages(staff):
    for _number in range(26):
        make_photo(rendered=False)
    assert len(prints(staff)) == 24
    assert len(prints(staff, "page=2")) == 2
    assert len(prints(staff, "page=999")) == 2
    assert 'data-page="2"' in staff.get("/admin/photos/photo/picker/").text


def test_strangers_see_neither_library_nor_small_pictures(client):
    photo = make_photo()
    for address in ("picker/", f"{photo.pk}/thumbnail/"):
        assert client.get(f"/admin/photos/photo/{address}").status_code == 302


def test_the_small_picture_is_private(staff):
    photo = make_photo(consent=Photo.Consent.REFUSED)
    response = staff.get(f"/admin/photos/photo/{photo.pk}/thumbnail/")
    assert response.headers["Content-Type"] == "image/jpeg"
    assert response.headers["Cache-Control"].startswith("private")
    assert b"".join(response.streaming_content)[:2] == b"\xff\xd8"


def test_a_photo_without_a_small_picture_is_no_error(staff):
    for pk in (99999, make_photo(rendered=False).pk):
        assert staff.get(f"/admin/photos/photo/{pk}/thumbnail/").status_code == 404


# Taking out.


def test_a_photo_in_use_is_not_deleted_and_says_where_it_is_used(staff):
    photo = make_photo()
    article = make_article(title_en="Launch")
    add_photo(article, photo)
    response = staff.post(f"/admin/photos/photo/{photo.pk}/delete/", {"post": "yes"})
    assert "This is in use and so cannot be deleted." in response.text
    assert f'<a href="/admin/news/article/{article.pk}/change/">Launch</a>' in response.text
    words = {"action": "delete_selected", "_selected_action": photo.pk, "post": "yes"}
    assert "cannot be deleted" in staff.post("/admin/photos/photo/", words).text
    assert Photo.objects.exists()


def test_the_files_of_a_deleted_photo_go_with_it(staff):
    photo = make_photo()
    staff.post(f"/admin/photos/photo/{photo.pk}/delete/", {"post": "yes"})
    assert not Photo.objects.exists()
    assert public_files() == []
    assert not private_storage().exists(photo.original.name)


def test_photographers_are_found_in_every_language_and_not_deleted_while_thanked(staff):
    photographer = make_photographer()
    make_photo(photographer=photographer)
    for term in ("손상민", "Sang"):
        query = f"term={term}&app_label=photos&model_name=photo&field_name=photographer"
        found = staff.get(f"/admin/autocomplete/?{query}").json()["results"]
        assert [entry["id"] for entry in found] == [str(photographer.pk)]
    staff.post(f"/admin/photos/photographer/{photographer.pk}/delete/", {"post": "yes"})
    assert Photographer.objects.exists()


def test_a_name_that_is_cut_shows_that_it_is():
    photo = make_photo(caption_ko="A hall full of people " * 5)
    assert str(photo) == ("A hall full of people " * 5)[:79] + "…"


def test_the_day_of_a_photo_is_chosen_as_every_other_day(staff):
    photo = make_photo()
    html = staff.get(f"/admin/photos/photo/{photo.pk}/change/").text
    assert 'type="date" name="taken_on"' in html
    assert "vDateField" not in html
