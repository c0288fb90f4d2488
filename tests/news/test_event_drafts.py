"""From an event to the draft of the article about it: nothing known is typed again."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import Permission, User
from django.utils.translation import override

from news.models import Article, EventBlock, GalleryBlock, PhotoBlock, QuoteBlock, TextBlock
from photos.actions import take_down
from tests.support.builders import (
    add_event_organisation,
    add_event_photo,
    add_message,
    add_participation,
    add_session,
    make_article,
    make_campaign,
    make_event,
    make_organisation,
    make_person,
    make_photo,
    make_topic,
    tomorrow,
)

pytestmark = pytest.mark.django_db

LAUNCH = datetime(2025, 7, 9, 19, tzinfo=ZoneInfo("Asia/Seoul"))
ABOUT = "/admin/news/article/about/{}/"


def write(staff, event) -> Article:
    answer = staff.post(ABOUT.format(event.pk), follow=True)
    assert answer.status_code == 200
    return Article.objects.get(pk=answer.resolver_match.kwargs["object_id"])


def plain(block: EventBlock, language: str) -> str:
    """What a reader of the draft would read of its event, as newsrooms copy it."""
    with override(language):
        return block.clipboard_text()


def add_panel(event) -> None:
    panel = add_session(event, "panel", title_ko="다시 정의하다", description_en="On it.")
    for order, (korean, english, role) in enumerate(
        [("이한", "Lee Han", "moderator"), ("김골디", "Goldie Kim", "panellist")]
    ):
        person = make_person(name_ko=korean, name_en=english)
        add_participation(panel, person, role, order=order)


def test_what_was_is_in_the_draft_in_both_languages_and_nobody_reads_it(staff, client):
    lead, *others = (make_photo() for _number in range(3))
    event = make_event(
        starts_at=LAUNCH,
        attendance=200,
        attendance_exactness="about",
        groups_present_ko="청년",
        groups_present_en="youth\nresearchers",
        summary_en="In short.",
        city_ko="서울",
        city_en="Seoul",
        campaign=make_campaign(),
        lead_photo=lead,
    )
    event.topics.add(make_topic())
    for photo in (lead, *others):
        add_event_photo(event, photo)
    add_panel(event)
    add_session(event, "break", title_en="Tea")
    add_event_organisation(event, make_organisation(name_ko="보기재단", name_en="Host Org"))
    sender = make_organisation(name_en="Friends")
    add_message(event, organisation=sender, text_en="One.\n\nTwo.")

    article = write(staff, event)
    assert (article.title_ko, article.title_en) == ("출범식", "The launch")
    assert (article.standfirst_en, article.dateline_ko) == ("In short.", "서울")
    assert (article.event, article.lead_photo) == (event, lead)
    assert article.effective_campaign() == event.campaign
    assert [topic.slug for topic in article.topics.all()] == ["care"]
    opening, facts, gallery, programme, quote = article.all_blocks
    assert [type(block) for block in (opening, facts, gallery, programme, quote)] == [
        TextBlock,
        EventBlock,
        GalleryBlock,
        EventBlock,
        QuoteBlock,
    ]
    assert opening.body_en == (
        "<p>“The launch” took place on Wednesday 9 July 2025 at Seoul Family Plaza. "
        "About 200 people came.</p>"
    )
    assert opening.body_ko == (
        "<p>2025년 7월 9일(수) 서울가족플라자에서 “출범식” 행사가 열렸다. 약 200명이 함께했다.</p>"
    )
    assert plain(facts, "en").splitlines() == [
        "The event in brief",
        "When: Wednesday 9 July 2025, 7 pm–9 pm",
        "Where: Seoul Family Plaza, Seoul",
        "Host: Host Org",
        "People present: about 200",
        "Who was there: youth, researchers",
    ]
    korean = plain(facts, "ko")
    for words in (
        "2025년 7월 9일(수) 오후 7시~9시",
        "서울가족플라자",
        "보기재단",
        "약 200명",
        "청년",
    ):
        assert words in korean
    assert gallery.photos() == others
    assert plain(programme, "en").splitlines() == [
        "Redefining masculinity",
        "On it.",
        "From left, Lee Han (moderator), director; and Goldie Kim, director.",
        "Moderated by Lee Han",
    ]
    assert "왼쪽부터 이한(사회) 대표, 김골디 대표." in plain(programme, "ko")
    assert "On it." not in plain(programme, "ko")
    assert (quote.organisation, quote.quote_en) == (sender, "One.\n\nTwo.")
    assert article.published_languages == []
    assert client.get(f"/en/news/{article.slug}/").status_code == 404


@pytest.mark.time_machine("2026-03-02T09:00:00+09:00")
def test_what_is_still_to_come_says_neither_who_came_nor_who_sat_where(staff):
    event = make_event(attendance=50, groups_present_en="youth", online_url="https://example.org/")
    add_panel(event)
    opening, facts, programme = write(staff, event).all_blocks
    assert "“The launch” takes place on" in opening.body_en
    assert "50" not in opening.body_en
    assert "People present" not in plain(facts, "en")
    assert "youth" not in plain(facts, "en")
    assert "Seoul Family Plaza, Online" in plain(facts, "en")
    assert "From left" not in plain(programme, "en")
    assert "Moderator: Lee Han, director" in plain(programme, "en")


def test_a_language_the_event_has_not_gets_no_words(staff):
    article = write(staff, make_event(title_en="", published_at_en=None, starts_at=LAUNCH))
    opening, facts = article.all_blocks
    assert not opening.body_en
    assert not article.title_en
    assert "열렸다" in opening.body_ko
    with override("en"):
        assert not facts.has_content()
    assert "행사 개요" in plain(facts, "ko")


def test_no_address_that_only_who_registered_may_know(staff):
    event = make_event(address_for="registered", address_en="1 Hidden Street", city_en="Seoul")
    opening, facts = write(staff, event).all_blocks
    assert "Where: Seoul" in plain(facts, "en")
    assert opening.body_en.endswith(" in Seoul.</p>")
    for words in (opening.body_en, plain(facts, "en")):
        assert "Hidden" not in words
        assert "Family Plaza" not in words


def test_one_photo_stands_alone_and_a_withdrawn_one_nowhere(staff):
    lead, shown, gone = (make_photo() for _number in range(3))
    event = make_event(lead_photo=lead)
    for photo in (shown, gone):
        add_event_photo(event, photo)
    take_down(gone)
    take_down(lead)
    article = write(staff, event)
    assert article.lead_photo is None
    assert isinstance(article.all_blocks[2], PhotoBlock)
    assert article.photos() == [shown]


def test_a_message_of_a_person_keeps_the_organisation_as_role(staff):
    event, person = make_event(), make_person()
    add_message(event, person=person, organisation=make_organisation(name_en="Friends"))
    quote = write(staff, event).all_blocks[-1]
    assert (quote.person, quote.organisation) == (person, None)
    assert quote.job_title_en == "Friends"


def test_pressing_twice_opens_the_draft_that_is_there(staff):
    event = make_event()
    first = write(staff, event)
    answer = staff.post(ABOUT.format(event.pk), follow=True)
    assert "There is already a draft" in answer.text
    assert Article.objects.get() == first


def test_beside_an_article_that_is_public_another_can_be_written(staff):
    event = make_event()
    public = make_article(event=event, published_at_ko=None)
    second = write(staff, event)
    assert second != public
    assert second.slug != public.slug
    Article.objects.filter(pk=second.pk).update(published_at_ko=tomorrow())
    assert write(staff, event) == second


def test_the_button_stands_on_the_event_and_nowhere_for_who_writes_no_articles(staff, client):
    event = make_event()
    change = f"/admin/events/event/{event.pk}/change/"
    assert ABOUT.format(event.pk) in staff.get(change).text
    user = User.objects.create_user("reader", password="x", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["change_event"]))
    client.force_login(user)
    assert ABOUT.format(event.pk) not in client.get(change).text
    assert client.post(ABOUT.format(event.pk)).status_code == 403
    assert not Article.objects.exists()


def test_of_no_event_nothing_is_written(staff):
    assert staff.post(ABOUT.format(0)).status_code == 404
    assert staff.get(ABOUT.format(make_event().pk)).status_code == 405
    assert not Article.objects.exists()
