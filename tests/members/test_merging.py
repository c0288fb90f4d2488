"""Organisations entered twice: found, made one with all that belongs to them, or told apart."""

import re
from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from members import asking, logos, merging, proposing, same_name
from members.models import LinkCheck, Organisation
from tests.builders import (
    add_message,
    add_partner,
    add_quote,
    make_article,
    make_event,
    make_logo,
    make_organisation,
    make_person,
    make_topic,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(admin_client):
    """A coordinator's browser that reads English."""
    admin_client.cookies["django_language"] = "en"
    return admin_client


def pair() -> tuple[Organisation, Organisation]:
    stays = make_organisation(name_ko="한국 남성의 전화", name_en="Men's Line", slug="mens-line")
    goes = make_organisation(
        name_ko="사단법인 한국남성의전화",
        name_en="",
        published_at_en=None,
        slug="hotline",
        website="https://example.org",
    )
    return stays, goes


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("K-MEN", "kmen"),
        ("K‑MEN", "Ｋ-ＭＥＮ"),
        ("(사)한국 남성의 전화", "사단법인 한국남성의전화"),
        ("㈔한국남성의전화", "재단법인 한국남성의전화"),
        ("Example Institute Inc.", "example institute"),
    ],
)
def test_names_are_one_however_they_are_spelled(one, other):
    assert same_name.key(one) == same_name.key(other)


def test_pairs_are_found_by_any_name_and_told_why():
    first = make_organisation(name_ko="보기", abbreviation="K-MEN", slug="a")
    second = make_organisation(name_ko="다른 이름", name_en="kmen", slug="b")
    third = make_organisation(name_ko="셋째", name_en="C", other_names="보 기", slug="c")
    make_organisation(name_ko="넷째", name_en="C", slug="d")
    found = [(pair.first, pair.second, pair.name) for pair in merging.alike()]
    assert found == [(first, third, "보기"), (first, second, "K-MEN")]


def test_what_was_told_apart_is_not_offered_again(desk, admin_user):
    stays, goes = pair()
    html = desk.get("/admin/members/organisation/doubles/").text
    assert f"/admin/members/organisation/merge/{stays.pk}/{goes.pk}/" in html
    desk.post(f"/admin/members/organisation/doubles/{goes.pk}/{stays.pk}/")
    assert merging.alike() == []
    assert "No two organisations" in desk.get("/admin/members/organisation/doubles/").text
    same = f"/admin/members/organisation/doubles/{goes.pk}/{goes.pk}/"
    assert desk.post(same).status_code == 404


def test_looking_for_pairs_asks_two_questions_however_many_there_are():
    for n in range(30):
        make_organisation(name_ko=f"단체 {n // 2}", name_en="", published_at_en=None)
    with CaptureQueriesContext(connection) as queries:
        assert len(merging.alike()) == 15
    assert len(queries) == 2


def test_everything_of_both_belongs_to_the_one_that_stays(admin_user):
    stays, goes = pair()
    person, event, topic = make_person(organisation=goes), make_event(), make_topic()
    message = add_message(event, organisation=goes)
    add_partner(event, goes, "host")
    add_partner(event, stays, "host")
    add_partner(event, goes, "supporter")
    goes.topics.add(topic)
    stays.topics.add(topic)
    LinkCheck.objects.create(organisation=goes, address="https://example.org")
    article = make_article(published_by=goes)
    quote = add_quote(article, organisation=goes, person=None)
    merging.tell_apart(stays, make_organisation(name_ko="셋째"), admin_user)
    merged = merging.merge(stays, goes, {"website"}, admin_user)
    person.refresh_from_db()
    message.refresh_from_db()
    article.refresh_from_db()
    quote.refresh_from_db()
    assert (article.published_by, quote.organisation) == (merged, merged)
    assert (person.organisation, message.organisation) == (merged, merged)
    assert sorted(event.partners.values_list("organisation", "role")) == [
        (merged.pk, "host"),
        (merged.pk, "supporter"),
    ]
    assert list(merged.topics.all()) == [topic]
    assert merged.website == "https://example.org"
    assert merged.name_en == "Men's Line"
    assert not Organisation.objects.filter(pk=goes.pk).exists()


def test_the_old_address_leads_to_the_one_that_stays(admin_user, client):
    stays, goes = pair()
    goes.slug = "newer"
    goes.save()
    merging.merge(stays, goes, set(), admin_user)
    for slug in ("newer", "hotline"):
        answer = client.get(f"/ko/members/{slug}/")
        assert (answer.status_code, answer["Location"]) == (301, "/ko/members/mens-line/")


def test_merging_is_on_record_with_all_that_was_before(admin_user):
    stays, goes = pair()
    LogEntry.objects.log_actions(admin_user.pk, [goes], 2, "Earlier.", single_object=True)
    gone = goes.pk
    merging.merge(stays, goes, set(), admin_user)
    history = LogEntry.objects.filter(object_id=str(stays.pk)).values_list("change_message")
    assert [words for (words,) in history] == [
        f"다른 항목과 합쳤습니다: 사단법인 한국남성의전화 ({gone}번)",
        "Earlier.",
    ]


def test_an_open_proposal_of_either_is_kept(admin_user):
    stays, goes = pair()
    for organisation in (stays, goes):
        organisation.contact_email = "office@example.org"
        organisation.save()
        question = asking.ask(organisation, admin_user)
        seen = proposing.read_basis(organisation, "")
        proposing.propose(organisation, seen, seen | {"abbreviation": "X"}, "", question)
    merged = merging.merge(stays, goes, set(), admin_user)
    assert sorted(merged.proposals.values_list("state", flat=True)) == ["open", "replaced"]


def test_what_cannot_stand_together_changes_nothing(admin_user):
    stays, goes = pair()
    stays.joined_on = date(2025, 7, 9)
    stays.save()
    goes.left_on = date(2024, 1, 1)
    goes.save()
    with override("en"), pytest.raises(ValidationError, match="cannot leave before it joins"):
        merging.merge(stays, goes, {"left_on"}, admin_user)
    assert Organisation.objects.count() == 2


def test_fields_are_chosen_beside_each_other_and_dates_keep_their_precision(desk):
    stays, goes = pair()
    goes.joined_on, goes.joined_precision = date(2019, 1, 1), "year"
    goes.abbreviation = "KML"
    goes.save()
    stays.abbreviation = "MLK"
    stays.save()
    address = f"/admin/members/organisation/merge/{stays.pk}/{goes.pk}/"
    html = desk.get(address).text
    assert 'name="joined_on" value="goes" checked' in html
    assert 'name="abbreviation" value="stays" checked' in html
    answer = desk.post(address, {"joined_on": "goes", "abbreviation": "goes"}, follow=True)
    assert "Two entries have become one" in answer.text
    merged = Organisation.objects.get()
    assert (merged.joined_on, merged.joined_precision) == (date(2019, 1, 1), "year")
    assert (merged.abbreviation, merged.website) == ("KML", "")
    assert desk.post(address).status_code == 404


def test_what_is_compared_is_shown_as_readers_know_it(desk):
    stays, goes = pair()
    stays.logo.save("logo.png", make_logo())
    logos.tidy()
    stays.topics.add(make_topic())
    goes.people.add(make_person(name_en="Kim Bogi"))
    html = desk.get(f"/admin/members/organisation/merge/{stays.pk}/{goes.pk}/").text
    assert f'<img src="{stays.logo.url}" alt="Logo">' in html
    assert stays.logo.name not in html.replace(stays.logo.url, "")
    rows = re.findall(r"<th scope=\"row\"[^>]*>(.*?)</tr>", html, re.DOTALL)
    told = [
        [" ".join(cell.split()) for cell in re.sub("<[^>]+>", "|", row).split("|")] for row in rows
    ]
    told = [list(filter(None, cells)) for cells in told]
    assert ["Topics", "all are kept", "Care", "nothing"] in told
    assert ["People", "all are kept", "nothing", "김보기 · Kim Bogi"] in told
    assert any(
        cells[0] == "Public from (English)" and cells[1].startswith("public since")
        for cells in told
    )


def test_nobody_merges_without_the_right_to_delete(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("viewer", is_staff=True))
    stays, goes = pair()
    assert (
        client.post(f"/admin/members/organisation/merge/{stays.pk}/{goes.pk}/").status_code == 403
    )
    assert client.get("/admin/members/organisation/doubles/").status_code == 403
    assert Organisation.objects.count() == 2
