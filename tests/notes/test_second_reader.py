"""Where the network wants it, nothing becomes public that only its author has read."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from cms.publishing.publishable import Publishable
from events.models import Campaign, Event
from mail.models import Email
from network.models import Network, Page
from news.models import Article
from notes import actions
from notes.admin.second_reader import RequiresSecondReaderMixin
from notes.models import ItemNote, Review
from tests.notes.note_writers import make_colleague, notes_url, sit
from tests.support.admin_forms import address_of, open_form, save, sendable
from tests.support.builders import (
    make_article,
    make_campaign,
    make_event,
    make_network,
    make_organisation,
    make_page,
    make_person,
    make_resource,
    make_topic,
    tomorrow,
)
from versions.admin import VersionsMixin
from versions.models import PendingChanges, TrashedItem, Version
from website.admin import scheduled_publication

pytestmark = pytest.mark.django_db

DRAFT = {"published_at_ko": None, "published_at_en": None}
KINDS = [make_article, make_event, make_page, make_organisation, make_resource]


@pytest.fixture(autouse=True)
def _required():
    make_network(needs_second_reader=True)


@pytest.fixture
def mina() -> Client:
    return sit(make_colleague("mina", is_superuser=True))


@pytest.fixture
def joon() -> User:
    return make_colleague("joon", is_superuser=True)


def ask(reader: User, item) -> None:
    actions.ask_for_reviews(item, User.objects.get(username="mina"), [reader])


def read(reader: User, item) -> None:
    """Somebody is asked, reads what the form shows, and answers that it is fine."""
    ask(reader, item)
    page = sit(reader).get(address_of(item)).text
    etag = page.split('name="etag" value="')[1].split('"')[0]
    sit(reader).post(f"{notes_url(item)}fine/", {"etag": etag})


def published(client: Client, item, *codes: str, **typed):
    """Sends the form of an item with "public now"."""
    choices = {f"published_at_{code}_choice": "now" for code in codes or ("ko", "en")}
    sent = open_form(client, item) | choices | typed | {"_save": "Save"}
    return client.post(address_of(item), sent, follow=True)


def in_list(client: Client, action: str, *items):
    opts = items[0]._meta
    address = reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist")
    words = {"action": action, "_selected_action": [item.pk for item in items]}
    return client.post(address, words, follow=True)


def publish_pending(client: Client, item):
    sent = {"_publish_pending": PendingChanges.objects.for_item(item).get().etag, "language": ""}
    return client.post(address_of(item), sent, follow=True)


def text_of(response) -> str:
    return " ".join(strip_tags(response.text).split())


def is_public(item) -> bool:
    item.refresh_from_db()
    return bool(item.published_languages)


REFUSAL = "이 내용을 읽고 ‘문제없음’이라고 답해야"


# The form.


def test_a_new_item_is_saved_as_a_draft_and_says_who_is_missing(mina):
    address = reverse("admin:network_page_add")
    form = sendable(mina.get(address).text)
    typed = {"title_ko": "안내", "body_ko": "<p>글</p>", "published_at_ko_choice": "now"}
    answer = mina.post(address, form | typed | {"_save": "Save"}, follow=True)
    page = Page.objects.get()
    assert (page.title_ko, page.published_at_ko) == ("안내", None)
    assert REFUSAL in text_of(answer)
    assert f'href="{notes_url(page)}#ask"' in answer.text


@pytest.mark.parametrize("make", KINDS)
def test_a_draft_becomes_public_once_somebody_else_has_read_it(mina, joon, make):
    item = make(**DRAFT)
    save(mina, item, open_form(mina, item))
    answer = published(mina, item)
    assert REFUSAL in text_of(answer)
    assert not is_public(item)
    read(joon, item)
    published(mina, item)
    assert is_public(item)


def test_the_author_of_a_text_is_no_second_reader(mina, joon):
    article = make_article(**DRAFT)
    save(mina, article, open_form(mina, article))
    save(sit(joon), article, open_form(sit(joon), article), title_ko="준이 쓴 제목")
    read(joon, article)
    published(mina, article)
    assert not is_public(article)


def test_what_changes_while_it_is_published_was_read_by_nobody(mina, joon):
    article = make_article(**DRAFT)
    save(mina, article, open_form(mina, article))
    read(joon, article)
    published(mina, article, title_ko="새 제목")
    assert not is_public(article)
    assert article.title_ko == "새 제목"


def test_publish_as_it_is_is_no_way_round(mina):
    article = make_article(**DRAFT)
    published(mina, article, _publish_as_it_is="1", title_ko="새 제목")
    assert not is_public(article)
    assert article.title_ko == "새 제목"


def test_a_moment_to_come_counts_and_a_change_lifts_it(mina, joon):
    article = make_article(**DRAFT)
    save(mina, article, open_form(mina, article))
    moment = f"{timezone.localtime(tomorrow()):%Y-%m-%dT%H:%M}"
    later = {"published_at_ko_choice": "on", "published_at_ko_moment": moment}
    save(mina, article, open_form(mina, article) | later)
    article.refresh_from_db()
    assert article.published_at_ko is None
    read(joon, article)
    save(mina, article, open_form(mina, article) | later)
    article.refresh_from_db()
    assert article.published_at_ko is not None
    save(mina, article, open_form(mina, article), title_ko="새 제목")
    article.refresh_from_db()
    assert (article.published_at_ko, article.title_ko) == (None, "새 제목")


# Corrections of what is public.


@pytest.mark.parametrize("make", KINDS)
def test_a_correction_is_kept_until_somebody_else_has_read_it(mina, joon, make):
    item = make()
    name = "name_ko" if make is make_organisation else "title_ko"
    before = getattr(item, name)
    answer = mina.post(
        address_of(item), open_form(mina, item) | {name: "새 이름", "_save": "Save"}, follow=True
    )
    assert REFUSAL in text_of(answer)
    item.refresh_from_db()
    assert getattr(item, name) == before
    assert sendable(mina.get(address_of(item)).text)[name] == "새 이름"
    assert REFUSAL in text_of(publish_pending(mina, item))
    item.refresh_from_db()
    assert getattr(item, name) == before
    read(joon, item)
    publish_pending(mina, item)
    item.refresh_from_db()
    assert getattr(item, name) == "새 이름"
    assert not PendingChanges.objects.exists()


@pytest.mark.parametrize("make", [make_campaign, make_person])
def test_corrections_of_what_has_no_moments_are_kept_too(mina, make):
    words = {"has_public_profile": True} if make is make_person else {}
    item = make(**words)
    before = item.name_ko
    save(mina, item, open_form(mina, item), name_ko="새 이름")
    item.refresh_from_db()
    assert item.name_ko == before
    assert PendingChanges.objects.for_item(item).exists()


def test_a_profile_becomes_public_by_two_people(mina, joon):
    person = make_person()
    save(mina, person, open_form(mina, person), has_public_profile="on", name_ko="김새롬")
    person.refresh_from_db()
    assert (person.has_public_profile, person.name_ko) == (False, "김새롬")
    read(joon, person)
    save(mina, person, open_form(mina, person), has_public_profile="on")
    person.refresh_from_db()
    assert person.has_public_profile


def test_what_was_read_with_the_changes_stays_read_after_one_language(mina, joon):
    article = make_article()
    form = open_form(mina, article)
    save(mina, article, form, title_ko="새 제목", title_en="A new title")
    read(joon, article)
    etag = PendingChanges.objects.get().etag
    mina.post(address_of(article), {"_publish_pending": etag, "language": "en"})
    article.refresh_from_db()
    assert (article.title_en, article.title_ko == "새 제목") == ("A new title", False)
    publish_pending(mina, article)
    article.refresh_from_db()
    assert article.title_ko == "새 제목"


def test_what_is_due_and_was_not_read_waits_on(mina, joon):
    article = make_article()
    save(mina, article, open_form(mina, article), title_ko="새 제목")
    now, user = timezone.now(), User.objects.get(username="mina")
    PendingChanges.objects.update(publish_at=now - timedelta(minutes=1), scheduled_by=user)
    scheduled_publication.publish_due()
    article.refresh_from_db()
    assert article.title_ko != "새 제목"
    assert REFUSAL in PendingChanges.objects.get().failure
    assert Email.objects.exists()
    read(joon, article)
    PendingChanges.objects.update(publish_at=now - timedelta(minutes=1), scheduled_by=user)
    scheduled_publication.publish_due()
    article.refresh_from_db()
    assert article.title_ko == "새 제목"


# Lists and the trash.


@pytest.mark.parametrize("make", KINDS)
def test_a_list_publishes_what_was_read(mina, joon, make):
    item = make(**DRAFT)
    save(mina, item, open_form(mina, item))
    answer = in_list(mina, "publish_ko", item)
    assert REFUSAL in text_of(answer)
    assert f'href="{notes_url(item)}#ask"' in answer.text
    assert not is_public(item)
    read(joon, item)
    in_list(mina, "publish_ko", item)
    assert is_public(item)


def test_many_at_once_are_changed_where_nobody_sees_it(mina):
    topic = make_topic()
    seen, draft = make_article(title_ko="보이는 글"), make_article(title_ko="초안", **DRAFT)
    words = {
        "action": "bulk_topics",
        "_selected_action": [seen.pk, draft.pk],
        "bulk-way": "add",
        "bulk-topics": topic.pk,
    }
    address = reverse("admin:news_article_changelist")
    page = mina.post(address, words | {"_bulk_step": "preview"})
    assert "보이는 글 공개된 항목입니다." in text_of(page)
    shown = page.text.split('name="_bulk_shown" value="')[1].split('"')[0]
    mina.post(address, words | {"_bulk_step": "save", "_bulk_shown": shown})
    assert (seen.topics.count(), draft.topics.count()) == (0, 1)


@pytest.mark.parametrize("is_read", [True, False])
def test_what_comes_back_from_the_bin_was_read_or_is_a_draft(mina, joon, is_read):
    page = make_page()
    if is_read:
        read(joon, page)
    mina.post(reverse("admin:network_page_delete", args=[page.pk]), {"post": "yes"}, follow=True)
    trashed = TrashedItem.objects.get()
    answer = mina.post(reverse("admin:network_page_bring_back", args=[trashed.pk]), follow=True)
    assert bool(Page.objects.get().published_languages) == is_read
    assert (REFUSAL in text_of(answer)) != is_read


# Taking down waits for nobody.


def test_taking_down_waits_for_nobody(mina):
    article, event = make_article(), make_event()
    in_list(mina, "unpublish_ko", article)
    assert Article.objects.get().published_at_ko is None
    form = open_form(mina, event)
    choices = {"published_at_ko_choice": "draft", "published_at_en_choice": "draft"}
    save(mina, event, form | choices, title_ko="새 제목")
    event = Event.objects.get()
    assert (event.published_languages, event.title_ko) == ([], "새 제목")


def test_a_form_that_takes_one_language_down_does_so_at_once(mina):
    article = make_article()
    form = open_form(mina, article) | {"published_at_en_choice": "draft"}
    save(mina, article, form, title_ko="새 제목")
    article.refresh_from_db()
    assert article.published_languages == ["ko"]
    assert article.title_ko != "새 제목"
    assert PendingChanges.objects.get().language_codes == ["ko"]


def test_an_address_is_withheld_at_once(mina):
    event = make_event(venue_ko="어딘가")
    form = open_form(mina, event) | {"address_for": "registered"}
    save(mina, event, form, title_ko="새 제목")
    event.refresh_from_db()
    assert event.address_for == "registered"
    assert event.title_ko != "새 제목"


# To ask, and the setting.


def test_a_named_colleague_is_asked_with_one_press(mina, joon):
    article = make_article(**DRAFT)
    save(mina, article, open_form(mina, article))
    page = mina.get(notes_url(article)).text
    assert f'<option value="{joon.pk}">Joon</option>' in page
    assert ">Mina</option>" not in page
    mina.post(f"{notes_url(article)}ask/", {"reader": joon.pk})
    assert Review.objects.get().reviewer == joon
    assert ItemNote.objects.get().mentions.get().user == joon
    assert "panel-reviews" in sit(joon).get(reverse("admin:index")).text
    author = User.objects.get(username="mina")
    assert mina.post(f"{notes_url(article)}ask/", {"reader": author.pk}).status_code == 404


def test_off_it_asks_for_nobody(mina):
    Network.objects.update(needs_second_reader=False)
    article = make_article(**DRAFT)
    published(mina, article)
    assert is_public(article)
    save(mina, article, open_form(mina, article), title_ko="새 제목")
    article.refresh_from_db()
    assert article.title_ko == "새 제목"
    assert 'id="ask"' not in mina.get(notes_url(article)).text


def test_one_account_alone_cannot_switch_it_on(mina):
    Network.objects.update(needs_second_reader=False)
    network = Network.objects.get()
    address = address_of(network)
    assert "관리자 계정이 하나뿐" in mina.get(address).text
    form = open_form(mina, network) | {"needs_second_reader": "on"}
    mina.post(address, form)
    assert not Network.objects.get().needs_second_reader
    make_colleague("joon", is_superuser=True)
    assert "관리자 계정이 하나뿐" not in mina.get(address).text
    mina.post(address, form)
    assert Network.objects.get().needs_second_reader


def test_every_kind_with_versions_has_the_rule():
    kinds = {type(one) for one in admin.site._registry.values() if isinstance(one, VersionsMixin)}
    assert {kind for kind in kinds if not issubclass(kind, RequiresSecondReaderMixin)} == set()
    admins = [
        one for one in admin.site._registry.values() if isinstance(one, RequiresSecondReaderMixin)
    ]
    # Each can be a draft until somebody has read it.
    assert all(issubclass(one.model, Publishable) or one.public_switch_field for one in admins)
    assert Campaign in admin.site._registry
    assert Version.objects.count() == 0


def test_nobody_is_told_that_there_is_no_colleague_who_is_one(mina, joon):
    nobody = "이 항목을 볼 수 있는 다른 관리자 계정이 없습니다."
    article = make_article(**DRAFT)
    save(mina, article, open_form(mina, article), title_ko="미나의 글")
    ask(joon, article)
    page = sit(joon).get(address_of(article)).text
    assert "읽음: 문제없음" in page
    assert nobody not in page
    joon.is_active = False
    joon.save()
    assert nobody in mina.get(address_of(article)).text
