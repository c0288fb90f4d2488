"""The copy of the site, read as a static host serves it, beside the live site."""

import re

import pytest

from events.models import Event
from news.models import Article
from tests.operations.snapshot.reading import LIVE, all_text, crawl, links_in, read, served
from tests.support import crawling

pytestmark = pytest.mark.django_db

MAIN = re.compile(r"<main.*</main>", re.DOTALL)
TAGS = re.compile(r"<[^>]*>|\s+")


def words(html: str) -> str:
    """The text of a page's content."""
    return TAGS.sub(" ", MAIN.search(html)[0]).strip()


def test_every_link_leads_to_a_file(copy):
    found, dead = crawl(copy)
    assert dead == set()
    assert len(found) > 100


# What only a program can answer: whether it runs, what somebody is typing, what was sent.
ONLY_LIVE = re.compile(
    "/healthz|/admin/language/|/(ko|en)/"
    "(search/suggestions|join/sent|concern/answer|members/still-right/(sent|confirmed))/"
)


def test_the_copy_answers_wherever_the_site_does(copy, client):
    read_by_visitors = crawling.pages(client)
    answered = {address for address, page in read_by_visitors.items() if page.status < 400}
    missing = {address for address in answered if served(copy, address) is None}
    assert {address for address in missing if not ONLY_LIVE.fullmatch(address)} == set()
    assert len(answered) > 100


def test_short_urls_lead_on(copy, client):
    article, event = Article.objects.get(slug="launch"), Event.objects.get(slug="meeting")
    draft = Article.objects.get(title_ko="비공개 초안")
    for code, page in {
        f"a{article.pk}": "/ko/news/launch/",
        f"e{event.pk}": "/ko/events/meeting/",
        "join": "/ko/join/",
    }.items():
        assert f'content="0; url={page}"' in read(copy, f"/s/{code}")
        assert f"/s/{code} {page} 302" in (copy / "_redirects").read_text()
    assert served(copy, f"/s/a{draft.pk}") is None


def test_a_page_says_what_the_live_page_says(copy, client):
    for path in [
        "/ko/",
        "/en/",
        "/ko/news/launch/",
        "/en/news/launch/",
        "/ko/events/meeting/",
        "/ko/campaigns/16-days/",
        "/ko/members/institute/",
        "/ko/people/bogi/",
        "/ko/press/",
        "/ko/photo-credits/",
        "/en/about/",
        "/ko/join/",
    ]:
        assert words(read(copy, path)) == words(client.get(path).content.decode()), path


def test_files_are_those_of_the_site(copy, client):
    [sitemap] = set(re.findall(r"/sitemap-news-[0-9]+\.xml", client.get("/sitemap.xml").text))
    for path in [
        "/sitemap.xml",
        sitemap,
        "/robots.txt",
        "/ko/events/calendar.ics",
        "/ko/events/meeting.ics",
        "/ko/members/directory.json",
        "/en/members/directory.csv",
    ]:
        assert served(copy, path).read_bytes() == client.get(path).content, path


def test_pictures_and_static_files_are_there(copy):
    page = read(copy, "/ko/news/launch/")
    media = {served(copy, link).suffix for link in links_in(page) if link.startswith("/media/")}
    assert media == {".avif", ".jpg"}
    assert "@import" in served(copy, "/static/css/site.css").read_text()
    assert served(copy, "/static/css/tokens.css")


def test_a_download_has_a_name_that_tells_its_type(copy):
    page = read(copy, "/ko/news/launch/")
    [link] = [link for link in links_in(page) if link.startswith("/ko/news/files/")]
    assert link.endswith("/annaeseo.pdf")
    assert served(copy, link).read_bytes().startswith(b"%PDF")


def test_the_language_switch_leads_to_the_same_page(copy):
    assert "/en/news/launch/" in links_in(read(copy, "/ko/news/launch/"))
    years = {link for link in links_in(read(copy, "/en/events/")) if "/_/year-" in link}
    year = min(years)
    assert year.replace("/en/", "/ko/") in links_in(read(copy, year))
    assert "/en/search/" in links_in(read(copy, "/ko/search/"))


def test_filters_of_a_list_have_pages_of_their_own(copy, client):
    page = read(copy, "/ko/news/_/kind-statement/")
    assert words(page) == words(client.get("/ko/news/?kind=statement").content.decode())
    assert f'<link rel="canonical" href="{LIVE}/ko/news/?kind=statement">' in page
    assert "/ko/news/_/kind-statement/" in links_in(read(copy, "/ko/news/"))
    assert not list((copy / "ko/news/_/kind-statement").glob("*/"))


def test_of_several_filters_the_one_that_was_chosen_last_counts(copy):
    links = links_in(read(copy, "/ko/news/_/kind-statement/"))
    assert "/ko/news/_/topic-care/" in links
    years = {link for link in links if "/year-" in link}
    assert years
    assert all(re.fullmatch(r"/ko/news/_/year-\d{4}/", year) for year in years)


def test_pages_of_a_list_lead_on_and_back(copy):
    first = read(copy, "/ko/news/")
    [older] = [link for link in links_in(first) if "/_/before-" in link]
    second = read(copy, older)
    assert re.search(r'rel="prev" href="/ko/news/"', second)
    [oldest] = [link for link in links_in(second) if "/_/before-" in link]
    assert re.search(rf'rel="prev" href="{older}"', read(copy, oldest))


def test_a_form_with_lists_becomes_links(copy):
    page = read(copy, "/ko/members/")
    assert "<select" not in page
    assert "/ko/members/_/kind-civil-society/" in links_in(page)
    assert "보기연구소" in read(copy, "/ko/members/_/region-seoul/")


def test_links_with_the_sites_address_stay_on_the_copy(copy):
    page = read(copy, "/ko/news/launch/")
    assert '<a href="/ko/events/meeting/#top">' in page
    assert f'<link rel="canonical" href="{LIVE}/ko/news/launch/">' in page
    assert f'<meta property="og:url" content="{LIVE}/ko/news/launch/">' in page


def test_pages_that_need_the_program_say_so_in_their_language(copy):
    for path in ["/ko/search/", "/ko/join/organisation/", "/ko/concern/", "/admin/"]:
        page = read(copy, path)
        assert "사본에서는 이용할 수 없습니다" in page
        assert "press@example.org" in page
        assert f'rel="external" href="{LIVE}{path}"' in page
        assert 'name="form_token"' not in page
        assert 'content="noindex"' in page
    assert "Not available in this copy" in read(copy, "/en/search/")


def test_a_button_that_sends_a_form_leads_to_such_a_page(copy):
    page = read(copy, "/ko/")
    assert 'method="post"' not in page
    [action] = {link for link in links_in(page) if "/contacts/" in link}
    assert "사본에서는 이용할 수 없습니다" in read(copy, action)


def test_a_page_without_address_is_in_the_language_of_the_network(copy):
    page = (copy / "404.html").read_text()
    assert '<html lang="ko"' in page
    assert '<p class="message-kind">404</p>' in page


def test_drafts_and_what_is_scheduled_are_in_no_copy(copy):
    text = all_text(copy)
    assert "비공개 초안" not in text
    assert "내일 공개" not in text


def test_a_person_whom_search_engines_may_not_list_is_not_listed_by_a_copy(copy):
    assert '<meta name="robots" content="noindex">' in read(copy, "/ko/people/quiet/")
    assert "noindex" not in read(copy, "/ko/people/bogi/")
