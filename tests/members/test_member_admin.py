"""Organisations, people and offices as coordinators enter and find them."""

import re
from datetime import date

import pytest

from members.models import Office, Organisation, Person
from tests.builders import make_organisation, make_person, make_photo

pytestmark = pytest.mark.django_db

HAN = {"name_ko": "이한", "name_en": "Lee Han"}


@pytest.fixture
def desk(admin_client):
    """A coordinator's browser that reads English."""
    admin_client.cookies["django_language"] = "en"
    return admin_client


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
    } | words


def person_form(**words) -> dict:
    return HAN | {"offices-TOTAL_FORMS": 0, "offices-INITIAL_FORMS": 0} | words


def errors(response) -> list[str]:
    lists = re.findall(r'<ul class="errorlist[^>]*>(.*?)</ul>', response.text, re.DOTALL)
    return [" ".join(re.sub("<[^>]+>", " ", words).split()) for words in lists]


def error_at(response, field: str) -> str:
    """What is said at one field; empty when nothing is."""
    found = re.search(rf'<ul class="errorlist" id="id_{field}_error">(.*?)</ul>', response.text)
    return re.sub("<[^>]+>", "", found[1]) if found else ""


def test_an_organisation_is_entered_with_its_people_and_published(desk):
    people = {"people-TOTAL_FORMS": 1, "people-0-name_ko": "이한", "people-0-role_en": "Trainer"}
    form = organisation_form(**people, published_at_ko_choice="now", joined_on="2025-07-09")
    answer = desk.post("/admin/members/organisation/add/", form, follow=True)
    organisation = Organisation.objects.get()
    assert errors(answer) == []
    assert (organisation.status_in("ko"), organisation.status_in("en")) == ("public", "draft")
    assert organisation.joined_on == date(2025, 7, 9)
    assert organisation.people.get().role_en == "Trainer"


def test_people_are_not_deleted_on_the_page_of_their_organisation(desk):
    organisation = make_organisation()
    person = make_person(organisation=organisation)
    address = f"/admin/members/organisation/{organisation.pk}/change/"
    html = desk.get(address).text
    assert "people-0-DELETE" not in html
    assert f'href="/admin/members/person/{person.pk}/change/"' in html


def test_leaving_before_joining_is_told_at_its_field(desk):
    form = organisation_form(joined_on="2025-07-09", left_on="2024-01-01")
    answer = desk.post("/admin/members/organisation/add/", form)
    words = "An organisation cannot leave before it joins."
    assert error_at(answer, "left_on") == words
    assert not Organisation.objects.exists()


def test_a_person_has_offices_with_terms(desk):
    office = {"title_ko": "공동코디네이터", "body": "coordination", "started_on": "2025-07-09"}
    rows = {f"offices-0-{name}": value for name, value in office.items()}
    form = person_form(**rows, **{"offices-TOTAL_FORMS": 1})
    answer = desk.post("/admin/members/person/add/", form, follow=True)
    assert errors(answer) == []
    assert Office.objects.get().person == Person.objects.get()
    assert 'name="offices-0-started_on" value="2025-07-09"' in answer.text


def test_a_term_that_ends_before_it_starts_is_told_at_its_end(desk):
    person = make_person()
    form = {"person": person.pk, "title_en": "Chair", "body": "coordination"}
    form |= {"started_on": "2025-07-09", "ended_on": "2025-07-08"}
    answer = desk.post("/admin/members/office/add/", form)
    assert error_at(answer, "ended_on") == "A term cannot end before it starts."


def test_how_to_reach_a_member_and_since_when_it_is_one_stands_on_its_form(desk):
    membership = {"joined_on": "2025-07-09", "contact_email": "han@example.org"}
    desk.post("/admin/members/person/add/", person_form(**membership))
    assert Person.objects.members().get().contact_email == "han@example.org"
    dates = {"joined_on": "2025-07-09", "left_on": "2025-07-08"}
    answer = desk.post("/admin/members/person/add/", person_form(**dates))
    assert error_at(answer, "left_on") == "Nobody can leave before joining."


def test_a_minor_gets_no_public_profile(desk):
    form = person_form(is_minor="on", has_public_profile="on")
    answer = desk.post("/admin/members/person/add/", form)
    assert error_at(answer, "has_public_profile") == "A minor has no public profile."


def test_without_any_name_nothing_is_saved(desk):
    answer = desk.post("/admin/members/person/add/", person_form(name_ko="", name_en=""))
    assert "Fill in the name or title in at least one language." in answer.text
    assert not Person.objects.exists()


@pytest.mark.parametrize("name", ["가" * 10_000, "a\x00b"])
def test_names_that_cannot_be_are_errors(desk, name):
    answer = desk.post("/admin/members/person/add/", person_form(name_en=name))
    assert errors(answer)
    assert "이한" in answer.text
    form = organisation_form(name_en=name)
    assert errors(desk.post("/admin/members/organisation/add/", form))


@pytest.mark.parametrize("name", ["\u202eLee Han\u202c", "\ufeffLee\u200b Han ", "Lee\u00a0Han"])
def test_unseen_signs_in_names_are_dropped(desk, name):
    desk.post("/admin/members/person/add/", person_form(name_en=name))
    assert Person.objects.get().name_en == "Lee Han"


@pytest.mark.parametrize("name", ["💚 Lee", "مها", "Ng\u0169g\u0129"])
def test_names_of_all_scripts_are_kept(desk, name):
    answer = desk.post("/admin/members/person/add/", person_form(name_en=name), follow=True)
    assert errors(answer) == []
    assert Person.objects.get().name_en == name


def found(desk, words: str) -> list[str]:
    query = {"app_label": "events", "model_name": "participation", "field_name": "person"}
    answer = desk.get("/admin/autocomplete/", query | {"term": words})
    return [result["text"] for result in answer.json()["results"]]


@pytest.mark.parametrize(
    "words", ["이한", "lee h", "Han", "\u110b\u1175\u1112\u1161\u11ab", "남함페 강사"]
)
def test_people_are_found_by_a_few_letters_in_either_script(desk, words):
    make_person(**HAN, other_names="남함페 강사")
    make_person(name_ko="고상균", name_en="Ko Sang-gyun")
    assert found(desk, words) == ["이한 · Lee Han"]


def test_organisations_are_found_by_names_they_do_not_use(desk):
    make_organisation(name_ko="맨엔게이지", name_en="MenEngage", other_names="맨인게이지")
    query = {"app_label": "members", "model_name": "person", "field_name": "organisation"}
    answer = desk.get("/admin/autocomplete/", query | {"term": "맨인게이지"})
    assert len(answer.json()["results"]) == 1


@pytest.mark.parametrize(("name", "field"), [("이한", "name_ko"), ("Lee Han", "name_en")])
def test_a_name_that_was_typed_and_not_found_is_the_name_of_who_is_added(desk, name, field):
    answer = desk.get("/admin/members/person/add/", {"name": name, "_popup": 1})
    assert re.search(rf'name="{field}" value="{name}"', answer.text)


def test_a_portrait_is_picked_and_its_photo_says_where_it_is(desk):
    photo = make_photo()
    person = make_person(portrait=photo)
    assert f'<option value="{photo.pk}" selected' in (
        desk.get(f"/admin/members/person/{person.pk}/change/").text
    )
    html = desk.get(f"/admin/photos/photo/{photo.pk}/change/").text
    assert f'href="/admin/members/person/{person.pk}/change/"' in html


def test_the_list_of_people_asks_the_same_number_of_questions(desk, django_assert_num_queries):
    for _round in range(2):
        make_person(organisation=make_organisation())
        with django_assert_num_queries(10):
            desk.get("/admin/members/person/")
