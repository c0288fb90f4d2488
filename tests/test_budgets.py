"""What a page may cost (design, section 8): literal numbers, the same for few items and many."""

import gzip

import pytest
from django.db import transaction

from news.models import EventBlock
from tests.support.builders import (
    add_contributor,
    add_correction,
    add_event_block,
    add_event_organisation,
    add_file,
    add_gallery,
    add_office,
    add_participation,
    add_photo,
    add_quote,
    add_resource_file,
    add_see_also_link,
    add_session,
    add_statistic,
    add_text,
    add_video,
    make_agreement,
    make_article,
    make_campaign,
    make_contact,
    make_event,
    make_focal_point,
    make_milestone,
    make_network,
    make_organisation,
    make_page,
    make_person,
    make_photo,
    make_resource,
    make_topic,
)
from tests.support.crawling import linked_files

pytestmark = pytest.mark.django_db

PAGES = [
    "/en/",
    "/en/news/",
    "/en/news/item-0/",
    "/en/news/everything/",
    "/en/about/",
    "/en/about/code-of-conduct/",
    "/en/people/",
    "/en/people/kim-bogi/",
    "/en/resources/",
    "/en/resources/everything/",
    "/en/press/",
    "/en/photo-credits/",
    "/en/concern/",
    "/en/join/",
    "/en/join/organisation/",
]


@pytest.fixture(scope="module")
def site(request, shared_ground):
    """A site with so many of everything: filled once for all its pages."""
    with transaction.atomic():
        fill(request.param)
        yield
        transaction.set_rollback(True)


def fill(number_of_items: int) -> None:
    contact = make_contact()
    make_network(contact=contact, press_contact=contact, about_en="About. " * 20)
    make_page(slug="about")
    make_focal_point()
    fill_people(number_of_items)
    topics = [make_topic(slug=f"topic-{number}") for number in range(3)]
    photo = make_photo()
    for number in range(number_of_items):
        article = make_article(
            slug=f"item-{number}",
            title_en=f"Item {number}",
            lead_photo=photo,
            show_about_network=True,
        )
        article.topics.set(topics)
        add_text(article)
        add_photo(article, photo)
        add_quote(article)
        article.see_also.set(type(article).objects.exclude(pk=article.pk)[:3])
    fill_everything(number_of_items)


def fill_people(number_of_people: int) -> None:
    portrait = make_photo(size=(240, 160))
    for _number in range(number_of_people):
        add_office(make_person(has_public_profile=True, portrait=portrait))
        make_milestone()
    make_agreement()


def fill_everything(number_of_each: int) -> None:
    """A press release with every kind of block, facts and programme of its event too, which
    belongs and leads to what an article can, and photos for the press."""
    photo = make_photo(press_use=True)
    event = make_event(campaign=make_campaign(), lead_photo=photo)
    article = make_article(
        slug="everything",
        kind="press-release",
        lead_photo=photo,
        show_about_network=True,
        event=event,
        publisher=make_organisation(),
    )
    article.topics.add(make_topic(slug="care"), make_topic(slug="peace"))
    article.see_also.set(type(article).objects.exclude(pk=article.pk)[:3])
    for section in EventBlock.Section:
        add_event_block(article, section)
    lecture, panel = add_session(event, "lecture"), add_session(event)
    for order in range(number_of_each):
        add_participation(lecture if order % 2 else panel, order=order)
        add_event_organisation(event, make_organisation())
        add_text(article)
        add_photo(article, photo)
        add_quote(article)
        add_gallery(article, [photo] * 3)
        add_video(article, poster=photo)
        add_file(article)
        add_statistic(article, 2_000)
        add_correction(article)
        add_see_also_link(article)
    fill_resources(article, photo, number_of_each)


def fill_resources(article, photo, number: int) -> None:
    resource = make_resource(slug="everything", cover=photo, publisher=article.publisher)
    article.resources.add(resource)
    resource.events.add(article.event)
    for one in range(number):
        add_contributor(resource, person=make_person())
        add_resource_file(resource)
        make_resource(slug=f"resource-{one}", cover=photo, translation_of=resource)


@pytest.mark.parametrize("site", [1, 3, 40], indirect=True)
@pytest.mark.parametrize(
    ("page", "budget"),
    [
        ("/en/", 5),
        ("/en/news/", 6),
        ("/en/news/item-0/", 7),
        ("/en/news/everything/", 12),
        ("/en/about/", 7),
        ("/en/resources/", 6),
        ("/en/resources/everything/", 10),
        ("/en/press/", 5),
        ("/en/photo-credits/", 3),
        ("/en/concern/", 7),
        ("/en/join/", 4),
    ],
)
def test_queries(client, django_assert_num_queries, site, page, budget):
    client.get(page)
    with django_assert_num_queries(budget):
        assert client.get(page).status_code == 200


@pytest.mark.parametrize("site", [14], indirect=True)
@pytest.mark.parametrize("page", PAGES)
def test_html_css_and_js_over_the_wire(client, site, page):
    html = client.get(page).text
    files = linked_files(html)
    assert len(files) >= 2
    weight = sum(len(gzip.compress(data)) for data in [html.encode(), *files])
    assert weight <= 30_000
    assert sum(len(gzip.compress(data)) for data in files if b"addEventListener" in data) <= 6_000
