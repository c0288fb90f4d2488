"""Coordinators see which texts are read, and nothing that could be somebody they know."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from network.models import Network
from page_views.models import PageView
from search import index
from tests.support.builders import make_article, make_network, make_person
from tests.support.markup import tight

pytestmark = pytest.mark.django_db

LIST = "/admin/page_views/pageview/"


def add_views(article, count: int, source: str = "site", *, days_ago: int = 0, language="ko"):
    PageView.objects.create(
        day=timezone.localdate() - timedelta(days=days_ago),
        kind="news",
        item_id=article.pk,
        language=language,
        source=source,
        count=count,
    )


@pytest.fixture
def articles():
    make_network(counts_page_views=True)
    launch = make_article(title_en="The launch", slug="launch")
    care = make_article(title_en="Care", slug="care")
    add_views(launch, 5)
    add_views(launch, 7, language="en")
    add_views(launch, 2, "other-site", language="en")
    add_views(care, 40, days_ago=10)
    add_views(care, 3)
    index.index_all_changes()
    return launch, care


def rows(page: str) -> list[list[str]]:
    cells = re.findall(r"<tr>(.*?)</tr>", tight(page))
    return [
        [re.sub("<[^>]+>", "", cell).strip() for cell in re.findall(r"<t[hd].*?</t[hd]>", row)]
        for row in cells
    ]


def test_the_most_read_texts_of_seven_and_of_thirty_days(admin_client, articles):
    page = rows(admin_client.get(LIST, headers={"accept-language": "en"}).text)
    assert ["The launch", "News", "5", "9", "14"] in page
    assert ["Care", "News", "3", "0", "3"] in page
    assert ["From sources with fewer than three a day", "2"] in page
    assert not [row for row in page if row[0].startswith("Links on")]
    page = rows(admin_client.get(f"{LIST}?days=30", headers={"accept-language": "en"}).text)
    assert ["Care", "News", "43", "0", "43"] in page


def test_the_numbers_of_one_text_day_by_day(admin_client, articles):
    launch, care = articles
    form = admin_client.get(f"/admin/news/article/{launch.pk}/change/").text
    address = f"{LIST}news/{launch.pk}/"
    assert f'href="{address}"' in form
    page = rows(admin_client.get(address, headers={"accept-language": "en"}).text)
    assert ["Other pages of this site", "12"] in page
    today = next(row for row in page if row[0].startswith(str(timezone.localdate().day)))
    assert today[1:] == ["5", "9"]
    assert admin_client.get(f"{LIST}news/{care.pk + 999}/").status_code == 404
    assert admin_client.get(f"{LIST}nonsense/{care.pk}/").status_code == 404


def test_there_are_no_numbers_of_people(admin_client, articles):
    person = make_person(has_public_profile=True)
    index.index_all_changes()
    assert "page_views" not in admin_client.get(f"/admin/members/person/{person.pk}/change/").text
    assert admin_client.get(f"{LIST}people/{person.pk}/").status_code == 404


def test_a_deleted_text_is_not_listed(admin_client, articles):
    articles[0].delete()
    index.index_all_changes()
    page = admin_client.get(LIST).text
    assert "The launch" not in page
    assert page


def test_the_first_page_names_the_most_read_text_while_it_is_counted(admin_client, articles):
    first = admin_client.get("/admin/", headers={"accept-language": "en"}).text
    assert "page views in 7 days: 14" in first
    Network.objects.update(counts_page_views=False)
    assert "read 14 times" not in admin_client.get("/admin/").text
    assert "notice" in admin_client.get(LIST).text


def test_who_may_not_see_the_numbers_does_not(client, articles):
    client.force_login(User.objects.create_user("somebody", is_staff=True))
    assert client.get(LIST).status_code == 403
    assert client.get(f"{LIST}news/{articles[0].pk}/").status_code == 403
    assert client.get("/admin/").status_code == 200
