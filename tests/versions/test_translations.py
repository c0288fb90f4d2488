"""Each language of an item knows which version of the others it follows."""

import re
from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.declarations.roles import EDITORS
from network.models import Page
from news.models import Article
from operations import group_permissions
from tests.support.admin_forms import address_of, open_form, save
from tests.support.builders import (
    add_session,
    add_text,
    make_agreement,
    make_article,
    make_campaign,
    make_event,
    make_member,
    make_network,
    make_organisation,
    make_page,
    make_person,
    make_resource,
    tomorrow,
    yesterday,
)
from versions.deletion import erasing, trash
from versions.models import PendingChanges, TranslationPair, TrashedItem, Version
from versions.translations.change_size import TextChange, is_small
from versions.translations.translation_tasks import TaskOrder, TaskQuery, TranslationStatus

pytestmark = pytest.mark.django_db

LONG_KO = "<p>이 네트워크는 열두 개 단체가 함께 만든 모임으로 시작했다.</p>"
THIRD_OF_NOVEMBER = datetime(2026, 11, 3, 9, tzinfo=UTC)
OTHER_KO = "<p>이 모임은 이제 스물두 개 단체와 개인이 함께 이끌어 가고 있다.</p>"


@pytest.fixture
def mina() -> Client:
    client = Client()
    words = {"first_name": "Mina", "is_staff": True, "is_superuser": True}
    client.force_login(get_user_model().objects.create_user("mina", **words))
    return client


def edit(client: Client, item, **typed) -> str:
    """Saves what was typed; returns the form that is shown afterwards."""
    response = save(client, item, open_form(client, item), **typed)
    assert response.status_code == 302, re.findall(r"errorlist.*?</ul>", response.text)
    return client.get(response.url).text


def outdated(item) -> list[tuple[str, str, int]]:
    """Shape: language, source, words that changed."""
    pairs = TranslationPair.objects.for_item(item).outdated().order_by("target")
    return [(pair.target, pair.source, pair.changed_words) for pair in pairs]


def test_a_changed_paragraph_makes_the_other_language_outdated(mina):
    page = make_page(body_ko=LONG_KO)
    edit(mina, page, body_ko=OTHER_KO)
    assert outdated(page) == [("en", "ko", 8)]
    TranslationPair.objects.update(outdated_since=THIRD_OF_NOVEMBER)
    shown = mina.get(address_of(page)).text
    assert "2026년 11월 3일" in shown
    assert 'href="#id_body_en"' in shown


def test_a_corrected_word_does_not(mina):
    page = make_page(body_ko=LONG_KO)
    edit(mina, page, body_ko=LONG_KO.replace("시작했다", "시작하였다"))
    assert outdated(page) == []


def test_a_changed_figure_does(mina):
    page = make_page(body_ko="<p>회원은 12명이다.</p>")
    edit(mina, page, body_ko="<p>회원은 22명이다.</p>")
    assert outdated(page) == [("en", "ko", 1)]


@pytest.mark.parametrize(("answer", "is_outdated"), [("small", False), ("done", False)])
def test_who_says_that_nothing_has_to_be_translated_is_believed(mina, answer, is_outdated):
    page = make_page(body_ko=LONG_KO)
    edit(mina, page, body_ko=OTHER_KO, _change_of_ko=answer)
    assert bool(outdated(page)) is is_outdated
    assert TranslationPair.objects.for_item(page).get().answer == answer


def test_who_says_that_a_small_change_has_to_be_translated_is_believed(mina):
    page = make_page(body_ko=LONG_KO)
    edit(mina, page, body_ko=LONG_KO.replace("시작했다", "시작하였다"), _change_of_ko="needed")
    assert outdated(page) == [("en", "ko", 1)]


def test_both_languages_changed_at_once_follow_each_other(mina):
    page = make_page(body_ko=LONG_KO, body_en="<p>It began with twelve organisations.</p>")
    edit(mina, page, body_ko=OTHER_KO, body_en="<p>It is led by twenty-two of them now.</p>")
    assert outdated(page) == []


def test_a_draft_may_change_without_a_question(mina):
    page = make_page(body_ko=LONG_KO, published_at_ko=None)
    edit(mina, page, body_ko=OTHER_KO)
    assert not TranslationPair.objects.exists()


def test_a_scheduled_text_is_watched_like_a_public_one(mina):
    page = make_page(body_ko=LONG_KO, published_at_ko=tomorrow(), published_at_en=tomorrow())
    edit(mina, page, body_ko=OTHER_KO)
    assert outdated(page) == [("en", "ko", 8)]


def test_a_language_that_is_not_there_is_missing_and_not_outdated(mina):
    page = make_page(title_en="", body_en="", published_at_en=None, body_ko=LONG_KO)
    edit(mina, page, body_ko=OTHER_KO)
    assert not TranslationPair.objects.exists()
    edit(mina, page, title_en="About us")
    pair = TranslationPair.objects.for_item(page).get(target="en")
    newest = Version.objects.for_item(page).latest("pk")
    assert (pair.is_outdated, pair.translated_version) == (False, newest)
    edit(mina, page, title_en="")
    assert not TranslationPair.objects.exists()


def test_it_is_confirmed_with_one_press_that_also_saves(mina):
    page = make_page(body_ko=LONG_KO)
    edit(mina, page, body_ko=OTHER_KO)
    held = open_form(mina, page)
    sent = held | {"body_en": "<p>Twenty-two now.</p>", "_confirm_translation": "en"}
    assert mina.post(address_of(page), sent).status_code == 302
    page.refresh_from_db()
    assert page.body_en == "<p>Twenty-two now.</p>"
    assert outdated(page) == []
    newest = Version.objects.for_item(page).latest("pk")
    assert {pair.translated_version for pair in TranslationPair.objects.for_item(page)} == {newest}


def test_it_is_confirmed_without_any_other_change(mina):
    page = make_page(body_ko=LONG_KO)
    edit(mina, page, body_ko=OTHER_KO)
    mina.post(address_of(page), open_form(mina, page) | {"_confirm_translation": "en"})
    assert outdated(page) == []
    assert Version.objects.for_item(page).count() == 2


def test_who_brings_a_translation_up_to_date_makes_no_original_outdated(mina):
    page = make_page(body_ko=LONG_KO)
    edit(mina, page, body_ko=OTHER_KO)
    shown = edit(mina, page, body_en="<p>Twenty-two organisations and people lead it now.</p>")
    assert outdated(page) == [("en", "ko", 8)]
    assert 'name="_change_of_en"' not in shown
    assert 'name="_change_of_ko"' in shown


def test_the_first_language_is_confirmed_without_making_the_second_outdated(mina):
    page = make_page(body_ko=LONG_KO)
    edit(mina, page, body_en="<p>In 2026 there are 22 of us, in all parts of the country.</p>")
    assert outdated(page) == [("ko", "en", 12)]
    held = open_form(mina, page) | {"body_ko": OTHER_KO, "_confirm_translation": "ko"}
    mina.post(address_of(page), held)
    assert outdated(page) == []


def test_a_changed_link_may_have_to_be_translated(mina):
    link = '<p>글은 <a href="https://one.example/">여기</a> 있다.</p>'
    page = make_page(body_ko=link)
    edit(mina, page, body_ko=link.replace("one", "two"), _change_of_ko="needed")
    assert outdated(page) == [("en", "ko", 0)]
    assert "source-diff" in mina.get(address_of(page)).text


def test_several_changes_are_counted_and_shown_together(mina):
    article = make_article(title_ko="처음 제목")
    add_text(article, body_ko="<p>회원은 12명이다.</p>", body_en="<p>12 members.</p>")
    edit(mina, article, **{"news_textblock_set-0-body_ko": "<p>회원은 22명이다.</p>"})
    since = TranslationPair.objects.get().outdated_since
    shown = edit(mina, article, title_ko="나중 소식의 새 제목입니다")
    assert outdated(article) == [("en", "ko", 5)]
    assert TranslationPair.objects.get().outdated_since == since
    body = re.search(r'id="id_news_textblock_set-0-body_en_helptext">(.*?)</div>', shown, re.S)
    assert "회원은 <del>12명이다</del><ins>22명이다</ins>." in body[1]
    title = re.search(r'id="id_title_en_helptext">(.*?)</div>', shown, re.S)
    assert "<ins>나중 소식의 새 제목입니다</ins>" in title[1]
    assert 'id="id_title_ko_helptext"' not in shown


def test_a_new_block_is_shown_beside_its_empty_translation(mina):
    article = make_article()
    edit(mina, article, standfirst_ko="첫 문장입니다. 그대로.")
    held = open_form(mina, article)
    block = {"body_ko": "<p>새로 쓴 22명의 이야기.</p>", "body_en": "", "region": "body"}
    prefix = "news_textblock_set-0"
    held |= {f"{prefix}-{name}": value for name, value in block.items()}
    held |= {"news_textblock_set-TOTAL_FORMS": "1", f"{prefix}-ordering": "10"}
    assert mina.post(address_of(article), held | {"_save": "1"}).status_code == 302
    assert outdated(article) == [("en", "ko", 4)]
    shown = mina.get(address_of(article)).text
    assert "<ins>새로 쓴 22명의 이야기.</ins>" in shown


def test_a_row_of_a_row_is_watched(mina):
    event = make_event()
    add_session(event, title_ko="첫 순서")
    edit(mina, event, **{"sessions-0-title_ko": "3부 종합 토론"})
    assert outdated(event) == [("en", "ko", 3)]


def test_a_text_that_is_restored_is_followed_again(mina):
    page = make_page(body_ko=LONG_KO)
    edit(mina, page, body_ko=OTHER_KO)
    first = Version.objects.for_item(page).earliest("pk")
    response = mina.post(address_of(page), {"_restore_version": first.pk})
    question = re.search(r'<fieldset\s+class="translation-question"(.*?)>', response.text, re.S)
    assert "hidden" not in question[1]
    edit(mina, page, body_ko=LONG_KO)
    assert outdated(page) == []


def test_the_question_is_there_only_where_there_is_another_language(mina):
    one = make_page(title_en="", body_en="", published_at_en=None)
    assert "_change_of_" not in mina.get(address_of(one)).text
    assert "_change_of_" not in mina.get(reverse("admin:network_page_add")).text
    both = make_page(slug="both")
    questions = re.findall(
        r'<fieldset\s+class="translation-question".*?>', both_page(mina, both), re.S
    )
    assert len(questions) == 2
    assert all("hidden" in question for question in questions)


def both_page(client: Client, page) -> str:
    return client.get(address_of(page)).text


def test_the_answer_is_kept_in_a_form_that_is_refused(mina):
    page = make_page(body_ko=LONG_KO)
    held = open_form(mina, page) | {"body_ko": OTHER_KO, "title_ko": "", "_change_of_ko": "small"}
    response = mina.post(address_of(page), held)
    assert response.status_code == 200
    assert re.search(r'name="_change_of_ko"\s+value="small"\s+checked', response.text)


def test_two_people_who_change_different_languages_are_joined(mina):
    page = make_page(body_ko=LONG_KO)
    edit(mina, page, title_ko="우리")
    other = Client()
    words = {"is_staff": True, "is_superuser": True}
    other.force_login(get_user_model().objects.create_user("jun", **words))
    loaded_before = open_form(other, page)
    edit(mina, page, body_ko=OTHER_KO)
    assert save(other, page, loaded_before, title_en="Who we are").status_code == 302
    page.refresh_from_db()
    assert (page.body_ko, page.title_en) == (OTHER_KO, "Who we are")
    assert outdated(page) == [("en", "ko", 8)]


def test_every_kind_of_item_is_watched(mina):
    changed = {
        make_event(): "title",
        make_organisation(): "summary",
        make_person(biography_en="Words"): "biography",
        make_campaign(): "description",
        make_agreement(): "text",
        make_article(): "standfirst",
        make_page(): "body",
        make_resource(): "summary",
    }
    for item, field in changed.items():
        edit(mina, item, **{f"{field}_ko": OTHER_KO})
        assert len(outdated(item)) == 1, item


def test_what_is_said_of_changes_that_wait_counts_when_they_are_published(mina):
    page = make_page(body_ko=LONG_KO)
    held = open_form(mina, page) | {
        "body_ko": OTHER_KO,
        "_change_of_ko": "small",
        "_save_pending": "1",
    }
    shown = mina.post(address_of(page), held, follow=True).text
    assert not TranslationPair.objects.exists()
    assert "갱신 필요" not in shown
    assert re.search(r'name="_change_of_ko"\s+value="small"\s+checked', shown)
    pending = PendingChanges.objects.get()
    mina.post(address_of(page), {"_publish_pending": pending.etag})
    assert not PendingChanges.objects.exists()
    [pair] = TranslationPair.objects.for_item(page)
    assert (pair.answer, pair.is_outdated) == ("small", False)


def test_changes_that_wait_make_the_other_language_outdated_when_they_are_published(mina):
    page = make_page(body_ko=LONG_KO)
    held = open_form(mina, page) | {"body_ko": OTHER_KO, "_save_pending": "1"}
    mina.post(address_of(page), held)
    assert outdated(page) == []
    mina.post(address_of(page), {"_publish_pending": PendingChanges.objects.get().etag})
    assert outdated(page) == [("en", "ko", 8)]


def test_while_changes_wait_nothing_is_confirmed_that_would_publish_them(mina):
    page = make_page(body_ko=LONG_KO)
    edit(mina, page, body_ko=OTHER_KO)
    mina.post(
        address_of(page), open_form(mina, page) | {"title_ko": "새 제목", "_save_pending": "1"}
    )
    assert "_confirm_translation" not in mina.get(address_of(page)).text
    assert "_confirm_translation" in mina.get(address_of(page) + "?public=1").text


def test_saving_costs_few_queries_more(mina):
    article = make_article()
    add_text(article, body_ko=LONG_KO)
    edit(mina, article, title_ko="22명의 첫 소식")
    held = open_form(mina, article) | {"news_textblock_set-0-body_ko": OTHER_KO}
    with CaptureQueriesContext(connection) as captured:
        save(mina, article, held)
    asked = [query["sql"] for query in captured]
    assert sum("versions_translation" in sql for sql in asked) == 2
    # Four keep a version; one reads the version that the translation follows.
    assert sum('"versions_version"' in sql for sql in asked) == 5


def test_a_list_of_the_admin_says_and_filters_what_is_outdated_or_missing(mina):
    page, other = make_page(body_ko=LONG_KO), make_page(slug="other")
    edit(mina, page, body_ko=OTHER_KO)
    make_person(name_en="")
    url = reverse("admin:network_page_changelist")
    assert mina.get(url).text.count('class="status outdated"') == 1
    found = mina.get(f"{url}?translation=outdated-en").text
    assert address_of(page) in found
    assert address_of(other) not in found
    assert address_of(page) not in mina.get(f"{url}?translation=outdated-ko").text
    people = reverse("admin:members_person_changelist")
    assert mina.get(people).text.count('class="status missing"') == 1
    assert mina.get(f"{people}?translation=missing-ko").text.count('class="status missing"') == 0


def test_a_list_takes_as_many_queries_for_three_rows_as_for_one(mina):
    url = reverse("admin:network_page_changelist")
    counts = []
    for number in range(3):
        edit(mina, make_page(slug=f"page-{number}", body_ko=LONG_KO), body_ko=OTHER_KO)
        with CaptureQueriesContext(connection) as captured:
            assert mina.get(url).text.count('class="status outdated"') == number + 1
        counts.append(len(captured))
    assert counts[1] == counts[2]


def listed(page: str) -> list[str]:
    rows = re.findall(r"<ol class=\"translation-tasks-rows\">(.*?)</ol>", page, re.S)
    return re.findall(r'<a href="([^"#]+)#', rows[0]) if rows else []


def test_the_translation_tasks_have_all_kinds_in_both_directions(mina):
    page = make_page(body_ko=LONG_KO)
    edit(mina, page, body_ko=OTHER_KO)
    article = make_article(title_en="", published_at_en=None)
    person, campaign = make_person(name_ko=""), make_campaign()
    edit(mina, campaign, description_en="It lasts 16 days, every year.")
    url = reverse("admin:translations")
    everything = {address_of(one) for one in (page, article, person, campaign)}
    assert set(listed(mina.get(url).text)) == everything
    assert set(listed(mina.get(f"{url}?into=ko").text)) == {
        address_of(person),
        address_of(campaign),
    }
    assert set(listed(mina.get(f"{url}?status=missing").text)) == {
        address_of(article),
        address_of(person),
    }
    assert listed(mina.get(f"{url}?kind=page&into=en").text) == [address_of(page)]
    assert set(listed(mina.get(f"{url}?status=outdated").text)) == {
        address_of(page),
        address_of(campaign),
    }
    assert len(listed(mina.get(f"{url}?kind=nonsense&order=%00&page=x").text)) == 4


def test_the_translation_tasks_are_sorted_by_age_and_by_size(mina):
    short = make_article(title_en="", published_at_en=None, standfirst_ko="", title_ko="짧다")
    long = make_article(title_en="", published_at_en=None, title_ko="길다", standfirst_ko="")
    add_text(long, body_ko=LONG_KO * 5)
    Article.objects.filter(pk=long.pk).update(
        published_at_ko=timezone.now() - 9 * (timezone.now() - yesterday())
    )
    url = reverse("admin:translations")
    assert listed(mina.get(url).text) == [address_of(short), address_of(long)]
    assert listed(mina.get(f"{url}?order=oldest").text) == [address_of(long), address_of(short)]
    assert listed(mina.get(f"{url}?order=longest").text) == [address_of(long), address_of(short)]
    [task, _short] = TaskQuery([Article], ["en"]).tasks(TaskOrder.LONGEST, 0, 2)
    assert (task.status, task.words) == (TranslationStatus.MISSING, 46)


def test_the_translation_tasks_are_paged(mina):
    for number in range(51):
        make_page(slug=f"page-{number}", title_en="", published_at_en=None)
    url = reverse("admin:translations")
    first = mina.get(url).text
    assert len(listed(first)) == 50
    assert "page=2" in first
    with CaptureQueriesContext(connection) as captured:
        assert len(listed(mina.get(f"{url}?page=2").text)) == 1
    assert len(captured) <= 8


def test_the_translation_tasks_show_only_what_somebody_may_see():
    group_permissions.apply_roles()
    user = get_user_model().objects.create_user("editor", is_staff=True)
    client = Client()
    client.force_login(user)
    url = reverse("admin:translations")
    assert client.get(url).status_code == 403
    user.groups.set(EDITORS.groups())
    make_page(title_en="", published_at_en=None)
    assert len(listed(client.get(url).text)) == 1


def test_the_dashboard_names_three_missing_and_three_outdated_of_twenty(mina):
    articles = [make_article(title_ko=f"소식 {number}") for number in range(20)]
    for article in articles[:3]:
        edit(mina, article, standfirst_ko="이제 22개 단체가 함께합니다.")
    Article.objects.filter(pk__in=[article.pk for article in articles[3:6]]).update(
        title_en="", published_at_en=None
    )
    shown = mina.get("/admin/").text
    panels = re.findall(r'panel-((?:outdated|missing)-en)">(.*?)</section>', shown, re.S)
    found = {
        name: re.findall(r'href="(/admin/news/article/\d+/change/)#', panel)
        for name, panel in panels
    }
    addresses = [address_of(article) for article in articles]
    assert set(found["outdated-en"]) == set(addresses[:3])
    assert set(found["missing-en"]) == set(addresses[3:6])
    assert "/admin/translations/?into=en" in shown


def test_the_dashboard_takes_as_many_queries_for_three_as_for_one(mina):
    counts = []
    for number in range(3):
        edit(mina, make_page(slug=f"page-{number}", body_ko=LONG_KO), body_ko=OTHER_KO)
        make_page(slug=f"missing-{number}", title_en="", published_at_en=None)
        with CaptureQueriesContext(connection) as captured:
            mina.get("/admin/")
        counts.append(len(captured))
    assert counts[1] == counts[2]


def test_readers_are_told_where_the_network_wants_it(mina, client):
    network = make_network()
    page = make_page(slug="why", body_ko=LONG_KO)
    edit(mina, page, body_ko=OTHER_KO)
    TranslationPair.objects.update(outdated_since=THIRD_OF_NOVEMBER)
    assert "outdated-notice" not in client.get("/en/why/").text
    network.tells_outdated_translations = True
    network.save()
    told = client.get("/en/why/").text
    assert re.search(r"changed on 3 November 2026", told)
    assert '<a href="/ko/why/" hreflang="ko">' in told
    assert "outdated-notice" not in client.get("/ko/why/").text
    mina.post(address_of(page), open_form(mina, page) | {"_confirm_translation": "en"})
    assert "outdated-notice" not in client.get("/en/why/").text


@pytest.mark.parametrize(
    "field", ["standfirst", "summary", "description", "biography", "text", "subtitle"]
)
def test_readers_are_told_on_every_kind_of_page(mina, client, field):
    make_network(tells_outdated_translations=True)
    makers = {
        "standfirst": make_article,
        "summary": make_member,
        "description": make_campaign,
        "biography": lambda: make_person(slug="kim", has_public_profile=True, biography_en="A."),
        "text": make_agreement,
        "subtitle": make_resource,
    }
    item = makers[field]()
    edit(mina, item, **{f"{field}_ko": OTHER_KO})
    address = item.get_absolute_url().replace("/ko/", "/en/")
    assert "outdated-notice" in client.get(address).text


def test_a_reader_is_not_sent_to_a_text_that_is_not_public(mina, client):
    make_network(tells_outdated_translations=True)
    page = make_page(slug="why", body_ko=LONG_KO)
    edit(mina, page, body_ko=OTHER_KO)
    edit(mina, page, published_at_ko_choice="draft")
    assert "outdated-notice" not in client.get("/en/why/").text


def test_an_item_in_the_bin_is_not_to_be_translated_until_it_comes_back(mina):
    page = make_page(body_ko=LONG_KO)
    edit(mina, page, body_ko=OTHER_KO)
    mina.post(reverse("admin:network_page_delete", args=[page.pk]), {"post": "yes"})
    assert TaskQuery([Page], ["en"]).count() == 0
    trash.bring_back(TrashedItem.objects.get())
    assert TaskQuery([Page], ["en"]).count() == 1


def test_translations_go_with_their_item(mina):
    page = make_page(body_ko=LONG_KO)
    edit(mina, page, body_ko=OTHER_KO)
    page.delete()
    erasing.erase_records_about_deleted_items()
    assert not TranslationPair.objects.exists()


def test_a_person_who_is_erased_is_named_in_no_comparison(mina):
    person = make_person(name_ko="김보기", name_en="Kim Bogi")
    page = make_page(body_ko="<p>김보기 대표와 함께 12년을 일했다.</p>")
    edit(mina, page, body_ko="<p>대표와 함께 22년을 일했다.</p>")
    assert "김보기" in mina.get(address_of(page)).text
    mina.post(reverse("admin:members_person_delete", args=[person.pk]), {"post": "yes"})
    mina.get("/admin/")  # Shows the message that names who was erased.
    shown = mina.get(address_of(page)).text
    assert "김보기" not in shown
    assert "source-diff" in shown


@pytest.mark.parametrize(
    ("before", "after", "small"),
    [
        ("그는 말했다", "그는 말하였다", True),
        ("12명", "22명", False),
        ("하나 둘 셋 넷", "다섯 여섯 일곱 여덟", False),
        ("<p>하나 <strong>둘</strong></p>", "<p>하나 둘</p>", True),
        ("", "처음으로 모두 함께 하는 날", False),
    ],
)
def test_the_size_of_a_change(before, after, small):
    assert is_small([TextChange(before, after)]) is small
