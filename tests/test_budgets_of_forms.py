"""What a page may cost that needs another form_objects than the pages of `test_budgets`."""

import gzip
import re

import pytest

from tests.support.applying import fill_in_draft, make_form_objects
from tests.support.builders import (
    add_correction,
    add_statistic,
    add_text,
    make_article,
    make_network,
)
from tests.support.crawling import linked_files

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_pages_of_the_form_over_the_wire(client, number):
    make_form_objects(parent_name_en="Larger Network", parent_country_en="Elsewhere")
    token = fill_in_draft(client, "organisation", "en", consent_optional_answers="on")
    html = client.get(f"/en/join/{token}/{number}/").text
    files = linked_files(html)
    assert sum(len(gzip.compress(data)) for data in [html.encode(), *files]) <= 30_000


def test_requests_of_an_article_without_photos(client):
    make_network()
    article = make_article(slug="plain")
    add_text(article)
    add_statistic(article, 2_000)
    add_correction(article)
    html = client.get("/en/news/plain/").text
    fetched = re.findall(r'<(?:script|img)[^>]+src="([^"]+)"', html)
    fetched += re.findall(r'<link rel="(?:stylesheet|icon|preload)"[^>]+href="([^"]+)"', html)
    assert all(address.startswith("/static/") for address in fetched)
    assert 1 + len(fetched) <= 6
