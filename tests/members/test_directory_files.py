"""The list of members for other programs."""

import csv
import json
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from members.lists import importing
from members.lists.directory_export import export_headings
from members.lists.headings import recognise_headings
from tests.support.builders import (
    make_logo,
    make_member,
    make_organisation,
    make_region,
    make_topic,
)

pytestmark = pytest.mark.django_db


def rows_of(client, language: str = "en") -> list[dict]:
    answer = client.get(f"/{language}/members/directory.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))


def importing_it(client, user) -> importing.ImportPlan:
    content = client.get("/ko/members/directory.csv").content
    return importing.plan_import(
        importing.store_upload(SimpleUploadedFile("members.csv", content), user)
    )


def test_both_files_hold_the_public_facts_in_the_language_asked_for(client):
    member = make_member(
        slug="circle",
        name_ko="구름모임",
        name_en="Cloud Circle",
        summary_en="Fathers.",
        region=make_region(),
        city_en="Mapo",
        founded_on="2019-01-01",
        founded_precision="year",
        joined_precision="month",
        is_founding_member=True,
        website="https://circle.example/",
        social_links="https://a.example/\nhttps://b.example/",
        logo=make_logo(),
    )
    member.topics.add(make_topic(), make_topic("youth", name_en="Youth"))
    data = json.loads(client.get("/en/members/directory.json").content)
    assert data == {
        "language": "en",
        "members": [
            {
                "id": member.pk,
                "name": "Cloud Circle",
                "abbreviation": "",
                "kind": "civil-society",
                "kind_name": "civil society organisation",
                "summary": "Fathers.",
                "region": "seoul",
                "region_name": "Seoul",
                "city": "Mapo",
                "topics": ["care", "youth"],
                "topic_names": ["Care", "Youth"],
                "website": "https://circle.example/",
                "links": ["https://a.example/", "https://b.example/"],
                "founded": "2019",
                "joined_network": "2025-07",
                "joined_alliance": "",
                "founding_member": True,
                "logo": f"http://testserver{member.logo.url}",
                "page": "http://testserver/en/members/circle/",
            }
        ],
    }
    [row] = rows_of(client)
    assert list(row) == export_headings()
    assert (row["Topics"], row["Codes of the topics"]) == ("Care; Youth", "care; youth")
    assert row["Founding member"] == "yes"
    assert (row["Number"], row["Joined the network"]) == (str(member.pk), "2025-07")


def test_the_table_has_headings_and_words_of_its_language_which_an_import_understands(
    client, admin_user
):
    make_member(name_ko="구름모임", region=make_region(), is_founding_member=True)
    [row] = rows_of(client, "ko")
    assert list(row)[:5] == ["번호", "이름", "약칭", "유형 코드", "유형"]
    assert (row["이름"], row["유형"], row["지역"]) == ("구름모임", "시민사회단체", "서울특별시")
    assert row["창립 회원"] == "예"
    assert importing_it(client, admin_user).faulty == []
    known = recognise_headings(list(row))
    assert {"name_ko", "kind", "region", "founded_on", "joined_on"} <= set(known)
    assert known[3] == ""


def test_only_members_that_are_public_in_the_language_are_in_the_files(client):
    make_member(name_en="In Korean only", published_at_en=None)
    make_member(name_en="Left", left_on="2026-01-01")
    make_member(name_en="Delisted", is_delisted=True, delisting_reason="gone")
    make_organisation(name_en="Ministry")
    make_member(name_en="Here")
    assert [row["Name"] for row in rows_of(client)] == ["Here"]


@pytest.mark.parametrize(
    "name", ["=1+1", "+82", "-x", "@SUM(A1)", "＝1＋1", '=HYPERLINK("http://x")']
)
def test_no_cell_runs_as_a_formula(client, name):
    make_member(name_en=name)
    assert rows_of(client)[0]["Name"] == f"'{name}"


@pytest.mark.parametrize("members", [1, 3, 40])
def test_files_ask_the_same_questions_however_many_members(
    client, django_assert_num_queries, members
):
    for number in range(members):
        make_member().topics.add(make_topic(f"topic-{number}"))
    for address in ("directory.json", "directory.csv"):
        with django_assert_num_queries(2):
            client.get(f"/en/members/{address}")


def test_the_files_are_linked_from_the_foot_of_the_list(client):
    make_member()
    html = client.get("/en/members/").text
    assert '<a href="/en/members/directory.csv">CSV</a>' in html
    assert '<a href="/en/members/directory.json">JSON</a>' in html
