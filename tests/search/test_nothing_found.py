"""A search without results leads on: to words that may have been meant, topics, the newest."""

import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from members.names import hiding
from search import index
from search.models import Word
from tests.support.builders import (
    add_text,
    make_article,
    make_member,
    make_page,
    make_person,
    make_photo,
    make_topic,
    tomorrow,
    yesterday,
)

pytestmark = pytest.mark.django_db


def part(client, heading: str, typed: str, language: str = "ko", **chosen) -> list[str]:
    """The texts of the links below a heading of the page."""
    page = client.get(f"/{language}/search/", {"q": typed, **chosen})
    assert page.status_code == 200
    found = re.search(f'aria-labelledby="{heading}">(.*?)</section>', page.text, re.DOTALL)
    return re.findall("<a [^>]*>([^<]+)</a>", found[1]) if found else []


def near(client, typed: str, language: str = "ko", **chosen) -> list[str]:
    return part(client, "search-near", typed, language, **chosen)


@pytest.fixture
def _titles():
    make_article(
        title_ko="성평등을 함께 만드는 사람들", title_en="Building gender equality together"
    )
    make_article(title_ko="돌봄을 나누는 저녁", title_en="An evening of shared care", slug="care")
    make_article(title_ko="K‑MEN 출범", title_en="K‑MEN launches", slug="launch")


@pytest.mark.usefixtures("_titles")
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("성펑등", "성평등"),
        ("성평둥을", "성평등을"),
        ("섬평등", "성평등"),
        ("돌붐", "돌봄"),
        ("성펑등 사람들", "성평등 사람들"),
    ],
)
def test_a_mistyped_korean_word_leads_to_the_right_one(client, typed, meant):
    assert near(client, typed)[0] == meant
    assert near(client, meant) == []


@pytest.mark.usefixtures("_titles")
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gendre", "gender"),
        ("equalty", "equality"),
        ("togehter", "together"),
        ("gendre equalty", "gender equality"),
    ],
)
def test_a_mistyped_english_word_leads_to_the_right_one(client, typed, meant):
    assert near(client, typed, "en")[0] == meant


@pytest.mark.usefixtures("_titles")
def test_words_that_stand_in_no_item_together_are_offered_one_by_one(client):
    assert near(client, "성평등 저녁") == ["성평등", "저녁"]
    assert near(client, "돌봄 xyzxyz") == ["돌봄"]


@pytest.mark.usefixtures("_titles")
def test_only_words_of_the_language_of_the_page_are_offered(client):
    assert near(client, "gendre") == []
    assert near(client, "성펑등", "en") == []


def test_no_word_is_offered_that_no_reader_may_read(client):
    make_article(title_ko="고래상어 예약", published_at_ko=tomorrow(), published_at_en=None)
    make_article(title_ko="범고래 초안", published_at_ko=None, published_at_en=None, slug="draft")
    withdrawn = make_article(title_ko="물범 소식", published_at_en=None, slug="seal")
    make_member(
        name_ko="바다사자회",
        slug="lion",
        is_delisted=True,
        delisting_reason="x",
        description_ko="글",
    )
    assert near(client, "물볌") == ["물범"]
    withdrawn.published_at_ko = None
    withdrawn.save()
    for typed in ("고래상오", "범고레", "물볌", "바다사지회"):
        assert near(client, typed) == [], typed


def test_whoever_guesses_at_the_names_of_people_is_not_helped(client):
    person = make_person(name_ko="오솔길", name_en="Oh Sol-gil", has_public_profile=True)
    assert near(client, "오솔킬") == []
    make_article(title_ko="오솔길 강연", published_at_en=None)
    assert near(client, "오솔킬") == ["오솔길"]
    hiding.hide_person(person, by=None)
    assert near(client, "오솔길을 걷다") == ["오솔길을"]


@pytest.mark.usefixtures("_titles")
def test_topics_and_the_newest_of_the_language_are_offered(client):
    topic = make_topic(slug="care", name_ko="돌봄 노동", name_en="Care work")
    article = make_article(title_ko="가장 새로운 글", published_at_en=None, slug="newest")
    article.topics.add(topic)
    make_article(title_en="English only", published_at_ko=None, slug="english")
    make_article(title_ko="예약된 글", published_at_ko=tomorrow(), slug="later")
    make_topic(slug="unused", name_ko="쓰지 않는 주제")
    assert part(client, "search-topics", "없는말씀") == ["돌봄 노동"]
    newest = part(client, "search-newest", "없는말씀")
    assert len(newest) == 3
    assert "예약된 글" not in newest
    assert "English only" not in newest


def test_where_a_filter_is_in_the_way_everything_is_offered(client):
    make_article(title_ko="돌봄", published_at_ko=yesterday())
    page = client.get("/ko/search/", {"q": "돌봄", "kind": "events"}).text
    assert '<a href="?q=%EB%8F%8C%EB%B4%84">' in page
    assert "search-near" not in page
    page = client.get("/ko/search/", {"q": "없는말씀", "kind": "events"}).text
    assert '<a href="?q=' not in page.split('class="nothing"')[1].split("</main>")[0]


@pytest.mark.parametrize(
    "typed", ["\\", "%%%", "((((", "'; --", "ㅁㄴㅇㄹㅁㄴㅇㄹ", "a" * 100, "가" * 100]
)
def test_nonsense_leads_nowhere_and_is_answered(client, typed):
    make_article(title_ko="글")
    assert near(client, typed) == []


def test_results_are_narrowed_by_plain_links(client):
    topic = make_topic(slug="care", name_ko="돌봄 노동", name_en="Care work")
    old = yesterday() - timezone.timedelta(days=800)
    make_article(title_ko="돌봄 옛글", published_at_ko=old, slug="old").topics.add(topic)
    add_text(make_article(title_ko="저녁", slug="new"), body_ko="<p>돌봄</p>")
    make_page(title_ko="돌봄 안내", slug="care-page", published_at_ko=yesterday())
    index.index_all_changes()

    def titles(query: str) -> list[str]:
        page = client.get(f"/ko/search/?{query}").text.replace("<mark>", "").replace("</mark>", "")
        return re.findall(r"<h2><a [^>]*>([^<]*)</a>", page)

    links = {
        label.strip(): query.replace("&amp;", "&")
        for query, label in re.findall(
            r'<a\s+href="(?:/ko/search/)?\?([^"]*)"[^>]*>([^<]+)</a>',
            client.get("/ko/search/", {"q": "돌봄"}).text,
        )
    }
    assert titles(links["돌봄 노동"]) == ["돌봄 옛글"]
    assert titles(links[str(old.year)]) == ["돌봄 옛글"]
    assert titles(links["안내"]) == ["돌봄 안내"]
    assert links["돌봄 노동"] == "q=%EB%8F%8C%EB%B4%84&topic=care"
    both = client.get("/ko/search/", {"q": "돌봄", "topic": "care", "kind": "news"}).text
    assert f"kind=news&amp;topic=care&amp;year={old.year}" in both


WORDS_OF_TITLE = {"고래상어", "돌봄을", "돌봄"}


def words() -> set[str]:
    return set(Word.objects.filter(language="ko").values_list("spelling", flat=True))


def test_only_words_that_everybody_may_read_are_remembered(time_machine):
    """Nothing hidden, scheduled or private is among the words, whatever asks for them."""
    article = make_article(title_ko="고래상어 돌봄을", published_at_ko=tomorrow())
    make_article(title_ko="범고래", published_at_ko=None, published_at_en=None, slug="draft")
    make_member(name_ko="바다사자회", slug="lion", is_delisted=True, delisting_reason="x")
    make_person(name_ko="오솔길", has_public_profile=True)
    make_photo(caption_ko="물범")
    index.index_all_changes()
    assert words() == set()
    time_machine.move_to(tomorrow())
    index.index_published()
    assert words() == WORDS_OF_TITLE
    other = make_article(title_ko="돌봄을", slug="other")
    index.index_all_changes()
    assert Word.objects.get(language="ko", spelling="돌봄").count == 2
    article.published_at_ko = None
    article.save()
    index.index_all_changes()
    assert words() == {"돌봄을", "돌봄"}
    other.delete()
    index.index_all_changes()
    assert words() == set()


def test_the_words_are_counted_anew_with_the_index():
    make_article(title_ko="고래상어 돌봄을")
    index.index_all_changes()
    before = set(Word.objects.values_list("language", "spelling", "letters", "count"))
    assert {spelling for language, spelling, *_rest in before if language == "ko"} == WORDS_OF_TITLE
    Word.objects.filter(spelling="돌봄").update(count=7)
    Word.objects.create(language="ko", spelling="물범", letters="x", count=1)
    call_command("rebuild_search")
    assert set(Word.objects.values_list("language", "spelling", "letters", "count")) == before


def test_the_more_frequent_of_two_words_stands_first(client):
    for number, title in enumerate(["돌밤", "돌봄", "돌봄 노동"]):
        make_article(title_ko=title, slug=f"n-{number}")
    assert near(client, "돌범") == ["돌봄", "돌밤"]


# Frame of the page, state of the index, filters, two of the search; the miss that is counted, words
# and the newest. Of several words it is asked which are known, and which are found together.
@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("typed", "chosen", "budget"),
    [
        ("gendre", {}, 9),
        ("gendre equalty together", {}, 11),
        ("gender", {"kind": "events"}, 8),
        ("gendre", {"kind": "events"}, 9),
    ],
)
def test_a_page_without_results_takes_as_many_queries_for_few_titles_and_many(
    client, number, typed, chosen, budget
):
    for n in range(number):
        make_article(title_en=f"Gender equality together {n}", slug=f"n-{n}")
    index.index_all_changes()
    with CaptureQueriesContext(connection) as queries:
        client.get("/en/search/", {"q": typed} | chosen)
    assert len(queries) == budget


def test_one_and_many_are_offered_as_titles_have_them_and_once(client):
    make_article(title_en="Gender equality", slug="one")
    make_article(title_en="Equalities", slug="many")
    assert near(client, "equaliyt", "en") == ["equality"]
    assert near(client, "equaliteis", "en") == ["Equalities"]
