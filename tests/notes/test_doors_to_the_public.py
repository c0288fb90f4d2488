"""What becomes public otherwise than by the form of an item, where a second person reads first."""

import re

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from events.models import Campaign
from members.lists import importing
from members.models import Agreement, Organisation, Person
from members.names import hiding, mentions
from members.upkeep import member_proposals
from network.models import Network
from news.models import Article
from notes import actions
from tests.notes.note_writers import make_colleague, notes_url, sit
from tests.support.admin_forms import address_of, sendable
from tests.support.builders import (
    make_article,
    make_campaign,
    make_event,
    make_member,
    make_network,
    make_organisation,
    make_person,
)
from versions.models import TrashedItem, Version

pytestmark = pytest.mark.django_db

DRAFT = {"published_at_ko": None, "published_at_en": None}


@pytest.fixture(autouse=True)
def _required():
    make_network(needs_second_reader=True)


@pytest.fixture
def mina() -> Client:
    return sit(make_colleague("mina", is_superuser=True))


@pytest.fixture
def joon() -> User:
    return make_colleague("joon", is_superuser=True)


def read(reader: User, item) -> None:
    actions.ask_for_reviews(item, User.objects.get(username="mina"), [reader])
    page = sit(reader).get(address_of(item)).text
    etag = page.split('name="etag" value="')[1].split('"')[0]
    sit(reader).post(f"{notes_url(item)}fine/", {"etag": etag})


def add(client: Client, model: str, **typed):
    url = reverse(f"admin:{model}_add")
    return client.post(url, sendable(client.get(url).text) | typed | {"_save": "1"}, follow=True)


def make_public(client: Client, item):
    form = sendable(client.get(address_of(item)).text)
    return client.post(address_of(item), form | {"is_public": "on", "_save": "1"}, follow=True)


REFUSAL = "이 내용을 읽고 ‘문제없음’이라고 답해야"


# What is new.


def test_a_new_campaign_is_prepared_until_somebody_else_has_read_it(mina, joon, client):
    words = {"name_ko": "책 여행", "kind": "series", "slug": "tour"}
    answer = add(mina, "events_campaign", **words, description_ko="<p>설명</p>")
    assert REFUSAL in answer.text
    campaign = Campaign.objects.get()
    assert not campaign.is_public
    event = make_event(campaign=campaign)
    address = campaign.get_absolute_url()
    hidden = [address, f"{address}calendar.ics", f"/s/c{campaign.pk}"]
    assert {client.get(url).status_code for url in hidden} == {404}
    assert address not in client.get(event.get_absolute_url()).text
    assert address not in client.get("/sitemap-campaigns-1.xml").text
    read(joon, campaign)
    make_public(mina, campaign)
    assert client.get(address).status_code == 200
    assert address in client.get(event.get_absolute_url()).text


def test_a_new_document_does_not_come_into_force_unread(mina, joon, client):
    words = {
        "kind": "code-of-conduct",
        "version": "2026",
        "in_force_from": "2026-01-01",
        "text_ko": "<p>서로 존중합니다.</p>",
    }
    assert REFUSAL in add(mina, "members_agreement", **words).text
    document = Agreement.objects.get()
    assert not Agreement.objects.in_force()
    assert client.get(document.get_absolute_url()).status_code == 404
    assert client.get("/ko/about/code-of-conduct/").status_code == 404
    read(joon, document)
    make_public(mina, document)
    assert list(Agreement.objects.in_force()) == [document]
    assert client.get(document.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("is_read", [True, False])
def test_a_campaign_comes_back_from_the_bin_as_a_draft_unless_it_was_read(mina, joon, is_read):
    campaign = make_campaign()
    if is_read:
        read(joon, campaign)
    mina.post(reverse("admin:events_campaign_delete", args=[campaign.pk]), {"post": "yes"})
    trashed = TrashedItem.objects.get()
    mina.post(reverse("admin:events_campaign_bring_back", args=[trashed.pk]))
    assert Campaign.objects.get().is_public == is_read


# A person is shown again.


def hidden_person_and_article(by: User) -> tuple[Person, Article]:
    person = make_person(name_ko="김보기", has_public_profile=True, slug="kim")
    article = make_article(standfirst_ko="김보기 대표가 말했습니다.")
    period = hiding.hide_person(person, by)
    hiding.unpublish_mentions(period, mentions.find_mentions(person))
    return person, article


def show(client: Client, person: Person):
    return client.post(reverse("admin:members_person_show", args=[person.pk]), follow=True)


def test_a_hidden_person_is_shown_again_once_somebody_has_read_the_profile(mina, joon):
    person, article = hidden_person_and_article(joon)
    answer = show(mina, person)
    assert REFUSAL in answer.text
    assert "숨긴 상태 그대로입니다" in answer.text
    person.refresh_from_db()
    assert person.is_hidden
    read(joon, person)
    read(joon, article)
    show(mina, person)
    person.refresh_from_db()
    article.refresh_from_db()
    assert (person.is_hidden, article.published_languages) == (False, ["ko", "en"])


def test_a_text_that_nobody_has_read_stays_a_draft_when_a_person_is_shown_again(mina, joon):
    person, article = hidden_person_and_article(joon)
    read(joon, person)
    assert "글 1개는 초안으로 남습니다" in show(mina, person).text
    article.refresh_from_db()
    assert article.published_languages == ["en"]


# Lists, duplicates, proposals.


def planned(rows: list[list[str]]) -> importing.ImportPlan:
    lines = "\n".join(",".join(row) for row in rows)
    file = SimpleUploadedFile("members.csv", lines.encode())
    upload = importing.store_upload(file, User.objects.get(username="mina"))
    return importing.plan_import(upload)


def test_a_list_changes_nothing_that_readers_see(mina):
    make_organisation(name_ko="보이는 단체", slug="seen", website="https://old.example.org")
    make_organisation(name_ko="초안 단체", slug="draft", **DRAFT)
    plan = planned(
        [
            ["단체명", "홈페이지"],
            ["보이는 단체", "https://new.example.org"],
            ["초안 단체", "https://new.example.org"],
            ["새 단체", "https://new.example.org"],
        ]
    )
    assert [row.name for row in plan.faulty] == ["보이는 단체"]
    assert "다른 사람이 먼저 읽을 수 있습니다" in plan.faulty[0].errors[0]
    assert [row.name for row in plan.changed] == ["초안 단체"]
    assert plan.new[0].organisation.published_languages == []


def test_a_list_changes_what_no_reader_sees_of_a_public_organisation(mina):
    make_organisation(name_ko="보이는 단체", slug="seen")
    plan = planned([["단체명", "담당자"], ["보이는 단체", "김담당"]])
    assert [row.name for row in plan.changed] == ["보이는 단체"]


def test_merging_changes_no_value_that_readers_see(mina):
    target = make_organisation(name_ko="하나", slug="one", website="https://one.example.org")
    other = make_organisation(name_ko="둘", slug="two", website="https://two.example.org", **DRAFT)
    url = reverse("admin:members_organisation_merge", args=[target.pk, other.pk])
    assert "공개된 항목입니다" in mina.post(url, {"website": "duplicate"}).text
    assert Organisation.objects.count() == 2
    mina.post(url, {"website": "target"})
    assert Organisation.objects.get().website == "https://one.example.org"


def test_a_proposal_of_a_member_is_read_by_who_accepts_it(mina):
    member = make_member(summary_ko="12개 단체의 모임")
    shown = member_proposals.current_values(member)
    wanted = shown | {"summary_ko": "22개 단체의 모임"}
    proposal = member_proposals.save_proposal(member, shown, wanted, "")
    url = reverse("admin:members_proposal_change", args=[proposal.pk])
    fingerprints = re.findall(r'name="(fingerprint-\d+)" value="(\w+)"', mina.get(url).text)
    mina.post(url, dict(fingerprints) | {"accept-all": "yes"})
    member.refresh_from_db()
    assert member.summary_ko == "22개 단체의 모임"
    [newest, before] = Version.objects.for_item(member).with_values()
    assert newest[0].saved_by.username == "mina"
    assert newest[1]["summary_ko"] == "22개 단체의 모임"
    assert before[1]["summary_ko"] == "12개 단체의 모임"


def test_without_the_rule_nobody_is_asked(mina, joon):
    Network.objects.update(needs_second_reader=False)
    person, article = hidden_person_and_article(joon)
    show(mina, person)
    person.refresh_from_db()
    article.refresh_from_db()
    assert (person.is_hidden, article.published_languages) == (False, ["ko", "en"])
    make_organisation(name_ko="보이는 단체", slug="seen")
    assert planned([["단체명", "홈페이지"], ["보이는 단체", "https://a.example.org"]]).changed
