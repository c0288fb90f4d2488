"""The page of a resource: who made it, where to get it, how to cite it, what belongs to it."""

import json
import re

import pytest
from django.core.files.base import ContentFile

from members.names import hiding
from resources.models import ResourceFile
from search import index
from tests.support.builders import (
    add_contributor,
    add_resource_file,
    make_article,
    make_event,
    make_member,
    make_network,
    make_organisation,
    make_person,
    make_photo,
    make_resource,
    make_topic,
    tomorrow,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _network():
    make_network()


def words(html: str) -> str:
    return " ".join(
        re.sub("<[^>]+>", " ", html[html.index("<main") : html.index("</main>")]).split()
    )


def work_data(html: str) -> dict:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    [work] = [one for one in map(json.loads, found) if one.get("@id", "").endswith("#work")]
    return work


@pytest.fixture
def korean_edition():
    original = make_resource(
        slug="original", kind="book", title_en="Why?", title_ko="왜?", work_languages=["en"]
    )
    edition = make_resource(
        slug="edition",
        kind="book",
        title_ko="남성해방",
        title_en="Men’s Liberation",
        year=2024,
        edition_ko="개정판",
        edition_en="revised edition",
        publisher_name_ko="예시출판",
        publisher_name_en="Example Press",
        translation_of=original,
        isbn="9780306406157",
        work_languages=["ko"],
        licence="cc-by-nc-sa-4.0",
    )
    add_contributor(edition, name_ko="옌스", name_en="Jens Author", order=1)
    add_contributor(
        edition,
        organisation=make_organisation(name_ko="효재", name_en="GET-P"),
        role="translator",
        order=2,
    )
    return edition


def test_it_says_who_made_it_when_and_under_which_licence(client, korean_edition):
    korean_edition.topics.add(make_topic())
    text = words(client.get("/en/resources/edition/").text)
    assert (
        "Author Jens Author Translator GET-P Published by Example Press Year 2024 Edition revised "
        "edition Languages Korean ISBN 9780306406157 Licence CC BY-NC-SA 4.0 Topics Care"
    ) in text
    assert "글쓴이 옌스 옮긴이 효재 발행처 예시출판" in words(
        client.get("/ko/resources/edition/").text
    )


def test_it_is_cited_in_the_style_of_each_language(client, korean_edition):
    html = client.get("/en/resources/edition/").text
    found = re.findall(r'<p id="citation-(\w+)" lang="\w+">(.*?)</p>', html, re.DOTALL)
    assert [(code, re.sub("<[^>]+>", "", cited).strip()) for code, cited in found] == [
        (
            "en",
            "Jens Author (2024). Men’s Liberation (revised edition; GET-P, Trans.). Example "
            "Press. http://testserver/en/resources/edition/",
        ),
        (
            "ko",
            "옌스(2024). 『남성해방』(개정판, 효재 옮김). 예시출판. "
            "http://testserver/ko/resources/edition/",
        ),
    ]
    assert re.findall(r'data-copy="([\w-]+)"', html)[-2:] == ["citation-en", "citation-ko"]


def test_a_citation_tells_no_title_of_a_language_without_the_page(client):
    make_resource(slug="guide", title_ko="비공개 제목", published_at_ko=None, doi="10.1000/182")
    html = client.get("/en/resources/guide/").text
    assert "비공개" not in html
    assert "An example guide. (n.d.). https://doi.org/10.1000/182" in html


def test_other_editions_and_translations_lead_to_each_other(client, korean_edition):
    make_resource(
        slug="second",
        title_en="Second",
        previous_edition=korean_edition,
        published_at_en=tomorrow(),
    )
    make_resource(slug="third", title_en="Third", previous_edition=korean_edition)
    edition = client.get("/en/resources/edition/").text
    shown = edition[edition.index('id="editions"') :].split("</section>")[0]
    assert re.findall(r'href="/en/resources/([\w-]+)/"', shown) == ["original", "third"]
    assert 'href="/en/resources/edition/"' in client.get("/en/resources/original/").text
    assert 'href="/en/resources/edition/"' in client.get("/en/resources/third/").text


def test_related_events_and_articles_are_the_public_ones(client, korean_edition):
    korean_edition.events.add(
        make_event(slug="talk", title_en="A talk"),
        make_event(slug="plan", title_en="A plan", published_at_en=None),
    )
    for title, moment in (("A report", {}), ("A draft", {"published_at_en": None})):
        make_article(title_en=title, **moment).resources.add(korean_edition)
    html = client.get("/en/resources/edition/").text
    assert "A talk" in html
    assert "A report" in html
    assert "A plan" not in html
    assert "A draft" not in html
    article = client.get("/en/news/a-report/").text
    assert 'href="/en/resources/edition/"' in article


def test_files_stand_with_language_kind_size_and_pages(client, korean_edition):
    add_resource_file(
        korean_edition,
        language="nl",
        title_en="Deel",
        file=ContentFile(b"%PDF-1.7 " + b"x" * 4_000, "a.pdf"),
        pages=1,
        order=1,
    )
    add_resource_file(
        korean_edition,
        language="en",
        title_en="",
        title_ko="",
        url="https://www.press.example/book",
        pages=240,
        order=2,
    )
    text = words(client.get("/en/resources/edition/").text)
    assert "Men’s Liberation English, press.example, 240 pages" in text
    assert "Deel Dutch, PDF, 3.9 KB, 1 page" in text


def test_a_file_is_downloaded_while_its_resource_is_public(client, korean_edition):
    file = add_resource_file(korean_edition, title_en="The whole")
    address = f"/en/resources/files/{file.pk}/"
    response = client.get(address)
    assert response["Content-Disposition"] == 'attachment; filename="the-whole-ko.pdf"'
    assert b"".join(response) == b"%PDF-1.7 example"
    elsewhere = add_resource_file(korean_edition, url="https://press.example/")
    assert client.get(f"/en/resources/files/{elsewhere.pk}/").status_code == 404
    type(korean_edition).objects.update(published_at_ko=None, published_at_en=tomorrow())
    assert client.get(address).status_code == 404
    assert ResourceFile.objects.count() == 2


def test_search_engines_are_told_of_a_book_and_its_original(client, korean_edition):
    person = make_person(name_en="Kim", has_public_profile=True, slug="kim")
    add_contributor(korean_edition, person=person, role="illustrator", order=3)
    file = add_resource_file(korean_edition, pages=3)
    work = work_data(client.get("/en/resources/edition/").text)
    assert work["@type"] == "Book"
    assert work["isbn"] == "9780306406157"
    assert work["author"] == [{"@type": "Person", "name": "Jens Author"}]
    [translator] = work["translator"]
    assert translator["name"] == "GET-P"
    assert translator["url"].startswith("http://testserver/en/members/")
    assert work["illustrator"] == [
        {"@type": "Person", "name": "Kim", "url": "http://testserver/en/people/kim/"}
    ]
    assert work["inLanguage"] == ["ko"]
    assert work["license"] == "https://creativecommons.org/licenses/by-nc-sa/4.0/"
    assert work["translationOfWork"]["url"] == "http://testserver/en/resources/original/"
    assert work["encoding"][0]["contentUrl"] == f"http://testserver/en/resources/files/{file.pk}/"
    original = work_data(client.get("/en/resources/original/").text)
    assert [one["name"] for one in original["workTranslation"]] == ["Men’s Liberation"]
    make_resource(slug="kit", kind="toolkit", isbn="9780306406157")
    kit = work_data(client.get("/en/resources/kit/").text)
    assert kit["@type"] == "LearningResource"
    assert "isbn" not in kit


def test_search_engines_are_told_the_credit_of_a_cover_which_has_no_caption(client):
    cover = make_photo(caption_en="Said elsewhere", credit_override_en="Photo: GET-P")
    make_resource(slug="kit", cover=cover)
    html = client.get("/en/resources/kit/").text
    image = work_data(html)["image"]
    assert image["creditText"] == "Photo: GET-P"
    assert "caption" not in image
    assert "Said elsewhere" not in html


def test_search_engines_are_told_of_no_minor(client, korean_edition):
    minor = make_person(name_en="Young Name", is_minor=True)
    add_contributor(korean_edition, person=minor, role="illustrator", order=3)
    html = client.get("/en/resources/edition/").text
    assert "Young Name" in html
    assert "Young Name" not in str(work_data(html))


def test_a_hidden_person_is_named_nowhere(client, korean_edition, admin_user):
    person = make_person(name_en="Hidden Name", name_ko="숨은이", slug="hidden")
    add_contributor(korean_edition, person=person, order=0)
    index.index_all_changes()
    assert "Hidden Name" in client.get("/en/resources/edition/").text
    assert "edition" in client.get("/en/search/?q=Hidden").text
    hiding.hide_person(person, admin_user)
    for address in ("/en/resources/", "/en/resources/edition/", "/en/search/?q=Hidden+Name"):
        html = client.get(address).text
        assert "Hidden Name" not in html.replace('value="Hidden Name"', "").replace(
            "“Hidden Name”", ""
        )
    html = client.get("/en/resources/edition/").text
    assert "name withheld" in words(html)
    assert "Jens Author (2024)" in html
    assert work_data(html)["author"] == [{"@type": "Person", "name": "Jens Author"}]


def test_a_resource_in_one_language_says_so_in_the_other(client):
    make_resource(slug="korean", title_en="", published_at_en=None)
    response = client.get("/en/resources/korean/")
    assert response.status_code == 404
    assert "/ko/resources/korean/" in response.text


def test_a_former_address_leads_to_the_new_one(client, korean_edition):
    korean_edition.slug = "mens-liberation"
    korean_edition.save()
    response = client.get("/en/resources/edition/")
    assert (response.status_code, response["Location"]) == (301, "/en/resources/mens-liberation/")


def test_members_people_and_topics_list_what_they_made(client, korean_edition):
    member, topic = make_member(slug="circle"), make_topic()
    person = make_person(has_public_profile=True, slug="kim-bogi")
    korean_edition.topics.add(topic)
    add_contributor(korean_edition, person=person)
    published = make_resource(slug="report", title_en="The report", publisher=member)
    make_resource(slug="plan", title_en="The plan", publisher=member, published_at_en=None)
    add_contributor(published, organisation=member, role="editor")
    page = client.get("/en/members/circle/").text
    assert page.count("The report") == 1
    assert "The plan" not in page
    assert "Men’s Liberation" in client.get("/en/people/kim-bogi/").text
    assert "Men’s Liberation" in client.get("/en/topics/care/").text


def test_a_topic_of_resources_alone_has_a_page_and_is_found(client):
    make_resource().topics.add(make_topic())
    assert client.get("/en/topics/care/").status_code == 200
    index.index_all_changes()
    assert 'href="/en/topics/care/"' in client.get("/en/search/?q=care&kind=topics").text


def test_it_is_found_by_title_makers_and_isbn(client, korean_edition):
    index.index_all_changes()
    for sought in ("liberation", "Jens", "GET-P", "978-0-306-40615-7", "Example Press"):
        assert "/en/resources/edition/" in client.get("/en/search/", {"q": sought}).text, sought


@pytest.mark.parametrize("number", [1, 3, 20])
def test_queries(client, django_assert_num_queries, korean_edition, number):
    korean_edition.cover = make_photo()
    korean_edition.publisher = make_member(slug="publisher")
    korean_edition.save()
    for one in range(number):
        korean_edition.topics.add(make_topic(slug=f"t-{one}"))
        korean_edition.events.add(make_event(slug=f"e-{one}", lead_photo=korean_edition.cover))
        make_article(slug=f"a-{one}").resources.add(korean_edition)
        make_resource(slug=f"r-{one}", previous_edition=korean_edition)
        add_contributor(korean_edition, person=make_person())
        add_resource_file(korean_edition)
    client.get("/en/resources/edition/")
    with django_assert_num_queries(10):
        assert client.get("/en/resources/edition/").status_code == 200
