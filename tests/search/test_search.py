"""Readers find what is public, as they type it, and nothing else."""

import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from members.names import hiding
from news.models import Article
from search import index
from search.finding.keyboard_layout import other_layout
from search.models import Change, Entry, MissedQuery, Synonym
from tests.support.builders import (
    A_DAY,
    add_event_block,
    add_event_photo,
    add_participation,
    add_photo,
    add_quote,
    add_session,
    add_text,
    add_video,
    make_article,
    make_event,
    make_member,
    make_page,
    make_person,
    make_photo,
    make_topic,
    tomorrow,
    yesterday,
)

pytestmark = pytest.mark.django_db

A_WEEK_AGO = yesterday() - 6 * A_DAY


@pytest.fixture
def found(client):
    """The addresses that a query finds, in order: `found("평등")`."""

    def find(words: str, language: str = "ko", **chosen) -> list[str]:
        page = client.get(f"/{language}/search/", {"q": words, **chosen})
        assert page.status_code == 200
        return re.findall(r'<h2><a href="([^"]*)"', page.text)

    return find


def public(**words) -> Article:
    return make_article(**{"published_at_ko": yesterday()} | words)


@pytest.mark.parametrize(
    "typed",
    [
        "평등",
        "성평등을",
        "성 평등",
        "성평",
        "함께 성평등",
        "사람들 성평등 함께",
        "『성평등을 함께』",
        '"성평등을 함께"',
        # Decomposed, as macOS names files.
        "\u1109\u1165\u11bc\u1111\u1167\u11bc\u1103\u1173\u11bc",
        "tjdvudemd",
    ],
)
def test_korean_is_found_as_people_type_it(found, typed):
    article = public(title_ko="성평등을 함께 만드는 사람들")
    public(title_ko="돌봄을 나누는 저녁", slug="care-evening")
    assert found(typed) == [article.get_absolute_url().replace("/en/", "/ko/")]


HYPHENS = "-\u2010\u2011\u2012\u2013\u2014\u2212\u00ad\uff0d\u30fb\u00b7"


@pytest.mark.parametrize("title", ["K‑MEN 출범", "KMEN 출범", "K-MEN 출범"])
def test_every_hyphen_and_none_is_the_same(found, title):
    public(title_ko=title)
    for hyphen in ("", " ", *HYPHENS):
        for typed in (f"K{hyphen}MEN", f"k{hyphen}men", f"ｋ{hyphen}ｍｅｎ", f"K{hyphen}MEN의"):
            assert len(found(typed)) == 1, repr(typed)


@pytest.mark.parametrize("title", ["여성가족부와 만나다", "여성 가족부와 만나다"])
def test_blanks_make_no_difference(found, title):
    public(title_ko=title)
    for typed in ("여성가족부", "여성 가족부", "여성 가족 부", "여성가족부는", '"여성 가족부"'):
        assert len(found(typed)) == 1, typed


def test_particles_are_left_out(found):
    public(title_ko="성평등과 GBV")
    public(title_ko="마음", slug="heart")
    particles = ["이", "을", "의", "과", "에서", "으로", "까지", "들", "들의", "들에게", "이라는"]
    for typed in [f"성평등{particle}" for particle in particles] + ["GBV를", "gbv는"]:
        assert len(found(typed)) == 1, typed
    assert found("마을") == []


def test_english_plurals_find_the_singular(found):
    make_article(title_en="A workshop on care", published_at_en=yesterday())
    assert len(found("workshops", "en")) == 1
    assert len(found("workshop care", "en")) == 1
    assert found("workshop lunch", "en") == []


def test_one_and_many_are_the_same(found):
    for number, (title, typed) in enumerate(
        [
            ("New policies", "policy"),
            ("A tidy city", "cities"),
            ("Here speaks a woman", "women"),
            ("Our approaches", "approach"),
            ("A workplace", "workplaces"),
            ("A child", "children"),
            ("A boy’s diary", "boys"),
        ]
    ):
        make_article(title_en=title, published_at_en=yesterday(), slug=f"n-{number}")
        assert found(typed, "en") == [f"/en/news/n-{number}/"], typed


def test_titles_come_before_texts_and_new_before_old(found):
    old = public(title_ko="돌봄", slug="old", published_at_ko=yesterday() - timezone.timedelta(9))
    new = public(title_ko="돌봄 이야기", slug="new")
    only_text = public(title_ko="저녁", slug="text")
    add_text(only_text, body_ko="<p>돌봄은 누구의 일인가</p>")
    assert found("돌봄") == [f"/ko/news/{one.slug}/" for one in (new, old, only_text)]


def test_initial_consonants_find_names(found):
    make_member(name_ko="새김 배움터", name_en="Saegim", slug="saegim", published_at_ko=yesterday())
    assert found("ㅅㄱㅂㅇㅌ") == ["/ko/members/saegim/"]


def test_one_word_finds_those_that_mean_the_same(found):
    Synonym.objects.create(terms="MenEngage, 맨엔게이지, 맨인게이지")
    public(title_ko="맨엔게이지 소식")
    assert len(found("맨인게이지")) == len(found("menengage")) == 1


def test_what_was_meant_with_the_other_keyboard_can_be_undone(client):
    public(title_ko="성평등")
    page = client.get("/ko/search/", {"q": "tjdvudemd"}).text
    assert "tjdvudemd" in page
    assert "as=typed" in page
    assert "search-result" not in client.get("/ko/search/", {"q": "tjdvudemd", "as": "typed"}).text


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("tjdvudemd", "성평등"),
        ("ehfqha", "돌봄"),
        ("gksrnr", "한국"),
        ("ㅡ두", "men"),
        ("men", ""),
        ("123", ""),
    ],
)
def test_letters_of_the_other_layout(typed, meant):
    assert other_layout(typed) == meant


def test_what_exists_in_the_other_language_comes_last_and_says_so(client, found):
    make_article(
        title_ko="",
        title_en="Care work",
        slug="en-only",
        published_at_ko=None,
        published_at_en=yesterday(),
    )
    both = public(
        title_ko="Care 연구", title_en="Care study", published_at_en=yesterday(), slug="b"
    )
    assert found("care") == [f"/ko/news/{both.slug}/", "/en/news/en-only/"]
    assert 'lang="en">Care work' in client.get("/ko/search/", {"q": "work"}).text.replace(
        "<mark>", ""
    ).replace("</mark>", "")


def test_nothing_is_found_that_no_reader_may_read(found):
    public(title_ko="예약된 글", published_at_ko=tomorrow(), slug="scheduled")
    make_article(title_ko="초안인 글", slug="draft", published_at_ko=None, published_at_en=None)
    photo = make_photo(caption_ko="숨은 설명")
    article = public(title_ko="사진 있는 글", slug="photo")
    add_photo(article, photo)
    assert found("예약된") == found("초안인") == []
    assert found("숨은 설명") == ["/ko/news/photo/"]
    photo.taken_down_at = timezone.now()
    photo.save()
    assert found("숨은 설명") == []


def test_an_organisation_that_was_taken_off_the_site_is_not_found(found):
    member = make_member(name_ko="새김 배움터", slug="saegim", published_at_ko=yesterday())
    assert found("새김") == ["/ko/members/saegim/"]
    member.is_delisted, member.delisting_reason = True, "x"
    member.save()
    assert found("새김") == []


def test_whoever_is_hidden_is_found_nowhere_from_that_moment(found):
    person = make_person(name_ko="오솔길", name_en="Oh Sol-gil", has_public_profile=True)
    article = public(title_ko="인용한 글", slug="quote")
    add_quote(article, quote_ko="함께합시다", person=person)
    event = make_event(title_ko="행사", slug="event", published_at_ko=yesterday())
    add_participation(add_session(event), person, job_title_ko="강사")
    assert len(found("오솔길")) == 3
    hiding.hide_person(person, by=None)
    assert found("오솔길") == []
    hiding.show_person(person, by=None)
    assert len(found("오솔길")) == 3


def test_an_event_is_found_by_its_place_as_far_as_everybody_may_read_it(found):
    place = {"venue_ko": "느티나무회관", "city_ko": "은모래시"}
    event = make_event(title_ko="행사", slug="event", published_at_ko=yesterday(), **place)
    assert found("느티나무회관") == found("은모래시") == ["/ko/events/event/"]
    assert found("venue") == []
    event.address_for = event.AddressFor.REGISTERED
    event.save()
    assert (found("느티나무회관"), found("은모래시")) == ([], ["/ko/events/event/"])


@pytest.mark.parametrize(
    ("fields", "is_found"),
    [({}, False), ({"starts_at": A_WEEK_AGO}, True)]
    + [({"starts_at": A_WEEK_AGO, "status": off}, False) for off in ("cancelled", "postponed")],
)
def test_who_was_there_and_photos_are_found_of_past_events(found, fields, is_found):
    """Before, and of an event that does not take place, its page shows neither."""
    event = make_event(groups_present_ko="청년 모임", **fields)
    add_event_photo(event, make_photo(caption_ko="악수"))
    urls = [event.url_in("ko")] if is_found else []
    assert (found("청년"), found("악수")) == (urls, urls)


def test_a_caption_of_a_poster_is_found_as_it_is_now(found):
    poster = make_photo(caption_ko="옛 설명")
    add_video(public(slug="film"), poster=poster)
    assert found("옛 설명") == ["/ko/news/film/"]
    poster.caption_ko = "새로운 말"
    poster.save()
    assert found("옛 설명") == []
    assert found("새로운 말") == ["/ko/news/film/"]


def test_an_article_follows_the_event_that_it_shows(found):
    person = make_person(name_ko="오솔길", name_en="Oh Sol-gil", has_public_profile=True)
    event = make_event(title_ko="행사", slug="event", published_at_ko=yesterday())
    participation = add_participation(add_session(event), person, job_title_ko="강사")
    article = public(title_ko="보고", slug="report", event=event)
    add_event_block(article, "programme")
    add_event_block(article, "facts")
    report = f"/ko/news/{article.slug}/"
    assert report in found("오솔길")
    hiding.hide_person(person, by=None)
    assert found("오솔길") == []
    hiding.show_person(person, by=None)
    assert report in found("오솔길")
    participation.delete()
    assert report not in found("오솔길")
    event.slogan_ko = "고래와 함께"
    event.save()
    assert report in found("고래와 함께")


def write_by_update(article: Article) -> None:
    Article.objects.filter(pk=article.pk).update(title_ko="고래")


def write_by_save(article: Article) -> None:
    article.title_ko = "고래"
    article.save()


def write_by_sql(article: Article) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE news_article SET title_ko = '고래' WHERE id = %s", [article.pk])


def write_by_bulk(article: Article) -> None:
    article.title_ko = "고래"
    Article.objects.bulk_update([article], ["title_ko"])


@pytest.mark.parametrize("write", [write_by_update, write_by_save, write_by_sql, write_by_bulk])
def test_a_change_is_found_however_it_was_written(found, write):
    article = public(title_ko="상어", slug="fish")
    assert found("상어") == ["/ko/news/fish/"]
    write(article)
    assert found("상어") == []
    assert found("고래") == ["/ko/news/fish/"]
    article.delete()
    assert found("고래") == []


def test_the_search_agrees_with_reading_every_text(found):
    words = ["성평등", "돌봄", "남성성", "함께", "학교", "안전", "care", "men"]
    for number in range(30):
        title = f"글 {words[number % 8]} {number}"
        article = public(title_ko=title, slug=f"n{number}")
        add_text(article, body_ko=f"<p>{words[number % 5]}와 {words[number % 3]} 이야기</p>")
    for word in words:
        expected = {
            f"/ko/news/{article.slug}/"
            for article in Article.objects.all()
            if word
            in f"{article.title_ko}\n"
            + "".join(block.body_ko for block in article.news_textblock_set.all())
        }
        assert {*found(word), *found(word, page=2)} == expected


def test_kind_topic_and_year_narrow_the_results(client, found):
    public(title_ko="돌봄 글", slug="article", published_at_ko=yesterday())
    make_page(title_ko="돌봄 안내", slug="care-page", published_at_ko=yesterday())
    assert len(found("돌봄")) == 2
    assert found("돌봄", kind="pages") == ["/ko/care-page/"]
    assert found("돌봄", year=1999) == []
    assert len(found("돌봄", kind="nonsense", topic="none", page="x", year="20x0")) == 2


def test_only_news_show_their_date_which_of_an_event_would_be_taken_for_its_day(client):
    public(title_ko="돌봄 글", slug="article")
    make_event(title_ko="돌봄 행사", slug="event", published_at_ko=yesterday())
    results = client.get("/ko/search/?q=돌봄").text.partition('class="search-results"')[2]
    assert [
        (re.search(r'href="(.*?)"', result)[1], "<time" in result)
        for result in results.split('<article class="search-result">')[1:]
    ] == [("/ko/events/event/", False), ("/ko/news/article/", True)]


@pytest.mark.parametrize("nonsense", ["", "   ", "%", "_", "\\", "'", '"', "\x00", "((", "a" * 500])
def test_nonsense_is_answered(client, nonsense):
    public(title_ko="글")
    assert client.get("/ko/search/", {"q": nonsense}).status_code == 200


@pytest.mark.parametrize("year", ["0000", "0001", "9998", "9999", "9" * 5000])
def test_a_year_that_is_none_is_answered(client, year):
    public(title_ko="글")
    answer = client.get("/ko/search/", {"q": "글", "year": year, "page": year})
    assert answer.status_code == 200


def test_words_are_marked_and_escaped(client):
    article = public(title_ko="제목", slug="marked")
    add_text(article, body_ko="<p>5 &lt; 6 이고 <strong>돌봄</strong>은 모두의 일</p>")
    page = client.get("/ko/search/", {"q": "돌봄"}).text
    assert "5 &lt; 6 이고 <mark>돌봄</mark>은 모두의 일" in page


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("ㅅㄱㅂㅇㅌ", "<mark>새김 배움터</mark>"),
        ("ㅂㅇ", "새김 <mark>배움</mark>터"),
        ("ㅅ", "<mark>새</mark>김 배움터"),
    ],
)
def test_names_are_marked_of_which_initial_consonants_were_typed(client, typed, title):
    make_member(name_ko="새김 배움터", name_en="Saegim", slug="saegim", published_at_ko=yesterday())
    add_text(public(title_ko="산책", slug="walk"), body_ko="<p>시장에서 바다로</p>")
    index.index_all_changes()
    page = client.get("/ko/search/", {"q": typed}).text
    assert f"{title}</a>" in page
    assert "시장에<mark>" not in page


@pytest.mark.parametrize("typed", ["!!!", "－", "%"])
def test_nothing_but_punctuation_is_answered(client, typed):
    public(title_ko="글")
    page = client.get("/ko/search/", {"q": typed}).text
    assert "글자나 숫자를 한 자 이상 입력해 주세요." in page
    assert "search-result" not in page


def test_coordinators_see_what_was_not_found_from_the_third_time_on(client, admin_client):
    for _time in range(3):
        client.get("/ko/search/", {"q": "고래상어"})
    client.get("/ko/search/", {"q": "한번만"})
    client.get("/ko/search/", {"q": "900101-1234567"})
    kept = set(MissedQuery.objects.values_list("query", "count"))
    assert kept == {("고래상어", 3), ("한번만", 1)}
    page = admin_client.get("/admin/search/missedquery/").text
    assert "고래상어" in page
    assert "한번만" not in page


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    "chosen", [{}, {"kind": "news"}, {"topic": "care"}, {"topic": "care", "year": "2026"}]
)
@pytest.mark.time_machine("2026-11-28T12:00:00+09:00", tick=False)
def test_a_page_of_results_takes_seven_queries(client, number, chosen):
    Synonym.objects.create(terms="돌봄, care")
    topic = make_topic(slug="care", name_ko="노동", name_en="Labour")
    for n in range(number):
        article = public(title_ko=f"돌봄 {n}", slug=f"care-{n}", lead_photo=make_photo())
        article.topics.add(topic)
    index.index_all_changes()
    with CaptureQueriesContext(connection) as queries:
        page = client.get("/ko/search/", {"q": "돌봄"} | chosen).text
    assert page.count("search-result-words") == number
    assert len(queries) == 7


def test_the_index_can_be_made_anew(found):
    public(title_ko="돌봄", slug="care")
    Entry.objects.all().delete()
    Change.objects.all().delete()
    assert found("돌봄") == []
    call_command("rebuild_search")
    assert found("돌봄") == ["/ko/news/care/"]


def test_what_was_scheduled_is_shown_in_one_language_from_its_moment_on(client, time_machine):
    article = public(title_ko="돌봄 행사", title_en="돌봄 event", published_at_en=tomorrow())
    index.index_all_changes()

    def shown() -> list[str]:
        page = client.get("/en/search/", {"q": "돌봄"}).text
        return re.findall(r'<h2><a href="([^"]*)"', page)

    assert shown() == [article.url_in("ko")]
    time_machine.move_to(tomorrow())
    assert shown() == [article.url_in("en")]
    assert index.count_published_since_indexed() == 1
    assert index.index_published() == 1
    assert index.count_published_since_indexed() == 0
    assert Entry.objects.get(language="ko").missing_in == []
    assert shown() == [article.url_in("en")]
