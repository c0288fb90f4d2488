"""Changes of a public item are saved without publishing; readers see the old text meanwhile."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from members.names import hiding
from news.models import TextBlock
from photos import actions
from tests.support.admin_forms import address_of, open_form, save, sendable
from tests.support.builders import (
    add_photo,
    add_session,
    add_text,
    make_article,
    make_event,
    make_network,
    make_organisation,
    make_page,
    make_person,
    make_photo,
)
from versions import pending_changes
from versions.models import PendingChanges, Version, WorkingCopy

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat():
    """A browser of a colleague: `seat("mina")`."""
    make_network()

    def sit(name: str) -> Client:
        client = Client()
        words = {"first_name": name.title(), "is_staff": True, "is_superuser": True}
        account = get_user_model().objects.filter(username=name).first()
        account = account or get_user_model().objects.create_user(name, **words)
        client.force_login(account)
        return client

    return sit


@pytest.fixture
def mina(seat) -> Client:
    return seat("mina")


def save_pending(client: Client, item, form: dict | None = None, **typed):
    form = form or open_form(client, item)
    return client.post(address_of(item), form | typed | {"_save_pending": "Keep"})


def saved_pending(client: Client, item, **typed) -> PendingChanges:
    response = save_pending(client, item, **typed)
    assert response.status_code == 302, re.findall(r"errorlist.*?</ul>", response.text)
    return PendingChanges.objects.for_item(item).get()


def pending_url(item) -> str:
    return address_of(item).replace("change/", "pending-changes/")


def publish(client: Client, item, language: str = ""):
    etag = PendingChanges.objects.for_item(item).get().etag
    sent = {"_publish_pending": etag, "language": language}
    return client.post(address_of(item), sent, follow=True)


def prefix_of(form: dict, kind: str) -> str:
    name = next(name for name in form if name.endswith("-TOTAL_FORMS") and kind in name)
    return name.removesuffix("-TOTAL_FORMS")


def public_article(**fields):
    return make_article(slug="forum", title_ko="처음 제목", title_en="First title", **fields)


def test_readers_see_the_old_text_and_the_desk_the_new_one(mina, client):
    article = public_article()
    pending = saved_pending(mina, article, title_ko="새 제목")
    assert pending.language_codes == ["ko"]
    assert "처음 제목" in client.get("/ko/news/forum/").text
    assert "새 제목" not in client.get("/ko/news/forum/").text
    page = mina.get(address_of(article)).text
    assert sendable(page)["title_ko"] == "새 제목"
    assert sendable(page)["published_at_ko_choice"] == "now"
    assert "공개하지 않은 수정 내용이 있습니다" in page
    assert not Version.objects.exists()
    assert "처음 제목" in mina.get(f"{address_of(article)}?public=1").text


def test_publishing_is_one_press_after_a_comparison(mina, client):
    article = public_article()
    saved_pending(mina, article, title_ko="새 제목")
    assert "<del>처음</del><ins>새</ins> 제목" in mina.get(pending_url(article)).text
    assert publish(mina, article).redirect_chain[-1][0] == address_of(article)
    assert "새 제목" in client.get("/ko/news/forum/").text
    assert not PendingChanges.objects.exists()
    assert Version.objects.count() == 2


def test_one_language_is_published_and_the_other_waits_on(mina):
    article = public_article()
    saved_pending(mina, article, title_ko="새 제목", title_en="New title")
    publish(mina, article, "ko")
    article.refresh_from_db()
    assert (article.title_ko, article.title_en) == ("새 제목", "First title")
    pending = PendingChanges.objects.get()
    assert pending.language_codes == ["en"]
    publish(mina, article)
    article.refresh_from_db()
    assert article.title_en == "New title"


@pytest.mark.parametrize(("scheduled", "is_kept"), [("", True), ("ko", True), ("en", False)])
def test_publishing_one_language_leaves_the_others_scheduled(mina, scheduled, is_kept):
    article = public_article()
    saved_pending(mina, article, title_ko="새 제목", title_en="New title")
    moment = timezone.now() + timedelta(days=1)
    PendingChanges.objects.update(publish_at=moment, publish_language=scheduled)
    publish(mina, article, "en")
    pending = PendingChanges.objects.get()
    expected = (moment, scheduled) if is_kept else (None, "")
    assert (pending.publish_at, pending.publish_language) == expected


def test_a_form_from_before_one_language_was_published_does_not_repeat_its_new_block(mina, seat):
    article, jun = public_article(), seat("jun")
    form = with_new_block(mina, article, body_ko="<p>둘</p>", body_en="<p>Two</p>")
    assert save_pending(mina, article, form).status_code == 302
    outdated = open_form(jun, article)
    publish(mina, article, "ko")
    refused = save_pending(jun, article, outdated)
    assert refused.status_code == 200
    assert "그사이 누군가 공개했거나" in refused.text
    assert [values for _path, values in PendingChanges.objects.get().changes.items()] == [
        ["", "<p>Two</p>"]
    ]


def test_a_form_from_before_a_name_was_erased_does_not_store_it_again(mina):
    person, article = make_person(name_ko="김보기"), public_article()
    saved_pending(mina, article, title_ko="김보기의 말")
    outdated = open_form(mina, article)
    hiding.delete_person(person)
    assert save_pending(mina, article, outdated).status_code == 200
    assert "김보기" not in str(PendingChanges.objects.get().changes)


def test_changes_that_are_discarded_while_a_form_is_saved_are_reported(mina, monkeypatch):
    article = public_article()
    looked_at = saved_pending(mina, article, title_ko="새 제목")
    form = open_form(mina, article)
    PendingChanges.objects.all().delete()
    # Read before they were discarded.
    monkeypatch.setattr(pending_changes, "find", lambda _item: looked_at)
    refused = save_pending(mina, article, form)
    assert refused.status_code == 200
    assert "그사이 누군가 공개하거나 버렸습니다" in refused.text


def test_an_erased_inline_form_leaves_no_empty_changes(mina):
    organisation = make_organisation()
    person = make_person(organisation=organisation, name_ko="김보기")
    other = make_organisation(slug="other", name_ko="다른 단체")
    pending = saved_pending(mina, other, name_ko="새 이름", name_en="New name")
    changes = {f"people/{person.pk}/role_ko": ["", "대표"]}
    PendingChanges.objects.create(
        content_type=pending.content_type,
        object_id=organisation.pk,
        changes=changes,
        languages="ko",
    )
    PendingChanges.objects.filter(pk=pending.pk).update(
        changes=changes | {"name_ko": ["이름", "새 이름"]}, languages="ko en"
    )
    hiding.delete_person(person)
    pending = PendingChanges.objects.get()
    assert (list(pending.changes), pending.languages) == (["name_ko"], "ko")


def with_new_block(mina, article, **texts) -> dict:
    form = open_form(mina, article)
    prefix = prefix_of(form, "textblock")
    number = int(form[f"{prefix}-TOTAL_FORMS"])
    row = f"{prefix}-{number}"
    new = {f"{row}-region": "body", f"{row}-ordering": "90"}
    new |= {f"{row}-{name}": text for name, text in texts.items()}
    return form | new | {f"{prefix}-TOTAL_FORMS": str(number + 1)}


def test_a_new_block_waits_and_is_published_in_one_language_after_the_other(mina):
    article = public_article()
    add_text(article, body_ko="<p>하나</p>", body_en="<p>One</p>")
    form = with_new_block(mina, article, body_ko="<p>둘</p>", body_en="<p>Two</p>")
    assert save_pending(mina, article, form).status_code == 302
    assert TextBlock.objects.count() == 1
    publish(mina, article, "ko")
    assert list(TextBlock.objects.order_by("pk").values_list("body_ko", "body_en")) == [
        ("<p>하나</p>", "<p>One</p>"),
        ("<p>둘</p>", ""),
    ]
    assert PendingChanges.objects.get().language_codes == ["en"]
    publish(mina, article, "en")
    assert list(TextBlock.objects.order_by("pk").values_list("body_en", flat=True)) == [
        "<p>One</p>",
        "<p>Two</p>",
    ]
    assert not PendingChanges.objects.exists()


def test_what_waits_is_gone_on_with_and_kept_again(mina, seat):
    article = public_article()
    form = with_new_block(mina, article, body_ko="<p>둘</p>")
    assert save_pending(mina, article, form).status_code == 302
    jun = seat("jun")
    saved_pending(jun, article, title_ko="준의 제목")
    form = open_form(mina, article)
    assert form["title_ko"] == "준의 제목"
    publish(mina, article)
    article.refresh_from_db()
    assert article.title_ko == "준의 제목"
    assert TextBlock.objects.get().body_ko == "<p>둘</p>"


def test_a_block_that_is_to_go_stays_for_readers(mina, client):
    article = public_article()
    add_text(article, body_ko="<p>지울 글</p>")
    form = open_form(mina, article)
    prefix = prefix_of(form, "textblock")
    assert save_pending(mina, article, form, **{f"{prefix}-0-DELETE": "on"}).status_code == 302
    assert "지울 글" in client.get("/ko/news/forum/").text
    publish(mina, article)
    assert not TextBlock.objects.exists()


def test_a_colleague_who_keeps_meanwhile_is_not_overwritten(mina, seat):
    article, jun = public_article(), seat("jun")
    mine, theirs = open_form(mina, article), open_form(jun, article)
    assert save_pending(jun, article, theirs, title_ko="준의 제목").status_code == 302
    refused = save_pending(mina, article, mine, title_ko="미나의 제목")
    assert refused.status_code == 200
    assert "Jun" in refused.text
    form = sendable(refused.text)
    assert form["title_ko"] == "미나의 제목"
    assert PendingChanges.objects.get().changes["title_ko"][1] == "준의 제목"
    assert save_pending(mina, article, form).status_code == 302
    assert PendingChanges.objects.get().changes["title_ko"][1] == "미나의 제목"


def test_what_somebody_saves_meanwhile_is_joined_with_it(mina, seat):
    article, jun = public_article(), seat("jun")
    public = open_form(jun, article)
    saved_pending(mina, article, title_ko="새 제목")
    assert save(jun, article, public, title_en="Saved title").status_code == 302
    assert PendingChanges.objects.exists()
    publish(mina, article)
    article.refresh_from_db()
    assert (article.title_ko, article.title_en) == ("새 제목", "Saved title")


def test_where_both_changed_the_same_both_texts_are_shown(mina, seat):
    article, jun = public_article(), seat("jun")
    public = open_form(jun, article)
    saved_pending(mina, article, title_ko="새 제목")
    save(jun, article, public, title_ko="준의 제목")
    publish(mina, article)
    article.refresh_from_db()
    assert article.title_ko == "준의 제목"
    page = mina.get(address_of(article)).text
    assert sendable(page)["title_ko"] == "새 제목"
    assert "준의 제목" in page
    assert save_pending(mina, article, sendable(page)).status_code == 302
    publish(mina, article)
    article.refresh_from_db()
    assert article.title_ko == "새 제목"


def test_a_text_whose_block_was_deleted_is_in_the_form_again(mina, seat):
    article, jun = public_article(), seat("jun")
    block = add_text(article, body_ko="<p>하나</p>")
    public = open_form(jun, article)
    form = open_form(mina, article)
    prefix = prefix_of(form, "textblock")
    save_pending(mina, article, form, **{f"{prefix}-0-body_ko": "<p>하나 더</p>"})
    save(jun, article, public, **{f"{prefix}-0-DELETE": "on"})
    assert not TextBlock.objects.filter(pk=block.pk).exists()
    publish(mina, article)
    assert not TextBlock.objects.exists()
    form = sendable(mina.get(address_of(article)).text)
    assert form[f"{prefix}-0-body_ko"].strip() == "<p>하나 더</p>"
    assert save_pending(mina, article, form).status_code == 302
    publish(mina, article)
    assert TextBlock.objects.get().body_ko == "<p>하나 더</p>"


def test_a_photo_that_was_taken_down_does_not_come_with_it(mina):
    article, photo = public_article(), make_photo(alt_ko="사진", alt_en="photo")
    add_photo(article, make_photo(alt_ko="다른 사진", alt_en="other"))
    form = open_form(mina, article)
    prefix = prefix_of(form, "photoblock")
    response = save_pending(mina, article, form, **{f"{prefix}-0-photo": str(photo.pk)})
    assert response.status_code == 302
    actions.take_down(photo)
    assert "더 보여 줄 수 없거나" in mina.get(pending_url(article)).text
    answer = publish(mina, article)
    assert "더 보여 줄 수 없거나" in answer.text
    assert PendingChanges.objects.exists()


def test_a_text_that_names_a_hidden_person_is_not_published_with_the_rest(mina):
    person = make_person(name_ko="김보기")
    article = public_article()
    saved_pending(mina, article, title_ko="김보기의 말", title_en="New title")
    hiding.hide_person(person, by=None)
    publish(mina, article)
    article.refresh_from_db()
    assert (article.title_ko, article.title_en) == ("처음 제목", "First title")
    form = open_form(mina, article)
    assert (form["title_ko"], form["title_en"]) == ("처음 제목", "New title")
    assert save_pending(mina, article, form).status_code == 302
    publish(mina, article)
    article.refresh_from_db()
    assert article.title_en == "New title"


def test_what_is_invalid_is_not_kept(mina):
    article = public_article()
    refused = save_pending(mina, article, title_ko="", title_en="")
    assert refused.status_code == 200
    assert not PendingChanges.objects.exists()


def test_publication_cannot_wait(mina):
    article = public_article()
    refused = save_pending(mina, article, title_ko="새 제목", published_at_ko_choice="draft")
    assert refused.status_code == 200
    assert sendable(refused.text)["title_ko"] == "새 제목"
    assert not PendingChanges.objects.exists()
    article.refresh_from_db()
    assert article.is_published


def test_nothing_is_kept_where_nothing_differs(mina):
    article = public_article()
    assert save_pending(mina, article).status_code == 302
    assert not PendingChanges.objects.exists()


def test_a_draft_has_nothing_to_keep_back(mina):
    draft = make_article(published_at_ko=None, published_at_en=None)
    assert "_save_pending" not in mina.get(address_of(draft)).text


def test_it_is_thrown_away(mina):
    article = public_article()
    pending = saved_pending(mina, article, title_ko="새 제목")
    mina.post(pending_url(article), {"etag": pending.etag, "discard": "yes"})
    assert not PendingChanges.objects.exists()
    assert versions_url(article) in mina.get(address_of(article)).text
    assert open_form(mina, article)["title_ko"] == "처음 제목"


@pytest.mark.parametrize("press", ["discard", "cancel"])
def test_what_a_colleague_has_saved_at_that_moment_is_not_thrown_away(mina, monkeypatch, press):
    article = public_article()
    looked_at = saved_pending(mina, article, title_ko="새 제목")
    saved_pending(mina, article, title_ko="동료의 제목")
    assert PendingChanges.objects.get().etag != looked_at.etag
    # Read before the colleague saved.
    monkeypatch.setattr(pending_changes, "find", lambda _item: looked_at)
    mina.post(pending_url(article), {"etag": looked_at.etag, press: "yes"})
    assert "동료의 제목" in str(PendingChanges.objects.get().changes)


def versions_url(item) -> str:
    return address_of(item).replace("change/", "versions/")


def test_what_was_thrown_away_is_a_version_that_was_not_published(mina, client):
    article = public_article()
    pending = saved_pending(mina, article, title_ko="나중 제목")
    mina.post(pending_url(article), {"etag": pending.etag, "discard": "yes"})
    shown = mina.get(versions_url(article)).text
    marks = re.findall(r'<span class="version-mark">(.*?)</span>', shown)
    public = ["한국어판 공개 중", "영어판 공개 중"]
    assert marks == ["최신", *public, "공개하지 않음", *public]
    assert "이전과 같은 내용입니다" in shown
    [thrown_away] = Version.objects.for_item(article).filter(is_discarded=True)
    compared = mina.get(f"{versions_url(article)}{thrown_away.pk}/").text
    assert "<del>처음</del><ins>나중</ins> 제목" in compared
    newest = Version.objects.for_item(article).latest("pk")
    assert "<ins>" not in mina.get(f"{versions_url(article)}{newest.pk}/").text
    filled = mina.post(address_of(article), {"_restore_version": thrown_away.pk})
    assert sendable(filled.text)["title_ko"] == "나중 제목"
    assert "처음 제목" in client.get("/ko/news/forum/").text


def test_a_name_is_erased_from_what_was_thrown_away(mina):
    article, person = public_article(), make_person(name_ko="김보기")
    pending = saved_pending(mina, article, title_ko="김보기 대표의 글")
    mina.post(pending_url(article), {"etag": pending.etag, "discard": "yes"})
    assert "김보기" in str(list(Version.objects.values_list("values_or_delta", flat=True)))
    hiding.delete_person(person)
    assert "김보기" not in str(list(Version.objects.values_list("values_or_delta", flat=True)))


def test_it_is_said_where_changes_are_that_others_replaced(mina):
    article = public_article()
    saved_pending(mina, article, title_ko="첫 수정")
    response = save_pending(mina, article, title_ko="둘째 수정")
    link = f'<a href="{versions_url(article)}">수정 이력</a>'
    said = f"앞서 공개하지 않고 저장한 수정 내용은 {link}"
    assert said in mina.get(response.url).text
    response = save_pending(mina, article, title_ko="둘째 수정", title_en="Second")
    assert said not in mina.get(response.url).text
    assert "첫 수정" in str(list(Version.objects.values_list("values_or_delta", flat=True)))


def test_lists_show_and_filter_it(mina):
    article = public_article()
    make_article(title_ko="다른 글")
    saved_pending(mina, article, title_ko="새 제목")
    listed = mina.get(reverse("admin:news_article_changelist") + "?pending=yes").text
    assert "처음 제목" in listed
    assert pending_url(article) in listed
    assert "다른 글" not in listed
    assert (
        "처음 제목" not in mina.get(reverse("admin:news_article_changelist") + "?pending=no").text
    )


def test_a_working_copy_of_it_is_gone_on_with(mina):
    article = public_article()
    saved_pending(mina, article, title_ko="새 제목")
    form = open_form(mina, article) | {"title_ko": "더 새 제목"}
    url = address_of(article).replace("change/", "working-copy/")
    assert mina.post(url, form).status_code == 200
    copy = WorkingCopy.objects.unsaved().get()
    filled = mina.post(address_of(article), {"_continue_working_copy": copy.pk})
    form = sendable(filled.text)
    assert form["title_ko"] == "더 새 제목"
    assert save_pending(mina, article, form).status_code == 302
    assert not WorkingCopy.objects.unsaved().exists()
    assert PendingChanges.objects.get().changes["title_ko"][1] == "더 새 제목"


@pytest.mark.parametrize("make", [make_page, make_organisation, make_person, make_event])
def test_every_kind_of_item_can_wait(mina, make):
    item = make()
    field = "title_ko" if hasattr(item, "title_ko") else "name_ko"
    saved_pending(mina, item, **{field: "새 이름"})
    assert getattr(type(item).objects.get(pk=item.pk), field) != "새 이름"
    publish(mina, item)
    assert getattr(type(item).objects.get(pk=item.pk), field) == "새 이름"


def test_the_programme_of_an_event_waits(mina):
    event = make_event()
    session = add_session(event, title_ko="처음 순서")
    form = open_form(mina, event)
    prefix = prefix_of(form, "sessions")
    assert save_pending(mina, event, form, **{f"{prefix}-0-title_ko": "새 순서"}).status_code == 302
    session.refresh_from_db()
    assert session.title_ko == "처음 순서"
    publish(mina, event)
    session.refresh_from_db()
    assert session.title_ko == "새 순서"


def test_who_may_not_change_an_item_publishes_nothing(mina):
    article = public_article()
    pending = saved_pending(mina, article, title_ko="새 제목")
    reader = get_user_model().objects.create_user("reader", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_article"))
    client = Client()
    client.force_login(reader)
    assert client.get(pending_url(article)).status_code == 200
    assert client.post(address_of(article), {"_publish_pending": pending.etag}).status_code == 403
    assert (
        client.post(pending_url(article), {"etag": pending.etag, "discard": "1"}).status_code == 403
    )
    assert PendingChanges.objects.exists()


def test_it_is_encrypted_and_erased_with_a_person(mina):
    person = make_person(name_ko="김보기")
    article = public_article()
    saved_pending(mina, article, title_ko="김보기의 말")
    saved_pending(mina, person, name_ko="김보기둘")
    hiding.delete_person(person)
    assert [pending.changes["title_ko"][1] for pending in PendingChanges.objects.all()] == [
        "[…]의 말"
    ]


def test_a_text_from_which_a_name_was_erased_is_not_published_by_the_clock(mina):
    person = make_person(name_ko="김보기")
    pending = saved_pending(mina, public_article(), title_ko="김보기의 말")
    PendingChanges.objects.update(
        publish_at=timezone.now() + timedelta(days=1), publish_language="ko"
    )
    hiding.delete_person(person)
    pending.refresh_from_db()
    assert (pending.publish_at, pending.publish_language) == (None, "")
    assert pending.failure
    assert "수정 내용을 공개하지 못했습니다" in mina.get(reverse("admin:index")).text
