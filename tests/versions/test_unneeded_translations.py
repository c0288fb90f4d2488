"""An item that needs no text in a language is missing there no longer."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from network.models import Page
from tests.support.admin_forms import address_of, open_form, save
from tests.support.builders import (
    make_agreement,
    make_article,
    make_campaign,
    make_event,
    make_organisation,
    make_page,
    make_person,
    make_resource,
)
from versions.deletion import erasing, trash
from versions.models import TrashedItem, UnneededTranslation
from versions.translations.translation_tasks import TaskOrder, TaskQuery, TranslationStatus

pytestmark = pytest.mark.django_db

THIRD_OF_NOVEMBER = datetime(2026, 11, 3, 9, tzinfo=UTC)


@pytest.fixture
def mina() -> Client:
    client = Client()
    words = {"first_name": "Mina", "is_staff": True, "is_superuser": True}
    client.force_login(get_user_model().objects.create_user("mina", **words))
    return client


def listed(page: str) -> list[str]:
    rows = re.findall(r"<ol class=\"translation-tasks-rows\">(.*?)</ol>", page, re.S)
    return re.findall(r'<a href="([^"#]+)#', rows[0]) if rows else []


def need_url(item) -> str:
    return address_of(item).replace("change/", "unneeded-translation/")


def test_the_list_says_that_it_begins_without_what_is_not_needed(mina):
    make_article()
    page = mina.get(reverse("admin:translations")).text
    [states] = re.findall(r'<nav class="list-choices" aria-label="상태">(.*?)</nav>', page, re.S)
    labels = re.findall(r">([^<]+)</a>", states)
    assert labels[0] == "갱신 필요 또는 글 없음"


def test_an_item_that_needs_no_text_in_a_language_is_missing_there_no_longer(mina):
    korean_only = {"title_en": "", "published_at_en": None}
    article = make_article(**korean_only)
    other = make_article(title_ko="다른 소식", slug="other", **korean_only)
    url = reverse("admin:translations")
    sent = {"language": "en", "needed": "no", "list": "into=en&page=1"}
    response = mina.post(need_url(article), sent)
    assert response.url == f"{url}?into=en&page=1"
    assert listed(mina.get(response.url).text) == [address_of(other)]
    unneeded = mina.get(f"{url}?status=not-needed").text
    assert listed(unneeded) == [address_of(article)]
    assert "영어판 불필요" in unneeded
    dashboard = mina.get("/admin/").text
    assert "영어판이 없는 글: 1" in dashboard
    assert "/admin/translations/?into=en&amp;status=not-needed" in dashboard
    list_url = reverse("admin:news_article_changelist")
    assert mina.get(list_url).text.count('class="status not-needed"') == 1
    assert address_of(article) not in mina.get(f"{list_url}?in_en=missing").text
    found = mina.get(f"{list_url}?translation=not-needed-en").text
    assert address_of(article) in found
    assert address_of(other) not in found


def test_the_form_says_who_needs_no_text_and_takes_it_back_with_one_press(mina):
    page = make_page(title_en="", body_en="", published_at_en=None)
    assert 'name="needed" value="no"' in mina.get(address_of(page)).text
    sent = {"language": "en", "needed": "no"}
    assert mina.post(need_url(page), sent).url == address_of(page)
    UnneededTranslation.objects.update(marked_at=THIRD_OF_NOVEMBER)
    shown = re.sub(r"\s+", " ", mina.get(address_of(page)).text)
    assert "Mina, 2026년 11월 3일" in shown
    mina.post(need_url(page), sent | {"needed": "yes"})
    assert not UnneededTranslation.objects.exists()
    history = mina.get(address_of(page).replace("change/", "history/")).text
    assert "영어판이 필요 없는 항목으로 표시했습니다" in history
    assert "영어판을 번역할 글에 다시 넣었습니다" in history


def test_a_language_that_has_a_text_is_not_marked(mina):
    page = make_page()
    mina.post(need_url(page), {"language": "en", "needed": "no"})
    assert not UnneededTranslation.objects.exists()
    assert 'name="needed"' not in mina.get(address_of(page)).text
    assert mina.post(need_url(page), {"language": "xx", "needed": "no"}).status_code == 404
    assert mina.get(need_url(page)).status_code == 405


def test_a_text_that_is_written_after_all_takes_the_mark_away(mina):
    page = make_page(title_en="", body_en="", published_at_en=None)
    mina.post(need_url(page), {"language": "en", "needed": "no"})
    save(mina, page, open_form(mina, page), title_en="About us")
    assert not UnneededTranslation.objects.exists()
    save(mina, page, open_form(mina, page), title_en="")
    assert TaskQuery([Page], ["en"]).count() == 1


def test_every_kind_of_item_may_need_no_text(mina):
    items = [
        make_event(title_en="", published_at_en=None),
        make_organisation(name_en="", published_at_en=None),
        make_person(name_en=""),
        make_campaign(name_en=""),
        make_agreement(text_en=""),
        make_article(title_en="", published_at_en=None),
        make_page(title_en="", published_at_en=None),
        make_resource(title_en="", published_at_en=None),
    ]
    every_kind = TaskQuery([type(item) for item in items], ["en"])
    assert every_kind.count() == len(items)
    for item in items:
        mina.post(need_url(item), {"language": "en", "needed": "no"})
    assert every_kind.count() == 0
    not_needed = replace(every_kind, statuses=[TranslationStatus.NOT_NEEDED])
    assert {type(task.item) for task in not_needed.tasks(TaskOrder.LONGEST, 0, 9)} == {
        type(item) for item in items
    }
    people = mina.get(reverse("admin:members_person_changelist")).text
    assert people.count('class="status not-needed"') == 1


def test_only_who_may_change_an_item_says_that_it_needs_no_text():
    page = make_page(title_en="", published_at_en=None)
    user = get_user_model().objects.create_user("reader", is_staff=True)
    client, sent = Client(), {"language": "en", "needed": "no"}
    client.force_login(user)
    assert client.post(need_url(page), sent).status_code == 403
    user.user_permissions.set(Permission.objects.filter(codename="view_page"))
    assert client.post(need_url(page), sent).status_code == 403
    for url in (address_of(page), reverse("admin:translations")):
        shown = client.get(url)
        assert shown.status_code == 200
        assert 'name="needed"' not in shown.text
    user.user_permissions.add(Permission.objects.get(codename="change_page"))
    client.post(need_url(page), sent)
    assert UnneededTranslation.objects.get().marked_by == user


def test_what_is_not_needed_costs_no_query_a_row(mina):
    urls = [
        reverse("admin:network_page_changelist"),
        f"{reverse('admin:translations')}?status=not-needed",
        "/admin/",
    ]
    counts = []
    for number in range(3):
        page = make_page(slug=f"page-{number}", title_en="", published_at_en=None)
        mina.post(need_url(page), {"language": "en", "needed": "no"})
        for url in urls:
            mina.get(url)
            with CaptureQueriesContext(connection) as captured:
                mina.get(url)
            counts.append((number, url, len(captured)))
    assert [count for number, _url, count in counts if number == 0] == [
        count for number, _url, count in counts if number == 2
    ]


def test_the_mark_goes_with_its_item_and_stays_in_the_trash(mina):
    page = make_page(title_en="", published_at_en=None)
    mina.post(need_url(page), {"language": "en", "needed": "no"})
    mina.post(reverse("admin:network_page_delete", args=[page.pk]), {"post": "yes"})
    not_needed = TaskQuery([Page], ["en"], [TranslationStatus.NOT_NEEDED])
    assert not_needed.count() == 0
    erasing.erase_records_about_deleted_items()
    trash.bring_back(TrashedItem.objects.get())
    assert not_needed.count() == 1
    Page.objects.all().delete()
    erasing.erase_records_about_deleted_items()
    assert not UnneededTranslation.objects.exists()
