"""Articles, events and campaigns lead to each other, as far as the reader may read them."""

import json
import re
from datetime import UTC, datetime

import pytest
from django.utils.translation import override

from news.models import QuoteBlock
from tests.support.builders import (
    add_message,
    add_quote,
    make_article,
    make_campaign,
    make_event,
    make_network,
    make_organisation,
    make_page,
    make_person,
    tomorrow,
    yesterday,
)
from tests.support.markup import tight

pytestmark = pytest.mark.django_db


def main(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.text.partition("<main")[2].partition("</main>")[0]


def year(number: int) -> datetime:
    return datetime(number, 11, 30, 3, tzinfo=UTC)


def test_an_article_leads_to_its_event_and_campaign(client):
    event = make_event(slug="forum", starts_at=year(2023), campaign=make_campaign())
    make_article(slug="report", event=event)
    html = tight(main(client, "/en/news/report/"))
    assert 'href="/en/events/forum/">The launch</a></dd><dd>Thursday 30 November 2023' in html
    assert 'href="/en/campaigns/16-days/">16 Days of Activism</a>' in html


def test_its_own_campaign_comes_before_that_of_the_event(client):
    of_event, own = make_campaign(), make_campaign(slug="own", name_en="Own")
    make_article(slug="report", event=make_event(campaign=of_event), campaign=own)
    html = main(client, "/en/news/report/")
    assert "/campaigns/own/" in html
    assert "16-days" not in html


@pytest.mark.parametrize("moment", [None, tomorrow])
def test_an_event_that_the_reader_may_not_read_is_not_named(client, moment):
    event = make_event(
        slug="hidden",
        title_en="Hidden",
        title_ko="한국어로",
        published_at_en=moment and moment(),
    )
    make_article(slug="report", event=event)
    html = client.get("/en/news/report/").text
    assert "Hidden" not in html
    assert "/events/hidden/" not in html
    assert "한국어로" in main(client, "/ko/news/report/")


def test_what_was_said_is_read_on_the_page_of_what_was(client):
    event = make_event(slug="forum", starts_at=year(2023))
    sender, speaker = make_organisation(name_en="Embassy"), make_person(name_en="Gary Barker")
    add_message(event, organisation=sender, text_en="Congratulations.")
    report = make_article(event=event)
    add_quote(report, 2, quote_en="And so <do> we.", unnamed_speaker_en="A participant")
    add_quote(report, 1, person=speaker, quote_en="Men gain.\n\nAll gain.", job_title_en="founder")
    add_quote(report, 3, organisation=sender, quote_en="Congratulations, in short.")
    add_quote(make_article(event=event), 1, person=speaker, quote_en="Men gain.\n\nAll gain.")
    add_quote(make_article(event=event, published_at_en=None), quote_en="Not out yet.")
    html = main(client, "/en/events/forum/")
    said = html.partition('id="quotes">What was said')[2].partition("</section>")[0]
    words = " ".join(re.sub("<[^>]+>", " ", said).split())
    assert words == (
        "Men gain. All gain. Gary Barker founder And so &lt;do&gt; we. A participant Director"
    )
    assert "현장의 목소리" in main(client, "/ko/events/forum/")
    event.status = "cancelled"
    event.save()
    assert "Men gain." not in main(client, "/en/events/forum/")


def test_an_event_that_is_still_to_come_has_no_quotes_of_it(client):
    event = make_event(slug="soon", starts_at=tomorrow(), ends_at=None)
    add_quote(make_article(event=event), quote_en="I look forward to it.")
    assert "I look forward" not in main(client, "/en/events/soon/")


def test_an_event_lists_what_is_public_about_it_in_the_readers_language(client):
    event = make_event(slug="forum", starts_at=year(2023))
    assert "Articles about this event" not in main(client, "/en/events/forum/")
    publisher = make_organisation(name_en="UN Women")
    make_article(title_en="Older", event=event, publisher=publisher)
    make_article(title_en="Korean-only", title_ko="한국어 글", event=event, published_at_en=None)
    make_article(title_en="Later", event=event, published_at_en=tomorrow())
    make_article(title_en="Elsewhere", event=make_event())
    html = main(client, "/en/events/forum/")
    assert "Articles about this event</h2>" in html
    assert "Older" in html
    assert "UN Women" in html
    for words in ("Korean-only", "한국어 글", "Later", "Elsewhere"):
        assert words not in html
    assert "한국어 글" in main(client, "/ko/events/forum/")


def test_a_campaign_lists_the_articles_of_each_year(client):
    campaign = make_campaign()
    make_event(title_en="Forum-23", starts_at=year(2023), campaign=campaign)
    event = make_event(starts_at=year(2021), campaign=campaign, published_at_en=None)
    make_article(title_en="Report-in-January", event=event, published_at_en=year(2022))
    # On New Year's Day in Seoul it is still the year before in Greenwich.
    new_year = datetime(2023, 12, 31, 15, 30, tzinfo=UTC)
    make_article(title_en="Of-new-year", campaign=campaign, published_at_en=new_year)
    make_article(title_en="Draft-of-it", campaign=campaign, published_at_en=None)
    make_article(title_en="Elsewhere", published_at_en=yesterday())
    html = main(client, "/en/campaigns/16-days/")
    order = [">2024<", "Of-new-year", ">2023<", "Forum-23", ">2021<", "Report-in-January"]
    assert sorted(order, key=html.index) == order
    for words in ("Draft-of-it", "Elsewhere", ">2022<"):
        assert words not in html


def test_whoever_published_it_first_is_named_everywhere(client):
    make_network()
    publisher = make_organisation(slug="un-women", name_en="UN Women")
    make_article(slug="release", kind="press-release", publisher=publisher)
    named = '<a href="/en/members/un-women/">UN Women</a>'
    assert named in main(client, "/en/news/release/")
    assert "<span>UN Women</span>" in main(client, "/en/press/")
    html = client.get("/en/news/release/").text
    data = json.loads(re.search(r"ld\+json\">(.*?)</script>", html, re.DOTALL)[1])
    assert data["publisher"] == {
        "@type": "Organization",
        "name": "UN Women",
        "url": "http://testserver/en/members/un-women/",
    }


def test_a_publisher_without_a_page_is_named_without_a_link(client):
    public_nowhere = {"published_at_ko": None, "published_at_en": None}
    draft = make_organisation(slug="draft", name_en=None, **public_nowhere)
    make_article(slug="release", publisher=draft)
    html = tight(client.get("/en/news/release/").text)
    assert '<dd><span lang="ko">보기연구소</span></dd>' in html
    assert "/members/draft/" not in html


def test_a_quote_is_of_a_person_an_organisation_or_somebody_unnamed(client):
    article = make_article(slug="release")
    add_quote(article, person=make_person(name_en=None), job_title_en="director")
    nobody = {"job_title_ko": "", "job_title_en": ""}
    add_quote(article, organisation=make_organisation(name_en="Friends"), **nobody)
    add_quote(article, unnamed_speaker_en="a participant", **nobody)
    html = tight(main(client, "/en/news/release/"))
    captions = re.findall(r"<figcaption>(.*?)</figcaption>", html)
    assert '<bdi><span lang="ko">김보기</span></bdi>' in captions[0]
    assert '<span class="quote-role">director</span>' in captions[0]
    assert captions[1:] == [
        '<span class="quote-speaker">Friends</span>',
        '<span class="quote-speaker">a participant</span>',
    ]


def test_the_role_of_the_day_stays_with_the_quote(client):
    article, minister = make_article(slug="release"), make_person(role_en="professor")
    add_quote(article, person=minister, job_title_en="Minister")
    html = main(client, "/en/news/release/")
    assert "Minister" in html
    assert "professor" not in html


def test_plain_text_names_the_speaker():
    article = make_article()
    quotes = [
        add_quote(article, organisation=make_organisation(name_en="Friends"), job_title_en=None),
        add_quote(article, unnamed_speaker_en="a participant"),
        QuoteBlock(quote_en="Said."),
    ]
    with override("en"):
        assert [quote.clipboard_text().partition("\n")[2] for quote in quotes] == [
            "— Friends",
            "— a participant, Director",
            "",
        ]


@pytest.mark.parametrize(
    ("make", "address", "href", "words"),
    [
        (make_event, "/en/events/there/", "/en/events/", "All events"),
        (make_article, "/en/news/there/", "/en/news/", "All news"),
        (make_organisation, "/en/members/there/", "/en/members/", "All members"),
    ],
)
def test_what_is_not_there_in_a_language_leads_to_its_own_list(client, make, address, href, words):
    make(slug="there", published_at_en=None)
    response = client.get(address)
    assert response.status_code == 404
    assert f'<a href="{href}">{words}</a>' in response.text.partition("next-steps")[2]


def test_what_stands_in_no_list_leads_home_alone(client):
    make_page(slug="there", published_at_en=None)
    ways = client.get("/en/there/").text.partition("next-steps")[2].partition("</ul>")[0]
    assert re.findall(r'href="([^"]+)"', ways) == ["/en/"]
