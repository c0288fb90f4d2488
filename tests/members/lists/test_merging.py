"""Organisations entered twice: found, made one with all that belongs to them, or told apart."""

import re
from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from members.models import LinkCheck, Organisation
from members.names.normalised_names import normalise_name
from members.upkeep import accuracy_requests, logo_files, member_proposals, merging
from tests.support.builders import (
    add_event_organisation,
    add_message,
    add_quote,
    make_article,
    make_event,
    make_logo,
    make_organisation,
    make_person,
    make_topic,
)
from tests.support.markup import tight

pytestmark = pytest.mark.django_db


def pair() -> tuple[Organisation, Organisation]:
    target = make_organisation(name_ko="한국 남성의 전화", name_en="Men's Line", slug="mens-line")
    duplicate = make_organisation(
        name_ko="사단법인 한국남성의전화",
        name_en="",
        published_at_en=None,
        slug="hotline",
        website="https://example.org",
    )
    return target, duplicate


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
    assert normalise_name(one) == normalise_name(other)


def test_pairs_are_found_by_any_name_and_told_why():
    first = make_organisation(name_ko="보기", abbreviation="K-MEN", slug="a")
    second = make_organisation(name_ko="다른 이름", name_en="kmen", slug="b")
    third = make_organisation(name_ko="셋째", name_en="C", other_names="보 기", slug="c")
    make_organisation(name_ko="넷째", name_en="C", slug="d")
    found = [(pair.first, pair.second, pair.name) for pair in merging.possible_duplicates()]
    assert found == [(first, third, "보기"), (first, second, "K-MEN")]


def test_what_was_told_apart_is_not_offered_again(staff, admin_user):
    target, duplicate = pair()
    html = staff.get("/admin/members/organisation/duplicates/").text
    assert f"/admin/members/organisation/merge/{target.pk}/{duplicate.pk}/" in html
    staff.post(f"/admin/members/organisation/duplicates/{duplicate.pk}/{target.pk}/")
    assert merging.possible_duplicates() == []
    assert "No two organisations" in staff.get("/admin/members/organisation/duplicates/").text
    same = f"/admin/members/organisation/duplicates/{duplicate.pk}/{duplicate.pk}/"
    assert staff.post(same).status_code == 404


def test_looking_for_pairs_asks_two_questions_however_many_there_are():
    for n in range(30):
        make_organisation(name_ko=f"단체 {n // 2}", name_en="", published_at_en=None)
    with CaptureQueriesContext(connection) as queries:
        assert len(merging.possible_duplicates()) == 15
    assert len(queries) == 2


def test_everything_of_both_belongs_to_the_one_that_stays(admin_user):
    target, duplicate = pair()
    person, event, topic = make_person(organisation=duplicate), make_event(), make_topic()
    message = add_message(event, organisation=duplicate)
    add_event_organisation(event, duplicate, "host")
    add_event_organisation(event, target, "host")
    add_event_organisation(event, duplicate, "supporter")
    duplicate.topics.add(topic)
    target.topics.add(topic)
    LinkCheck.objects.create(organisation=duplicate, url="https://example.org")
    article = make_article(publisher=duplicate)
    quote = add_quote(article, organisation=duplicate, person=None)
    merging.mark_distinct(target, make_organisation(name_ko="셋째"), admin_user)
    merged = merging.merge_organisations(target, duplicate, {"website"}, admin_user)
    person.refresh_from_db()
    message.refresh_from_db()
    article.refresh_from_db()
    quote.refresh_from_db()
    assert (article.publisher, quote.organisation) == (merged, merged)
    assert (person.organisation, message.organisation) == (merged, merged)
    assert sorted(event.event_organisations.values_list("organisation", "role")) == [
        (merged.pk, "host"),
        (merged.pk, "supporter"),
    ]
    assert list(merged.topics.all()) == [topic]
    assert merged.website == "https://example.org"
    assert merged.name_en == "Men's Line"
    assert not Organisation.objects.filter(pk=duplicate.pk).exists()


def test_the_old_address_leads_to_the_one_that_stays(admin_user, client):
    target, duplicate = pair()
    duplicate.slug = "newer"
    duplicate.save()
    merging.merge_organisations(target, duplicate, set(), admin_user)
    for slug in ("newer", "hotline"):
        answer = client.get(f"/ko/members/{slug}/")
        assert (answer.status_code, answer["Location"]) == (301, "/ko/members/mens-line/")


def test_merging_is_on_record_with_all_that_was_before(admin_user):
    target, duplicate = pair()
    LogEntry.objects.log_actions(admin_user.pk, [duplicate], 2, "Earlier.", single_object=True)
    gone = duplicate.pk
    merging.merge_organisations(target, duplicate, set(), admin_user)
    history = LogEntry.objects.filter(object_id=str(target.pk)).values_list("change_message")
    assert [words for (words,) in history] == [
        f"다른 항목과 합쳤습니다: 사단법인 한국남성의전화({gone}번)",
        "Earlier.",
    ]


def test_an_open_proposal_of_either_is_kept(admin_user):
    target, duplicate = pair()
    for organisation in (target, duplicate):
        organisation.contact_email = "office@example.org"
        organisation.save()
        question = accuracy_requests.send_request(organisation, admin_user)
        seen = member_proposals.read_signed_values(organisation, "")
        member_proposals.save_proposal(
            organisation, seen, seen | {"abbreviation": "X"}, "", question
        )
    merged = merging.merge_organisations(target, duplicate, set(), admin_user)
    assert sorted(merged.proposals.values_list("state", flat=True)) == ["open", "replaced"]


def test_what_cannot_stand_together_changes_nothing(admin_user):
    target, duplicate = pair()
    target.joined_on = date(2025, 7, 9)
    target.save()
    duplicate.left_on = date(2024, 1, 1)
    duplicate.save()
    with override("en"), pytest.raises(ValidationError, match="cannot leave before it joins"):
        merging.merge_organisations(target, duplicate, {"left_on"}, admin_user)
    assert Organisation.objects.count() == 2


def test_fields_are_chosen_beside_each_other_and_dates_keep_their_precision(staff):
    target, duplicate = pair()
    duplicate.joined_on, duplicate.joined_precision = date(2019, 1, 1), "year"
    duplicate.abbreviation = "KML"
    duplicate.save()
    target.abbreviation = "MLK"
    target.save()
    address = f"/admin/members/organisation/merge/{target.pk}/{duplicate.pk}/"
    html = tight(staff.get(address).text)
    assert 'name="joined_on" value="duplicate" checked' in html
    assert 'name="abbreviation" value="target" checked' in html
    answer = staff.post(
        address, {"joined_on": "duplicate", "abbreviation": "duplicate"}, follow=True
    )
    assert "Two entries have been merged" in answer.text
    merged = Organisation.objects.get()
    assert (merged.joined_on, merged.joined_precision) == (date(2019, 1, 1), "year")
    assert (merged.abbreviation, merged.website) == ("KML", "")
    assert staff.post(address).status_code == 404


def test_what_is_compared_is_shown_as_readers_know_it(staff):
    target, duplicate = pair()
    target.logo.save("logo.png", make_logo())
    logo_files.move_logos()
    target.topics.add(make_topic())
    duplicate.people.add(make_person(name_en="Kim Bogi"))
    html = staff.get(f"/admin/members/organisation/merge/{target.pk}/{duplicate.pk}/").text
    assert f'<img src="{target.logo.url}" alt="Logo">' in html
    assert target.logo.name not in html.replace(target.logo.url, "")
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
    target, duplicate = pair()
    assert (
        client.post(f"/admin/members/organisation/merge/{target.pk}/{duplicate.pk}/").status_code
        == 403
    )
    assert client.get("/admin/members/organisation/duplicates/").status_code == 403
    assert Organisation.objects.count() == 2
