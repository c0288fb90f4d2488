"""Unpublished changes: in previews, on a day that was set, on the dashboard, never in public."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mail.models import Email
from news import preview_links
from photos import actions
from photos.files import rendition_storage
from tests.support.admin_forms import address_of, open_form, save
from tests.support.builders import (
    add_gallery,
    add_photo,
    make_article,
    make_event,
    make_network,
    make_photo,
)
from versions import pending_changes
from versions.deletion import erasing
from versions.models import PendingChanges
from website.admin import scheduled_publication

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    make_network()
    words = {"email": "mina@example.org", "is_staff": True, "is_superuser": True}
    return get_user_model().objects.create_user("mina", **words)


@pytest.fixture
def mina(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def article():
    return make_article(slug="forum", title_ko="처음 제목", title_en="First title")


def save_pending(client: Client, item, **typed) -> PendingChanges:
    form = open_form(client, item)
    assert (
        client.post(address_of(item), form | typed | {"_save_pending": "Keep"}).status_code == 302
    )
    return PendingChanges.objects.for_item(item).get()


def pending_url(item) -> str:
    return address_of(item).replace("change/", "pending-changes/")


def schedule(client: Client, item, **more):
    moment = timezone.localtime() + timedelta(hours=1)
    sent = {"etag": PendingChanges.objects.get().etag, "moment": f"{moment:%Y-%m-%dT%H:%M}"}
    return client.post(pending_url(item), sent | more | {"schedule": "yes"})


def let_time_pass() -> int:
    PendingChanges.objects.update(publish_at=timezone.now() - timedelta(minutes=1))
    assert scheduled_publication.count_due() == 1
    return scheduled_publication.publish_due()


def preview_url(item, language: str = "ko") -> str:
    return reverse("admin:preview", args=[item._meta.model_name, item.pk, language])


def test_a_preview_shows_them_and_changes_nothing(mina, client, article):
    save_pending(mina, article, title_ko="새 제목")
    preview = mina.get(preview_url(article))
    assert "새 제목" in preview.text
    assert preview["Cache-Control"] == "no-store"
    article.refresh_from_db()
    assert article.title_ko == "처음 제목"
    assert PendingChanges.objects.exists()
    assert "새 제목" not in client.get("/ko/news/forum/").text
    assert client.get(preview_url(article)).status_code in (302, 404)


def test_a_signed_link_shows_them_until_they_are_public(mina, user, client, article):
    link = preview_links.create_link(article, "ko", timedelta(days=1), "", user)
    path = preview_links.link_path(link)
    assert client.get(path).status_code == 302
    pending = save_pending(mina, article, title_ko="새 제목")
    shown = client.get(path)
    assert "새 제목" in shown.text
    assert "no-store" in shown["Cache-Control"]
    assert "noindex" in shown["X-Robots-Tag"]
    mina.post(address_of(article), {"_publish_pending": pending.etag})
    assert client.get(path)["Location"] == "/ko/news/forum/"


def test_a_link_to_the_draft_does_not_show_later_changes(mina, user, client):
    draft = make_article(title_ko="처음 제목", published_at_ko=None)
    link = preview_links.create_link(draft, "ko", timedelta(days=1), "", user)
    draft.published_at_ko = timezone.now()
    draft.save()
    save_pending(mina, draft, title_ko="새 제목")
    assert client.get(preview_links.link_path(link))["Location"] == draft.get_absolute_url()


def test_a_link_to_the_draft_shows_it_while_its_changes_cannot_be_published(
    mina, user, client, article
):
    save_pending(mina, article, title_ko="새 제목")
    article.published_at_ko = None
    article.save()
    get_user_model().objects.filter(pk=user.pk).update(is_active=False)
    link = preview_links.create_link(article, "ko", timedelta(days=1), "", user)
    shown = client.get(preview_links.link_path(link))
    assert shown.status_code == 200
    assert "처음 제목" in shown.text


def test_a_name_is_erased_from_the_reasons_of_a_failure_too(mina, article):
    pending = save_pending(mina, article, title_ko="새 제목")
    PendingChanges.objects.update(failure="사진 “정다운 대표”를 내렸습니다.")
    erasing.redact_pending_changes(re.compile("정다운"))
    pending.refresh_from_db()
    assert pending.failure == "사진 “[…] 대표”를 내렸습니다."


def test_a_link_of_another_language_does_not_show_them(mina, user, client, article):
    link = preview_links.create_link(article, "en", timedelta(days=1), "", user)
    save_pending(mina, article, title_ko="새 제목")
    assert client.get(preview_links.link_path(link)).status_code == 302


def test_a_preview_leaves_the_files_of_photos_alone(mina, article, monkeypatch):
    """The credit of a gallery is otherwise embedded in the files of its photos."""
    photo = make_photo(photographer=None)
    add_gallery(article, [photo])

    def fail(*_args):
        raise AssertionError("a file was written")

    monkeypatch.setattr(rendition_storage, "rewrite_files", fail)
    save_pending(mina, article, **credit_of_gallery(open_form(mina, article)))
    assert mina.get(preview_url(article)).status_code == 200
    assert PendingChanges.objects.get().failure == ""
    photo.refresh_from_db()
    assert not photo.credit_line()


def credit_of_gallery(form: dict) -> dict:
    names = [name for name in form if "galleryblock" in name and "0-default_credit" in name]
    assert names
    return dict.fromkeys(names, "사진: 새 이름")


def test_they_are_not_found_by_a_search_nor_in_a_feed(mina, client, article):
    save_pending(mina, article, title_ko="보랏빛 제목")
    for url in ("/ko/search/?q=보랏빛", "/ko/news/feed.atom", "/ko/news/", "/ko/"):
        answer = client.get(url)
        assert answer.status_code == 200, url
        assert "보랏빛 제목" not in answer.text


def test_they_are_published_at_the_time_that_was_set(mina, article):
    save_pending(mina, article, title_ko="새 제목", title_en="New title")
    assert schedule(mina, article, language="ko").status_code == 302
    assert let_time_pass() == 1
    article.refresh_from_db()
    assert (article.title_ko, article.title_en) == ("새 제목", "First title")
    assert PendingChanges.objects.get().language_codes == ["en"]
    assert PendingChanges.objects.get().publish_at is None
    assert not Email.objects.exists()


def test_a_time_that_has_passed_is_refused(mina, article):
    pending = save_pending(mina, article, title_ko="새 제목")
    sent = {"etag": pending.etag, "moment": "2020-01-01T10:00", "schedule": "yes"}
    assert mina.post(pending_url(article), sent).status_code == 200
    assert PendingChanges.objects.get().publish_at is None


def test_the_time_is_cancelled(mina, article):
    save_pending(mina, article, title_ko="새 제목")
    schedule(mina, article)
    mina.post(pending_url(article), {"etag": PendingChanges.objects.get().etag, "cancel": "yes"})
    assert PendingChanges.objects.get().publish_at is None


def assert_failed(mina: Client, reason: str) -> None:
    assert reason in PendingChanges.objects.get().failure
    email = Email.objects.get()
    assert email.recipient == "mina@example.org"
    assert reason in email.text
    assert "공개하지 못했습니다" in mina.get("/admin/").text
    assert scheduled_publication.count_due() == 0


def test_a_conflict_is_told_and_nothing_is_lost(mina, article):
    public = open_form(mina, article)
    save_pending(mina, article, title_ko="새 제목")
    schedule(mina, article)
    save(mina, article, public, title_ko="다른 제목")
    let_time_pass()
    article.refresh_from_db()
    assert article.title_ko == "다른 제목"
    assert PendingChanges.objects.get().changes["title_ko"][1] == "새 제목"
    assert_failed(mina, "다른 사람이 같은 곳을 수정했습니다")


def test_a_restored_backup_publishes_nothing_by_itself(mina, article):
    save_pending(mina, article, title_ko="새 제목")
    schedule(mina, article)
    assert pending_changes.cancel_overdue_after_restore() == 0
    PendingChanges.objects.update(publish_at=timezone.now() - timedelta(days=1))
    assert pending_changes.cancel_overdue_after_restore() == 1
    assert scheduled_publication.count_due() == 0
    assert "백업" in PendingChanges.objects.get().failure


def test_a_deleted_item_is_told(mina, article):
    save_pending(mina, article, title_ko="새 제목")
    schedule(mina, article)
    mina.post(address_of(article).replace("change/", "delete/"), {"post": "yes"})
    let_time_pass()
    assert "삭제되었습니다" in PendingChanges.objects.get().failure
    assert "삭제되었습니다" in Email.objects.get().text


def test_whoever_has_left_the_staff_publishes_nothing(mina, user, article):
    save_pending(mina, article, title_ko="새 제목")
    schedule(mina, article)
    get_user_model().objects.filter(pk=user.pk).update(is_staff=False)
    let_time_pass()
    article.refresh_from_db()
    assert article.title_ko == "처음 제목"
    assert PendingChanges.objects.get().failure


def test_a_withdrawn_text_is_not_published(mina, article):
    save_pending(mina, article, title_ko="새 제목")
    schedule(mina, article)
    type(article).objects.update(published_at_ko=None)
    let_time_pass()
    article.refresh_from_db()
    assert article.title_ko == "처음 제목"
    assert_failed(mina, "더 이상 공개 중이 아닙니다")


def test_a_photo_that_was_taken_down_stops_it(mina, article):
    photo = make_photo(alt_ko="사진", alt_en="photo")
    block = add_photo(article, make_photo(alt_ko="다른 사진", alt_en="other"))
    form = open_form(mina, article)
    name = next(name for name in form if "photoblock" in name and name.endswith("0-photo"))
    save_pending(mina, article, **{name: str(photo.pk)})
    schedule(mina, article)
    actions.take_down(photo)
    let_time_pass()
    block.refresh_from_db()
    assert block.photo_id != photo.pk
    assert PendingChanges.objects.get().failure


def test_who_may_not_publish_any_more_does_not(mina, user, article):
    save_pending(mina, article, title_ko="새 제목")
    schedule(mina, article)
    type(user).objects.update(is_superuser=False)
    let_time_pass()
    article.refresh_from_db()
    assert article.title_ko == "처음 제목"
    assert "권한" in PendingChanges.objects.get().failure


def test_what_no_longer_validates_is_told(mina):
    event = make_event(title_ko="행사", title_en="Event")
    save_pending(mina, event, slogan_ko="새 구호")
    schedule(mina, event)
    pending = PendingChanges.objects.get()
    pending.changes |= {"title_ko": ["행사", ""], "title_en": ["Event", ""]}
    pending.save()
    let_time_pass()
    assert_failed(mina, "제목")


def test_the_dashboard_counts_them(mina, article):
    save_pending(mina, article, title_ko="새 제목")
    page = mina.get("/admin/").text
    assert "공개하지 않은 수정 1건" in page
    assert pending_url(article) in page


def test_the_form_for_all_says_what_waits(mina, article):
    save_pending(mina, article, title_ko="새 제목")
    assert pending_url(article) in mina.get(f"{address_of(article)}?public=1").text
