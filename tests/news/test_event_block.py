"""What an article shows of its event stays the event's own: put right, hidden, closed up there."""

import pytest
from django.utils.translation import override

from members.names import hiding
from news.admin import event_drafts
from news.models import Article, EventBlock
from tests.support.builders import (
    add_event_block,
    add_event_organisation,
    add_event_photo,
    add_message,
    add_participation,
    add_session,
    make_article,
    make_event,
    make_organisation,
    make_person,
    make_photo,
    tomorrow,
    yesterday,
)
from tests.support.markup import tight

pytestmark = pytest.mark.django_db

PAGE = "/en/news/report/"


def body(client, address: str = PAGE) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return tight(response.text.partition("article-body")[2].partition("</article>")[0])


def make_report(event) -> Article:
    article = make_article(slug="report", event=event, kind="press-release")
    for section in EventBlock.Section:
        add_event_block(article, section)
    return article


def make_public(article: Article) -> None:
    article.slug, article.published_at_ko, article.published_at_en = "report", *[yesterday()] * 2
    article.save()


def test_who_is_hidden_later_is_hidden_in_every_article(client, admin_user):
    event = make_event()
    person = make_person(name_ko="이한", name_en="Lee Han")
    add_participation(add_session(event), person, job_title_en="head of Zelkova House")
    article, _is_new = event_drafts.get_or_create_draft(event.pk)
    make_public(article)
    assert "Lee Han" in body(client)
    hiding.hide_person(person, admin_user)
    for address, withheld in ((PAGE, "name withheld"), ("/ko/news/report/", "이름 비공개")):
        html = client.get(address).text
        assert withheld in html
        for words in ("Lee Han", "이한", "Zelkova"):
            assert words not in html
    with override("en"):
        assert "Lee Han" not in Article.objects.get().clipboard_text()
    hiding.show_person(person, admin_user)
    assert "Lee Han" in body(client)


@pytest.mark.time_machine("2026-03-02T09:00:00+09:00")
def test_what_is_put_right_at_the_event_is_right_in_the_article(client):
    event = make_event()
    add_event_organisation(event, make_organisation(name_en="Host Org"))
    make_report(event)
    assert "When: " in body(client)
    assert "Host: Host Org" in body(client)
    event.venue_en, event.status = "Town Hall", "postponed"
    event.save()
    html = body(client)
    assert "<strong>Postponed</strong>" in html
    assert "Originally planned for: " in html
    assert "Where: Town Hall" in html
    assert "Family Plaza" not in html


@pytest.mark.parametrize("moment", [None, tomorrow])
def test_an_event_nobody_may_read_of_stands_in_no_article(client, moment):
    event = make_event(published_at_en=moment and moment())
    add_participation(add_session(event), make_person(name_en="Lee Han"))
    make_report(event)
    html = client.get(PAGE).text
    for words in ("The event in brief", "Family Plaza", "Redefining", "Lee Han"):
        assert words not in html
    assert "행사 개요" in body(client, "/ko/news/report/")


def test_without_event_or_programme_the_article_closes_up(client):
    article = make_report(None)
    assert "text-block" not in body(client)
    Article.objects.update(event=make_event())
    add_session(Article.objects.get().event, "break", title_en="Tea")
    assert body(client).count("text-block") == 1
    assert "Tea" not in body(client)
    article.refresh_from_db()
    assert [block.plain_text() for block in article.all_blocks] == ["", ""]


def test_newsrooms_copy_it_as_readers_read_it(client):
    event = make_event()
    add_participation(add_session(event), make_person(name_en="Lee Han"))
    article = make_report(event)
    with override("en"):
        copied = article.clipboard_text()
    assert "The event in brief\nWhen: " in copied
    assert copied.endswith("Redefining masculinity\nPanellist: Lee Han, director")


def test_the_admin_asks_for_the_event_it_shows(admin_client):
    admin_client.cookies["django_language"] = "ko"
    article = make_article(event=make_event())
    block = add_event_block(article)
    address = f"/admin/news/article/{article.pk}/change/"
    form = admin_client.get(address).context["adminform"].form
    posted = {name: form[name].value() or "" for name in ("title_ko", "title_en", "kind", "slug")}
    posted |= {"original_language": "ko"}
    for formset in admin_client.get(address).context["inline_admin_formsets"]:
        prefix, forms = formset.formset.prefix, formset.formset.initial_forms
        posted |= {f"{prefix}-TOTAL_FORMS": len(forms), f"{prefix}-INITIAL_FORMS": len(forms)}
    row = "news_eventblock_set-0"
    posted |= {f"{row}-id": block.pk, f"{row}-region": "body", f"{row}-ordering": 10}
    answer = admin_client.post(address, posted | {f"{row}-section": "facts", "event": ""})
    assert "글의 행사도 선택해 주세요." in answer.text
    answer = admin_client.post(
        address, posted | {f"{row}-section": "facts", "event": article.event_id}
    )
    assert answer.status_code == 302
    assert EventBlock.objects.get().section == "facts"


@pytest.mark.parametrize(("parts", "people"), [(1, 1), (3, 1), (2, 20)])
def test_queries_of_a_report(client, django_assert_num_queries, parts, people):
    event = make_event(lead_photo=make_photo())
    for _number in range(parts):
        session = add_session(event)
        for order in range(people):
            add_participation(session, make_person(), order=order)
        add_event_organisation(event, make_organisation())
        add_message(event, organisation=make_organisation(), text_en="Well done.")
        add_event_photo(event, make_photo())
        add_event_photo(event, make_photo())
    article, _is_new = event_drafts.get_or_create_draft(event.pk)
    make_public(article)
    client.get(PAGE)
    with django_assert_num_queries(10):
        assert client.get(PAGE).status_code == 200
