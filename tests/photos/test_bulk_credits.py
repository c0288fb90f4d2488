"""Credit and licence of many photos, set in one go."""

import re

import pytest
from django.utils.html import strip_tags

from photos.files import rendition_storage
from photos.models import Photo, Photographer
from tests.support.builders import make_photo, make_photographer

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/photos/photo/"


def send(client, photos: list[Photo], step: str, shown: str = "", **values):
    words = {"action": "bulk_credit", "_selected_action": [one.pk for one in photos]}
    words |= {f"bulk-{name}": value for name, value in values.items()}
    words |= {"_bulk_step": step, "_bulk_shown": shown}
    return client.post(ADDRESS, words, follow=True)


def confirm(client, photos: list[Photo], **values):
    page = send(client, photos, "preview", **values).text
    [shown] = re.findall(r'name="_bulk_shown" value="(\w+)"', page)
    return send(client, photos, "save", shown, **values)


def text_of(response) -> str:
    return " ".join(strip_tags(response.text).split())


def test_many_photos_get_a_credit_and_a_licence(staff):
    photographer = make_photographer()
    photos = [
        make_photo(rendered=False, photographer=None),
        make_photo(rendered=False, photographer=photographer, licence="cc0"),
    ]
    values = {
        "photographer": "Son Sang-min",
        "credit_organisation_en": "UN Women",
        "licence": "cc0",
        "licence_ends_on": "2027-03-01",
    }
    shown = text_of(send(staff, photos, "preview", **values))
    assert "Photographer: none → 손상민 · Son Sang-min" in shown
    assert "Licence: All rights reserved → CC0" in shown
    assert shown.count("Photographer:") == 1
    assert "2 were changed." in text_of(confirm(staff, photos, **values))
    for photo in Photo.objects.all():
        assert photo.photographer == photographer
        assert (photo.credit_organisation_en, photo.licence) == ("UN Women", "cc0")
        assert str(photo.licence_ends_on) == "2027-03-01"
        assert not photo.credit_organisation_ko


def test_a_new_photographer_is_added_once_and_not_before(staff):
    photos = [make_photo(rendered=False, photographer=None) for _n in range(2)]
    send(staff, photos, "preview", photographer="Park New")
    assert Photographer.objects.count() == 0
    confirm(staff, photos, photographer="Park New")
    assert {photo.photographer.name_en for photo in Photo.objects.all()} == {"Park New"}
    assert Photographer.objects.count() == 1


def test_an_empty_form_is_no_change(staff):
    photo = make_photo(rendered=False)
    answer = send(staff, [photo], "preview")
    assert "Fill in what you want to set." in text_of(answer)


def test_the_public_files_carry_the_new_credit(staff, django_capture_on_commit_callbacks):
    photo = make_photo(photographer=None, credit_override_en="Somebody", credit_override_ko="누구")
    with django_capture_on_commit_callbacks(execute=True):
        confirm(staff, [photo], credit_override_en="By Example Pictures", licence="cc-by-4.0")
    photo.refresh_from_db()
    assert photo.credit_override_en == "By Example Pictures"
    name = rendition_storage.press_file_name
    assert name


def test_a_file_that_cannot_be_written_changes_nothing(staff, monkeypatch):
    photos = [make_photo(rendered=False, photographer=None) for _n in range(2)]

    def fail(photo, changed):
        raise OSError("disk full")

    monkeypatch.setattr("photos.actions.update", fail)
    answer = confirm(staff, photos, photographer="Park New")
    assert "Nothing was changed, because a file could not be written" in text_of(answer)
    assert Photographer.objects.count() == 0
