"""Pages of other sites under "See also" of an article."""

import re

import pytest

from news.models import Article, SeeAlsoLink
from search import index
from search.models import Entry
from tests.support.admin_forms import address_of, open_form, save, sendable
from tests.support.builders import add_see_also_link, make_article, make_network, make_topic
from versions.models import PendingChanges, Version

pytestmark = pytest.mark.django_db

FIRST = "see_also_links-0-"


@pytest.fixture(autouse=True)
def _network():
    make_network()


@pytest.fixture
def article() -> Article:
    return make_article(slug="launch", title_ko="출범", title_en="Launch")


@pytest.fixture
def mina(admin_client):
    admin_client.cookies["django_language"] = "ko"
    return admin_client


def section(client, language: str = "en") -> str:
    """The section on the page of the article, on one line; empty if there is none."""
    html = " ".join(client.get(f"/{language}/news/launch/").text.split())
    found = re.search(r'<section[^>]*aria-labelledby="see-also".*?</section>', html)
    return found[0] if found else ""


def shown_links(client, language: str = "en") -> list[tuple[str, str, str]]:
    """Address, title and publisher of each."""
    _cards, _ul, html = section(client, language).partition("see-also-links")
    return re.findall(r'<a href="([^"]+)">(.*?)</a> <span>(.*?)</span> </li>', html)


def test_each_language_shows_the_links_that_have_a_title_in_it(client, article):
    words = {"title_ko": "유엔의 글", "publisher_name_ko": "유엔", "publisher_name_en": "UN"}
    add_see_also_link(article, url="https://un.example/", title_en="Of the UN", **words)
    add_see_also_link(article, url="https://korean.example/", title_ko="한글뿐", title_en="")
    assert shown_links(client, "ko") == [
        ("https://un.example/", "유엔의 글", "유엔"),
        ("https://korean.example/", "한글뿐", "korean.example"),
    ]
    assert shown_links(client) == [("https://un.example/", "Of the UN", "UN")]
    assert "한글뿐" not in client.get("/en/news/launch/").text


def test_no_section_stands_where_no_link_has_a_title(client, article):
    add_see_also_link(article, title_en="")
    assert section(client) == ""


def test_a_publisher_of_one_language_is_marked_with_it_and_the_address_stands_in_for_none(
    client, article
):
    add_see_also_link(article, publisher_name_ko="여성가족부")
    add_see_also_link(article)
    publishers = [publisher for _url, _title, publisher in shown_links(client)]
    assert publishers == ['<span lang="ko">여성가족부</span>', "elsewhere.example"]


def test_links_stand_in_their_order(client, article):
    for order, title in ((3, "Third"), (1, "First"), (2, "Second")):
        add_see_also_link(article, title_en=title, order=order)
    titles = [title for _url, title, _publisher in shown_links(client)]
    assert titles == ["First", "Second", "Third"]


def test_related_articles_stand_before_links_although_nobody_chose_any(client, article):
    care = make_topic()
    article.topics.add(care)
    make_article(slug="other", title_en="Of the topic").topics.add(care)
    add_see_also_link(article)
    html = section(client)
    assert html.index("Of the topic") < html.index("A page elsewhere")


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "javascript://x.example/%0Aalert(1)", "ftp://x.example/"]
)
def test_only_addresses_of_web_pages_are_taken(mina, article, url):
    response = save(mina, article, with_link(mina, article, url=url))
    assert response.status_code == 200
    assert re.search(r"field-url.*?errorlist", response.text, re.DOTALL)
    assert not SeeAlsoLink.objects.exists()


def test_a_link_without_a_title_is_refused(mina, article):
    response = save(mina, article, with_link(mina, article, title_ko="", title_en=""))
    assert response.status_code == 200
    assert "errorlist" in response.text


def with_link(client, article: Article, **words) -> dict:
    """The form as it is sent by a browser without JavaScript, which shows one empty row."""
    words = {"url": "https://elsewhere.example/", "title_ko": "다른 곳의 글"} | words
    form = open_form(client, article)
    assert form["see_also_links-TOTAL_FORMS"] == "1"
    return form | {FIRST + name: value for name, value in words.items()}


def test_a_link_is_added_without_a_script_one_at_a_time(mina, client, article):
    html = mina.get(address_of(article)).text
    script_only = re.sub("<noscript>.*?</noscript>", "", html, flags=re.DOTALL)
    assert FIRST not in script_only
    assert save(mina, article, with_link(mina, article)).status_code == 302
    form = open_form(mina, article)
    assert form["see_also_links-TOTAL_FORMS"] == "2"
    second = {"url": "https://second.example/", "title_ko": "둘째"}
    save(mina, article, form | {f"see_also_links-1-{name}": v for name, v in second.items()})
    assert [title for _url, title, _publisher in shown_links(client, "ko")] == [
        "다른 곳의 글",
        "둘째",
    ]


def test_an_empty_row_is_not_kept(mina, article):
    assert save(mina, article, open_form(mina, article)).status_code == 302
    assert not SeeAlsoLink.objects.exists()
    assert not article.corrections.exists()


def test_what_changed_is_said_in_words_and_an_older_version_brings_a_link_back(mina, article):
    save(mina, article, open_form(mina, article))
    save(mina, article, with_link(mina, article, publisher_name_ko="유엔"))
    with_it = Version.objects.for_item(article).latest("pk")
    page = f"/admin/news/article/{article.pk}/versions/{with_it.pk}/"
    heading = re.search(
        r'<section class="form-diff.*?<h2>(.*?)</h2>', mina.get(page).text, re.DOTALL
    )
    assert " ".join(re.sub("<[^>]+>", "", heading[1]).split()) == "‘함께 보기’ 링크 추가"
    save(mina, article, open_form(mina, article), **{FIRST + "DELETE": "on"})
    assert not SeeAlsoLink.objects.exists()
    restored = mina.post(address_of(article), {"_restore_version": with_it.pk})
    save(mina, article, sendable(restored.text))
    link = SeeAlsoLink.objects.get()
    assert (link.url, link.title_ko, link.publisher_name_ko) == (
        "https://elsewhere.example/",
        "다른 곳의 글",
        "유엔",
    )


def test_a_link_waits_with_the_other_changes_that_are_not_public(mina, client, article):
    form = with_link(mina, article)
    mina.post(address_of(article), form | {"_save_pending": "1"})
    assert PendingChanges.objects.exists()
    assert shown_links(client, "ko") == []
    pending = open_form(mina, article)
    assert pending[FIRST + "title_ko"] == "다른 곳의 글"


def test_the_search_finds_a_link_by_its_title_and_forgets_it(article):
    link = add_see_also_link(article, title_en="Carefully chosen")
    index.index_all_changes()
    found = Entry.objects.filter(language="en", text__contains="Carefully chosen")
    assert found.exists()
    link.delete()
    index.index_all_changes()
    assert not found.exists()
