"""Organisations, people and offices as coordinators enter and find them."""

import re
from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from erasure_log.models import UnwrittenErasureEntry
from members.models import Office, Organisation, Person, Region
from tests.support.builders import (
    make_member,
    make_organisation,
    make_person,
    make_photo,
    make_region,
)

pytestmark = pytest.mark.django_db

HAN = {"name_ko": "이한", "name_en": "Lee Han"}


def organisation_form(**words) -> dict:
    return {
        "name_ko": "보기연구소",
        "name_en": "Example Institute",
        "kind": "civil-society",
        "joined_precision": "day",
        "joined_alliance_precision": "day",
        "founded_precision": "day",
        "published_at_ko_choice": "draft",
        "published_at_en_choice": "draft",
        "people-TOTAL_FORMS": 0,
        "people-INITIAL_FORMS": 0,
        "organisation_photos-TOTAL_FORMS": 0,
        "organisation_photos-INITIAL_FORMS": 0,
    } | words


def person_form(**words) -> dict:
    rows = {
        f"{prefix}-{kind}_FORMS": 0
        for prefix in ("offices", "appearances")
        for kind in ("TOTAL", "INITIAL")
    }
    return HAN | rows | words


def errors(response) -> list[str]:
    lists = re.findall(r'<ul class="errorlist[^>]*>(.*?)</ul>', response.text, re.DOTALL)
    return [" ".join(re.sub("<[^>]+>", " ", words).split()) for words in lists]


def error_at(response, field: str) -> str:
    """What is said at one field; empty when nothing is."""
    found = re.search(rf'<ul class="errorlist" id="id_{field}_error">(.*?)</ul>', response.text)
    return re.sub("<[^>]+>", "", found[1]) if found else ""


def test_an_organisation_is_entered_with_its_people_and_published(staff):
    people = {"people-TOTAL_FORMS": 1, "people-0-name_ko": "이한", "people-0-role_en": "Trainer"}
    form = organisation_form(**people, published_at_ko_choice="now", joined_on="2025-07-09")
    answer = staff.post("/admin/members/organisation/add/", form, follow=True)
    organisation = Organisation.objects.get()
    assert errors(answer) == []
    assert (organisation.status_in("ko"), organisation.status_in("en")) == ("public", "draft")
    assert organisation.joined_on == date(2025, 7, 9)
    assert organisation.people.get().role_en == "Trainer"


def test_people_are_not_deleted_on_the_page_of_their_organisation(staff):
    organisation = make_organisation()
    person = make_person(organisation=organisation)
    address = f"/admin/members/organisation/{organisation.pk}/change/"
    html = staff.get(address).text
    assert "people-0-DELETE" not in html
    assert f'href="/admin/members/person/{person.pk}/change/"' in html


def test_leaving_before_joining_is_told_at_its_field(staff):
    form = organisation_form(joined_on="2025-07-09", left_on="2024-01-01")
    answer = staff.post("/admin/members/organisation/add/", form)
    words = "An organisation cannot leave before it joins."
    assert error_at(answer, "left_on") == words
    assert not Organisation.objects.exists()


def test_an_organisation_is_delisted_for_a_reason_and_not_in_silence(staff):
    member = make_member()
    address = f"/admin/members/organisation/{member.pk}/change/"
    form = organisation_form(joined_on="2025-07-09", is_delisted="on", published_at_ko_choice="now")
    words = "Write down why it is removed from the site, for those who come after you."
    refused = staff.post(address, form)
    assert error_at(refused, "delisting_reason") == words
    # Nobody is told that it is off the site before it is.
    assert "Removed from the site" not in refused.text
    assert "View in Korean" in refused.text
    taken_off = staff.post(address, form | {"delisting_reason": "Nobody answers any more."})
    assert taken_off.status_code == 302
    member.refresh_from_db()
    assert (member.is_delisted, member.published_languages) == (True, [])
    told = staff.get(address).text
    assert "Nobody answers any more." in told
    assert "Removed from the site" in told
    assert noted() == [("Organisation", "ko"), ("Organisation", "en")]


@pytest.mark.parametrize("reason", ["It asked for it.", "Somebody complained about it."])
def test_a_delisting_is_the_members_own_until_staff_change_it(staff, reason):
    before = "It asked for it."
    member = make_member(is_delisted=True, delisting_reason=before, is_delisted_by_member=True)
    form = organisation_form(joined_on="2025-07-09", is_delisted="on", delisting_reason=reason)
    saved = staff.post(f"/admin/members/organisation/{member.pk}/change/", form)
    assert saved.status_code == 302
    member.refresh_from_db()
    assert member.is_delisted_by_member == (reason == before)


def noted() -> list[tuple[str, str]]:
    """What of whom a restored backup will close to readers again."""
    entries = [entry.data for entry in UnwrittenErasureEntry.objects.order_by("pk")]
    return [(entry["model"].split(".")[1], entry["detail"]) for entry in entries]


def test_what_a_person_asks_for_is_noted_wherever_it_is_entered(staff):
    minor, other = (make_person(name_ko=name, has_public_profile=True) for name in ("김", "이"))
    address = f"/admin/members/person/{minor.pk}/change/"
    assert staff.post(address, person_form(is_minor="on", slug=minor.slug)).status_code == 302
    assert noted() == [("Person", "has_public_profile"), ("Person", "is_minor")]
    member = make_member()
    Person.objects.filter(pk=other.pk).update(organisation=member)
    row = {"people-TOTAL_FORMS": 1, "people-INITIAL_FORMS": 1, "people-0-id": other.pk}
    row |= {"people-0-organisation": member.pk, "people-0-name_ko": "이", "people-0-name_en": "Lee"}
    form = organisation_form(**row, joined_on="2025-07-09", published_at_ko_choice="now")
    address = f"/admin/members/organisation/{member.pk}/change/"
    assert staff.post(address, form | {"published_at_en_choice": "now"}).status_code == 302
    assert noted()[2:] == [("Person", "has_public_profile")]


def png(colour: str, side: int = 900) -> SimpleUploadedFile:
    buffer = BytesIO()
    picture = Image.new("RGBA", (side, side // 2), colour)
    picture.save(buffer, "PNG", pnginfo=_with_a_secret())
    return SimpleUploadedFile("secret-name.png", buffer.getvalue(), "image/png")


def _with_a_secret() -> PngInfo:
    info = PngInfo()
    info.add_text("Author", "Kim Secret")
    return info


def test_logos_become_public_as_bare_pixels_and_are_seen_on_the_form(staff):
    form = organisation_form(logo=png("teal"), logo_dark=png("white"))
    answer = staff.post("/admin/members/organisation/add/", form, follow=True)
    assert errors(answer) == []
    organisation = Organisation.objects.get()
    for logo in (organisation.logo, organisation.logo_dark):
        assert f'src="{logo.url}"' in answer.text
        assert "secret" not in logo.name
        with Image.open(logo) as picture:
            assert (picture.size, picture.info) == ((400, 200), {})


def test_a_dark_logo_alone_and_a_logo_that_is_none_are_told_at_the_field(staff):
    answer = staff.post(
        "/admin/members/organisation/add/", organisation_form(logo_dark=png("white"))
    )
    assert error_at(answer, "logo") == "Add the logo for light screens, too."
    fake = SimpleUploadedFile("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    answer = staff.post("/admin/members/organisation/add/", organisation_form(logo=fake))
    assert error_at(answer, "logo").startswith("This picture cannot be used here")
    assert not Organisation.objects.exists()


def test_photos_people_and_their_offices_stand_on_the_form_of_an_organisation(staff):
    member, photo = make_member(), make_photo()
    person = make_person(organisation=member)
    Office.objects.create(
        person=person, title_en="Chair", body="coordination", started_on="2025-07-09"
    )
    address = f"/admin/members/organisation/{member.pk}/change/"
    html = staff.get(address).text
    assert "Chair (9 July 2025–)" in html
    rows = {"organisation_photos-TOTAL_FORMS": 1, "organisation_photos-0-photo": photo.pk}
    people = {"people-TOTAL_FORMS": 1, "people-INITIAL_FORMS": 1, "people-0-id": person.pk}
    people |= {"people-0-organisation": member.pk, "people-0-name_en": "Lee Han"}
    answer = staff.post(address, organisation_form(**rows, **people), follow=True)
    assert errors(answer) == []
    assert [item.photo for item in member.organisation_photos.all()] == [photo]
    assert f'href="{address}"' in staff.get(f"/admin/photos/photo/{photo.pk}/change/").text


def test_two_regions_cannot_stand_in_one_place_of_the_map(staff):
    make_region(map_row=2, map_column=1)
    form = {"name_en": "Jeju", "slug": "jeju", "order": 2, "map_row": 2, "map_column": 1}
    answer = staff.post("/admin/members/region/add/", form)
    assert error_at(answer, "map_column") == "Another region already has this place on the map."
    answer = staff.post("/admin/members/region/add/", form | {"map_column": ""})
    assert error_at(answer, "map_column") == "Enter both the row and the place in it, or neither."
    staff.post("/admin/members/region/add/", form | {"map_column": 0})
    assert Region.objects.filter(slug="jeju").exists()


def test_the_list_says_when_a_member_joined_as_far_as_that_is_known(staff):
    make_member(joined_on=date(2026, 2, 1), joined_precision="month")
    html = staff.get("/admin/members/organisation/").text
    assert '<td class="field-joined_on_display">February 2026</td>' in html


def test_a_person_has_offices_with_terms(staff):
    office = {"title_ko": "공동코디네이터", "body": "coordination", "started_on": "2025-07-09"}
    office["precision"] = "day"
    rows = {f"offices-0-{name}": value for name, value in office.items()}
    form = person_form(**rows, **{"offices-TOTAL_FORMS": 1})
    answer = staff.post("/admin/members/person/add/", form, follow=True)
    assert errors(answer) == []
    assert Office.objects.get().person == Person.objects.get()
    assert 'name="offices-0-started_on" value="2025-07-09"' in answer.text


def test_a_term_that_ends_before_it_starts_is_told_at_its_end(staff):
    person = make_person()
    form = {"person": person.pk, "title_en": "Chair", "body": "coordination"}
    form |= {"started_on": "2025-07-09", "ended_on": "2025-07-08", "precision": "day"}
    answer = staff.post("/admin/members/office/add/", form)
    assert error_at(answer, "ended_on") == "A term cannot end before it starts."


def test_how_to_reach_a_member_and_since_when_it_is_one_stands_on_its_form(staff):
    membership = {"joined_on": "2025-07-09", "contact_email": "han@example.org"}
    staff.post("/admin/members/person/add/", person_form(**membership))
    assert Person.objects.members().get().contact_email == "han@example.org"
    dates = {"joined_on": "2025-07-09", "left_on": "2025-07-08"}
    answer = staff.post("/admin/members/person/add/", person_form(**dates))
    assert error_at(answer, "left_on") == "Nobody can leave before joining."


def test_a_minor_gets_no_public_profile(staff):
    form = person_form(is_minor="on", has_public_profile="on")
    answer = staff.post("/admin/members/person/add/", form)
    assert error_at(answer, "has_public_profile") == "A minor has no public profile."


def test_without_any_name_nothing_is_saved(staff):
    answer = staff.post("/admin/members/person/add/", person_form(name_ko="", name_en=""))
    assert "Fill in the name or title in at least one language." in answer.text
    assert not Person.objects.exists()


@pytest.mark.parametrize("name", ["가" * 10_000, "a\x00b"])
def test_names_that_cannot_be_are_errors(staff, name):
    answer = staff.post("/admin/members/person/add/", person_form(name_en=name))
    assert errors(answer)
    assert "이한" in answer.text
    form = organisation_form(name_en=name)
    assert errors(staff.post("/admin/members/organisation/add/", form))


@pytest.mark.parametrize("name", ["\u202eLee Han\u202c", "\ufeffLee\u200b Han ", "Lee\u00a0Han"])
def test_unseen_signs_in_names_are_dropped(staff, name):
    staff.post("/admin/members/person/add/", person_form(name_en=name))
    assert Person.objects.get().name_en == "Lee Han"


@pytest.mark.parametrize("name", ["💚 Lee", "مها", "Ng\u0169g\u0129"])
def test_names_of_all_scripts_are_kept(staff, name):
    answer = staff.post("/admin/members/person/add/", person_form(name_en=name), follow=True)
    assert errors(answer) == []
    assert Person.objects.get().name_en == name


def found(staff, words: str) -> list[str]:
    query = {"app_label": "events", "model_name": "participation", "field_name": "person"}
    answer = staff.get("/admin/autocomplete/", query | {"term": words})
    return [result["text"] for result in answer.json()["results"]]


@pytest.mark.parametrize(
    "words", ["이한", "lee h", "Han", "\u110b\u1175\u1112\u1161\u11ab", "남함페 강사"]
)
def test_people_are_found_by_a_few_letters_in_either_script(staff, words):
    make_person(**HAN, other_names="남함페 강사")
    make_person(name_ko="고상균", name_en="Ko Sang-gyun")
    assert found(staff, words) == ["이한 · Lee Han"]


def test_organisations_are_found_by_names_they_do_not_use(staff):
    make_organisation(name_ko="맨엔게이지", name_en="MenEngage", other_names="맨인게이지")
    query = {"app_label": "members", "model_name": "person", "field_name": "organisation"}
    answer = staff.get("/admin/autocomplete/", query | {"term": "맨인게이지"})
    assert len(answer.json()["results"]) == 1


@pytest.mark.parametrize(("name", "field"), [("이한", "name_ko"), ("Lee Han", "name_en")])
def test_a_name_that_was_typed_and_not_found_is_the_name_of_who_is_added(staff, name, field):
    answer = staff.get("/admin/members/person/add/", {"name": name, "_popup": 1})
    assert re.search(rf'name="{field}" value="{name}"', answer.text)


def test_a_portrait_is_picked_and_its_photo_says_where_it_is(staff):
    photo = make_photo()
    person = make_person(portrait=photo)
    assert f'<option value="{photo.pk}" selected' in (
        staff.get(f"/admin/members/person/{person.pk}/change/").text
    )
    html = staff.get(f"/admin/photos/photo/{photo.pk}/change/").text
    assert f'href="/admin/members/person/{person.pk}/change/"' in html


def test_the_list_of_people_asks_the_same_number_of_questions(staff, django_assert_num_queries):
    for _round in range(2):
        make_person(organisation=make_organisation())
        with django_assert_num_queries(7):
            staff.get("/admin/members/person/")


def test_a_form_without_its_address_comes_back_with_its_error(staff):
    """What was typed must not be lost to an error of ours."""
    organisation = make_organisation()
    form = organisation_form(slug="", website="no address")
    answer = staff.post(f"/admin/members/organisation/{organisation.pk}/change/", form)
    assert answer.status_code == 200
    assert 'value="no address"' in answer.text


def test_a_delisted_organisation_says_so_above_all_that_would_make_it_public(staff):
    organisation = make_organisation(is_delisted=True, delisting_reason="It asked for it.")
    address = f"/admin/members/organisation/{organisation.pk}/change/"
    assert (
        "Removed from the site: its page and its list entry are not shown"
        in staff.get(address).text
    )
    Organisation.objects.update(is_delisted=False, delisting_reason="")
    assert "Removed from the site" not in staff.get(address).text
