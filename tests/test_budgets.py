"""What a page may cost (design, section 8): literal numbers, the same for few items and many."""

import gzip
import re

import pytest
from django.contrib.staticfiles import finders

from tests.builders import (
    add_photo,
    add_quote,
    add_text,
    make_article,
    make_contact,
    make_network,
    make_page,
    make_photo,
    make_topic,
)

pytestmark = pytest.mark.django_db

PAGES = ["/en/", "/en/news/", "/en/news/item-0/", "/en/about/"]


def fill(number_of_items: int) -> None:
    contact = make_contact()
    make_network(contact=contact, press_contact=contact, about_en="About. " * 20)
    make_page(slug="about")
    topics = [make_topic(slug=f"topic-{number}") for number in range(3)]
    photo = make_photo()
    for number in range(number_of_items):
        article = make_article(
            slug=f"item-{number}", title_en=f"Item {number}", lead_photo=photo, show_about=True
        )
        article.topics.set(topics)
        add_text(article)
        add_photo(article, photo)
        add_quote(article)
        article.see_also.set(type(article).objects.exclude(pk=article.pk)[:3])


@pytest.mark.parametrize("items", [1, 3, 30])
@pytest.mark.parametrize(
    ("page", "budget"), [("/en/", 4), ("/en/news/", 6), ("/en/news/item-0/", 8), ("/en/about/", 3)]
)
def test_queries(client, django_assert_num_queries, items, page, budget):
    fill(items)
    client.get(page)
    with django_assert_num_queries(budget):
        assert client.get(page).status_code == 200


def linked_files(html: str) -> list[bytes]:
    paths = re.findall(r'(?:href|src)="/static/([^"]+\.(?:css|js))"', html)
    return [open(finders.find(path), "rb").read() for path in paths]


@pytest.mark.parametrize("page", PAGES)
def test_html_css_and_js_over_the_wire(client, page):
    fill(14)
    html = client.get(page).text
    files = linked_files(html)
    assert len(files) >= 2
    weight = sum(len(gzip.compress(data)) for data in [html.encode(), *files])
    assert weight <= 30_000
    assert sum(len(gzip.compress(data)) for data in files if b"addEventListener" in data) <= 6_000


def test_requests_of_an_article_without_photos(client):
    make_network()
    add_text(make_article(slug="plain"))
    html = client.get("/en/news/plain/").text
    fetched = re.findall(r'<(?:script|img)[^>]+src="([^"]+)"', html)
    fetched += re.findall(r'<link rel="(?:stylesheet|icon|preload)"[^>]+href="([^"]+)"', html)
    assert all(address.startswith("/static/") for address in fetched)
    assert 1 + len(fetched) <= 6
