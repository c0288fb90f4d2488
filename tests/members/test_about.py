"""The page about the network, its people and its documents, as visitors read them."""

import json
import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import override
from PIL import Image

from members.directory import people_list
from members.models import Appearance, Milestone, Office, Person
from members.names import display_names
from photos import actions
from photos.files import rendition_storage
from photos.models import private_storage
from tests.support.builders import (
    add_appearance,
    add_event_photo,
    add_office,
    add_participation,
    add_session,
    make_agreement,
    make_event,
    make_milestone,
    make_network,
    make_organisation,
    make_page,
    make_person,
    make_photo,
    yesterday,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def about():
    make_network(
        vision_ko="젠더 정의를 이룬다.",
        vision_en="To achieve gender justice.",
        founded_on=date(2025, 7, 9),
        parent_name_ko="맨엔게이지 얼라이언스",
        parent_name_en="MenEngage Alliance",
        parent_url="https://menengage.org/",
    )
    return make_page(slug="about")


def words(client, address: str) -> str:
    page = re.sub(r"<(script|style).*?</\1>", "", client.get(address).text, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def data(client, address: str) -> dict:
    found = re.search(r"ld\+json\">(.*?)</script>", client.get(address).text)
    return json.loads(found[1]) if found else {}


def test_vision_history_people_and_documents_stand_on_one_page(client, about):
    add_office(make_person())
    make_milestone(happened_on=date(2025, 1, 1), precision="month", text_en="The first workshop.")
    make_milestone(link="/events/launch/")
    make_agreement()
    said = words(client, "/en/about/")
    order = ["To achieve gender justice.", "We are an example.", "January 2025 The first workshop."]
    order += ["9 July 2025 The network is launched.", "Coordination Kim Bogi Co-coordinator since"]
    order += ["Code of Conduct Version 2025, in force since 9 July 2025"]
    assert [part for part in order if part not in said] == []
    assert sorted(order, key=said.index) == order
    assert "2025년 1월 네트워크가 출범했습니다." in words(client, "/ko/about/")
    assert 'href="/ko/events/launch/"' in client.get("/ko/about/").text


def test_a_milestone_is_read_where_it_is_written(client, about):
    make_milestone(text_en="")
    assert "How we got here" not in words(client, "/en/about/")
    assert "걸어온 길" in words(client, "/ko/about/")


def test_the_preview_of_a_draft_has_history_and_people_too(admin_client):
    make_network()
    page = make_page(slug="about", published_at_ko=None)
    make_milestone()
    html = admin_client.get(f"/admin/preview/page/{page.pk}/ko/").text
    assert "네트워크가 출범했습니다." in html


def test_another_page_has_none_of_it(client, about):
    make_milestone()
    make_page(slug="contact", title_en="Contact")
    assert "launched" not in words(client, "/en/contact/")


@pytest.mark.time_machine("2026-11-21T21:00:00+09:00", tick=False)
def test_a_term_that_ended_is_kept_as_a_former_one(client, about):
    add_office(make_person(), ended_on=date(2026, 7, 8))
    add_office(make_person(name_en="Lee Han"), started_on=date(2026, 7, 9), precision="month")
    add_office(make_person(name_en="Not Yet"), started_on=date(2027, 1, 1))
    said = words(client, "/en/about/")
    assert "Coordination Lee Han Co-coordinator since July 2026" in said
    assert "Past terms of office Kim Bogi Co-coordinator 9 July 2025 – 8 July 2026" in said
    assert "Not Yet" not in said


def test_working_groups_stand_under_their_names(client, about):
    for name, group in [("Lee Han", "Care"), ("Kim Bogi", "Schools"), ("Ko Sang-gyun", "Care")]:
        person = make_person(name_en=name)
        add_office(person, "working-group", title_en="Member", group_en=group, group_ko=group)
    said = words(client, "/en/about/")
    order = ["Working groups", "Care", "Lee Han", "Ko Sang-gyun", "Schools", "Kim Bogi"]
    assert sorted(order, key=said.index) == order


def test_a_minor_and_somebody_hidden_hold_their_office_unnamed(client, about):
    add_office(make_person(is_minor=True))
    add_office(make_person(name_en="Lee Han", hidden_at=yesterday()))
    said = words(client, "/en/about/")
    assert "Coordination" not in said
    assert "Kim Bogi" not in said


def test_search_engines_learn_who_the_network_is(client, about):
    told = data(client, "/ko/about/")
    assert told["@type"] == "NGO"
    assert told["name"] == "예시 네트워크"
    assert {"Example Network", "EXNET"} <= set(told["alternateName"])
    assert told["foundingDate"] == "2025-07-09"
    assert told["parentOrganization"]["name"] == "맨엔게이지 얼라이언스"


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("/news/launch/", "/ko/news/launch/"),
        ("/en/news/launch/", "/ko/news/launch/"),
        ("https://menengage.org/", "https://menengage.org/"),
    ],
)
def test_links_of_the_timeline_lead_to_the_readers_language(link, address):
    assert make_milestone(link=link).link_url() == address


@pytest.mark.parametrize("link", ["javascript:alert(1)", "//evil.example/", "news/launch/", "/\\x"])
def test_links_that_lead_astray_are_refused(link):
    with pytest.raises(ValidationError):
        Milestone(happened_on=date(2025, 7, 9), text_ko="글", link=link).full_clean()


# Documents.


@pytest.mark.time_machine("2026-11-21T21:00:00+09:00", tick=False)
def test_each_version_of_a_document_says_from_when_it_was_in_force(client, about):
    make_agreement(text_en="<p>The old words.</p>")
    make_agreement(version="2026", in_force_from=date(2026, 3, 1))
    make_agreement(version="2027", in_force_from=date(2027, 3, 1))
    now = words(client, "/en/about/code-of-conduct/")
    assert "We respect one another." in now
    assert "since 1 March 2026" in now
    assert "2027" not in now
    old = words(client, "/en/about/code-of-conduct/2025-07-09/")
    assert "The old words." in old
    assert "9 July 2025 – 28 February 2026" in old
    assert "This version was replaced on 1 March 2026." in old
    assert client.get("/en/about/code-of-conduct/2027-03-01/").status_code == 404
    assert client.get("/en/about/code-of-conduct/2026-02-30/").status_code == 404
    assert client.get("/en/about/no-such-document/").status_code == 404


def test_a_document_in_one_language_leads_to_it_from_the_other(client, about):
    make_agreement(text_en="")
    answer = client.get("/en/about/code-of-conduct/")
    assert answer.status_code == 404
    assert 'href="/ko/about/code-of-conduct/"' in answer.text
    assert "Code of Conduct not in this language yet" in words(client, "/en/about/")


# People.


def test_a_profile_is_public_only_when_the_person_wants_one(client, about):
    person = make_person(slug="kim-bogi")
    assert client.get("/en/people/kim-bogi/").status_code == 404
    assert "Kim Bogi" not in words(client, "/en/people/")
    person.has_public_profile = True
    person.save()
    assert "Kim Bogi" in words(client, "/en/people/")
    assert client.get("/en/people/kim-bogi/").status_code == 200


@pytest.mark.time_machine("2026-03-31T12:00:00+09:00")
def test_an_office_stands_on_a_profile_from_the_day_it_begins(client, about, time_machine):
    person = make_person(slug="kim-bogi", has_public_profile=True)
    add_office(person, title_en="Treasurer", started_on="2026-04-01")
    assert "Treasurer" not in words(client, "/en/people/kim-bogi/")
    time_machine.move_to("2026-04-01T12:00:00+09:00")
    assert "Treasurer" in words(client, "/en/people/kim-bogi/")


def test_a_profile_shows_who_somebody_is_and_where_they_spoke(client, about):
    portrait = make_photo(size=(1600, 2000), alt_en="A portrait")
    actions.mark_as_person_portrait(portrait)
    person = make_person(
        has_public_profile=True,
        biography_en="Trains trainers.",
        role_en="Director",
        organisation=make_organisation(slug="institute"),
        portrait=portrait,
    )
    add_office(person)
    event = make_event()
    add_participation(add_session(event), person)
    make_event(title_en="Without Kim")
    said = words(client, "/en/people/kim-bogi/")
    for part in [
        "Director",
        "Example Institute",
        "Trains trainers.",
        "Co-coordinator",
        "The launch",
    ]:
        assert part in said
    assert "Without Kim" not in said
    told = data(client, "/en/people/kim-bogi/")
    assert (told["@type"], told["name"], told["jobTitle"]) == ("Person", "Kim Bogi", "Director")
    assert told["image"]["creditText"] == "Photo by Son Sang-min"
    assert "Trains trainers." not in words(client, "/ko/people/kim-bogi/")


def test_no_public_file_of_a_portrait_is_larger_than_800_px(about, monkeypatch):
    monkeypatch.setattr("django.db.transaction.on_commit", lambda action, **_how: action())
    portrait = make_photo(size=(1600, 2000), press_use=True)
    actions.mark_as_person_portrait(portrait)
    portrait.refresh_from_db()
    files = list(rendition_storage.public_folder(portrait.folder_token).iterdir())
    assert files
    for file in files:
        with Image.open(file) as picture:
            assert max(picture.size) <= 800
    assert not private_storage().exists(rendition_storage.press_file_name(portrait))


def test_a_portrait_without_consent_stays_away_and_the_page_closes_up(client, about):
    person = make_person(has_public_profile=True, portrait=make_photo(consent="refused"))
    html = client.get(person.get_absolute_url()).text
    assert "<img" not in html
    assert "image" not in data(client, "/en/people/kim-bogi/")


def test_a_profile_can_be_kept_from_search_engines(client, about):
    make_person(has_public_profile=True, noindex=True)
    answer = client.get("/en/people/kim-bogi/")
    assert answer["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in answer.text
    assert data(client, "/en/people/kim-bogi/") == {}


def test_a_changed_address_does_not_lead_on_from_the_name_left_behind(client, about):
    person = make_person(has_public_profile=True)
    person.slug = "kim-saebyeok"
    person.save()
    assert client.get("/en/people/kim-bogi/").status_code == 404
    assert client.get("/en/people/kim-saebyeok/").status_code == 200


def test_two_people_of_one_name_have_two_addresses():
    slugs = [make_person(has_public_profile=True).slug for _number in range(2)]
    assert slugs == ["kim-bogi", "kim-bogi-2"]


def test_people_stand_in_the_order_of_the_readers_language(client, about):
    make_person(name_ko="하늘", name_en="Anna Ha", has_public_profile=True)
    make_person(name_ko="가람", name_en="Zoe", sort_name_en="", has_public_profile=True)
    make_person(name_ko="나무", name_en="", has_public_profile=True)
    korean, english = words(client, "/ko/people/"), words(client, "/en/people/")
    assert sorted(["하늘", "가람", "나무"], key=korean.index) == ["가람", "나무", "하늘"]
    assert sorted(["Anna Ha", "Zoe", "나무"], key=english.index) == ["Anna Ha", "Zoe", "나무"]


# What of a person, an office or an appearance may reach a public page; any other field, and any
# field that is added, must not.
SHOWN_OF_A_PROFILE = {
    Person: {"name", "biography", "role", "slug"},
    Office: {"title", "group", "started_on", "ended_on", "precision", "body"},
    Appearance: set(),
}
SHOWN_WITHOUT_ONE = SHOWN_OF_A_PROFILE | {Person: {"name"}}
A_DAY = date(1917, 3, 8)


def secrets_of(model: type[models.Model], shown: set[str]) -> dict:
    """A value nobody else has for every field of words, dates and numbers not declared public."""
    found = {}
    for field in model._meta.concrete_fields:
        whose = getattr(field, "translated_field", field).name
        if field.choices or (field.name == whose and hasattr(field, "translation_fields")):
            continue
        if whose in shown or field.primary_key or field.is_relation:
            continue
        if isinstance(field, models.DateTimeField):
            continue
        if isinstance(field, models.DateField):
            found[field.name] = A_DAY
        elif isinstance(field, (models.CharField, models.TextField)):
            found[field.name] = f"secret-{field.name}".replace("_", "-")
    return found


@pytest.mark.parametrize("has_profile", [True, False])
def test_only_what_is_declared_public_reaches_a_page(client, about, has_profile):
    declared = SHOWN_OF_A_PROFILE if has_profile else SHOWN_WITHOUT_ONE
    of_person = secrets_of(Person, declared[Person])
    assert "sort_name_en" in of_person
    assert ("biography_ko" in of_person) != has_profile
    photo = make_photo(size=(240, 160))
    person = make_person(**of_person, has_public_profile=has_profile, portrait=photo)
    add_office(person, **secrets_of(Office, declared[Office]))
    event = make_event(slug="launch", starts_at=yesterday())
    add_participation(add_session(event), person)
    add_event_photo(event, make_photo(size=(240, 160)))
    secrets = secrets_of(Appearance, declared[Appearance])
    assert "job_title_ko" in secrets
    add_appearance(event.photos()[0], person, **secrets, position=17)
    profile = f"people/{person.slug}/"
    assert client.get(f"/ko/{profile}").status_code == (200 if has_profile else 404)
    paths = ["about/", "people/", "events/launch/", "photo-credits/"]
    for path in [*paths, profile] if has_profile else paths:
        for code in ("ko", "en"):
            html = client.get(f"/{code}/{path}").text
            assert "secret-" not in html
            assert "1917" not in html


def test_somebody_hidden_has_no_name_and_no_role_in_either_language():
    hidden = make_person(hidden_at=yesterday())
    appearance = add_appearance(make_photo(size=(240, 160)), hidden)
    for code, said in [("en", "name withheld"), ("ko", "이름 비공개")]:
        with override(code):
            assert (
                display_names.display_name(hidden),
                display_names.plain_display_name(hidden),
            ) == (said, said)
            assert (
                display_names.job_title(appearance),
                display_names.plain_job_title(appearance),
            ) == (
                "",
                "",
            )


def test_people_in_pages(client, monkeypatch):
    monkeypatch.setattr(people_list, "PEOPLE_PER_PAGE", 2)
    for name in ("Ann", "Bea", "Cas"):
        make_person(name_en=name, has_public_profile=True)
    first, second = (words(client, f"/en/people/{page}") for page in ("", "?page=2"))
    assert "Ann" in first
    assert "Bea" in first
    assert "Cas" not in first
    assert "Cas" in second
    assert "Page 2 of 2" in second


def test_who_hides_leaves_the_list_at_once():
    """The keys of the list are kept in memory until the news of a change arrives."""
    person = make_person(has_public_profile=True)
    assert people_list.listed_people([person.pk]) == [person]
    Person.objects.update(hidden_at=timezone.now())
    assert people_list.listed_people([person.pk]) == []


@pytest.mark.parametrize("people", [1, 3, 30])
@pytest.mark.parametrize(
    ("address", "budget"), [("/en/about/", 7), ("/en/people/", 4), ("/en/people/kim-bogi/", 6)]
)
def test_queries(client, about, django_assert_num_queries, people, address, budget):
    portrait = make_photo(size=(240, 160))
    for _number in range(people):
        person = make_person(has_public_profile=True, portrait=portrait)
        person.organisation = make_organisation()
        person.save()
        for _term in range(2):
            add_office(person)
        make_milestone()
        event = make_event()
        add_participation(add_session(event), Person.objects.get(slug="kim-bogi"))
    make_agreement()
    client.get(address)
    with django_assert_num_queries(budget):
        assert client.get(address).status_code == 200
