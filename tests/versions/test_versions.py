"""What a coordinator wrote before is kept, compared and brought back."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models import Participation, Session
from members.models import Person
from members.names import hiding
from news.models import Article, PhotoBlock, TextBlock
from photos import actions
from tests.support.admin_forms import address_of, open_form, save, sendable
from tests.support.builders import (
    add_gallery,
    add_participation,
    add_photo,
    add_session,
    add_text,
    make_article,
    make_event,
    make_organisation,
    make_page,
    make_person,
    make_photo,
    make_topic,
)
from versions import recording
from versions.deletion import erasing
from versions.models import TrashedItem, Version
from versions.recording import FormSnapshot

pytestmark = pytest.mark.django_db


@pytest.fixture
def mina() -> Client:
    client = Client()
    words = {"first_name": "Mina", "is_staff": True, "is_superuser": True}
    client.force_login(get_user_model().objects.create_user("mina", **words))
    return client


def edit(client: Client, item, **typed) -> None:
    response = save(client, item, open_form(client, item), **typed)
    assert response.status_code == 302, re.findall(r"errorlist.*?</ul>", response.text)


def versions_url(item) -> str:
    meta = item._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_versions", args=[item.pk])


def versions_page(client: Client, item) -> str:
    return client.get(versions_url(item)).text


def restore(client: Client, item, version: Version, **part) -> dict:
    """The form that is filled in; nothing is saved by it."""
    response = client.post(address_of(item), {"_restore_version": version.pk} | part)
    assert response.status_code == 200
    return sendable(response.text)


def first_version(item) -> Version:
    return Version.objects.for_item(item).earliest("pk")


def test_yesterdays_text_is_had_back(mina):
    article = make_article(title_ko="처음 제목", title_en="First title")
    edit(mina, article, title_ko="나중 제목")
    edit(mina, article, title_en="Later title")
    form = restore(mina, article, first_version(article))
    article.refresh_from_db()
    assert (article.title_ko, article.title_en) == ("나중 제목", "Later title")
    assert save(mina, article, form).status_code == 302
    article.refresh_from_db()
    assert (article.title_ko, article.title_en) == ("처음 제목", "First title")
    assert Version.objects.for_item(article).count() == 4


def test_one_language_comes_back_alone(mina):
    article = make_article(title_ko="처음 제목", title_en="First title")
    block = add_text(article, body_ko="<p>처음</p>", body_en="<p>First</p>")
    body = f"{block_prefix(mina, article, block)}-body"
    changed = {"title_ko": "나중", "title_en": "Later"}
    edit(mina, article, **changed, **{f"{body}_ko": "<p>나중</p>", f"{body}_en": "<p>Later</p>"})
    save(mina, article, restore(mina, article, first_version(article), language="ko"))
    article.refresh_from_db()
    block.refresh_from_db()
    assert (article.title_ko, article.title_en) == ("처음 제목", "Later")
    assert (block.body_ko, block.body_en) == ("<p>처음</p>", "<p>Later</p>")


def block_prefix(client: Client, article: Article, block) -> str:
    held = open_form(client, article)
    kind = block._meta.model_name
    return next(
        name.removesuffix("-id")
        for name, value in held.items()
        if name.endswith("-id") and kind in name and value == str(block.pk)
    )


def test_a_deleted_block_comes_back_and_an_added_one_goes(mina):
    article = make_article()
    kept, deleted = add_text(article, body_ko="<p>하나</p>"), add_text(article, body_ko="<p>둘</p>")
    edit(mina, article, **{f"{block_prefix(mina, article, deleted)}-DELETE": "on"})
    add_photo(article, make_photo())
    edit(mina, article, title_ko="다른 제목")
    save(mina, article, restore(mina, article, first_version(article)))
    texts = TextBlock.objects.filter(parent=article).order_by("pk")
    assert [text.body_ko for text in texts] == ["<p>하나</p>", "<p>둘</p>"]
    assert texts[0] == kept
    assert not PhotoBlock.objects.filter(parent=article).exists()


def test_one_block_comes_back_alone(mina):
    article = make_article(title_ko="처음 제목")
    block = add_text(article, body_ko="<p>처음</p>")
    prefix = block_prefix(mina, article, block)
    edit(mina, article, title_ko="나중 제목", **{f"{prefix}-body_ko": "<p>나중</p>"})
    row = f"{prefix.rpartition('-')[0]}/{block.pk}"
    save(mina, article, restore(mina, article, first_version(article), form_path=row))
    article.refresh_from_db()
    block.refresh_from_db()
    assert (article.title_ko, block.body_ko) == ("나중 제목", "<p>처음</p>")


def test_a_programme_comes_back_with_its_people(mina):
    event = make_event(title_ko="토론회")
    session = add_session(event, title_ko="첫 순서")
    add_participation(session, make_person(name_ko="김보기"))
    form = open_form(mina, event)
    prefix = next(name for name in form if re.fullmatch(r"sessions-\d+-id", name))
    edit(mina, event, **{f"{prefix.removesuffix('-id')}-DELETE": "on"})
    assert not Session.objects.filter(event=event).exists()
    save(mina, event, restore(mina, event, first_version(event)))
    assert Session.objects.get(event=event).title_ko == "첫 순서"
    assert Participation.objects.get(session__event=event).person.name_ko == "김보기"


def test_what_was_written_in_a_deleted_block_is_had_back(mina):
    article = make_article()
    block = add_text(article, body_ko="<p>처음</p>")
    edit(mina, article, title_ko="다른 제목")
    prefix = block_prefix(mina, article, block)
    edit(mina, article, **{f"{prefix}-body_ko": "<p>쓰고 지운 글</p>", f"{prefix}-DELETE": "on"})
    assert not TextBlock.objects.exists()
    assert "삭제한 부분에 썼던 글" in mina.get(address_of(article)).text
    assert "공개하지 않음" in versions_page(mina, article)
    [unpublished] = Version.objects.filter(is_discarded=True)
    save(mina, article, restore(mina, article, unpublished))
    assert TextBlock.objects.get().body_ko == "<p>쓰고 지운 글</p>"


def test_a_block_that_is_added_and_deleted_in_a_draft_was_neither_public_nor_replaced(mina):
    draft = make_article(published_at_ko=None, published_at_en=None)
    block = add_text(draft, body_ko="<p>처음</p>")
    edit(mina, draft, title_ko="다른 제목")
    prefix = block_prefix(mina, draft, block).removesuffix("-0")
    new = {"region": "body", "ordering": "90", "body_ko": "<p>둘</p>", "DELETE": "on", "id": ""}
    typed = {f"{prefix}-1-{name}": value for name, value in new.items()}
    edit(mina, draft, **typed, **{f"{prefix}-TOTAL_FORMS": "2"})
    assert Version.objects.filter(is_discarded=True).count() == 1
    page = versions_page(mina, draft)
    assert "그대로 공개된 내용" not in page
    assert "이전과 같은 내용입니다" in page


def test_a_version_that_had_the_deleted_texts_already_stays_public(mina):
    article = make_article()
    edit(mina, article, title_ko="다른 제목")
    newest = Version.objects.for_item(article).latest("pk")
    deleted = {"news_textblock_set/1/body_ko": "<p>글</p>"}
    names = {path.partition("/")[0] for path in newest.values_or_delta | deleted}
    snapshot = FormSnapshot(dict(newest.values_or_delta), names)
    newest.values_or_delta |= deleted
    newest.save()
    recording.record_with_deleted_forms(article, snapshot, deleted, None)
    newest.refresh_from_db()
    assert not newest.is_discarded
    assert newest.public_languages == "ko en"


def test_a_block_that_is_only_deleted_makes_one_version(mina):
    article = make_article()
    block = add_text(article)
    edit(mina, article, title_ko="다른 제목")
    before = Version.objects.for_item(article).count()
    edit(mina, article, **{f"{block_prefix(mina, article, block)}-DELETE": "on"})
    assert Version.objects.for_item(article).count() == before + 1


def test_what_was_written_of_a_person_of_a_deleted_session_is_had_back(mina):
    event = make_event()
    add_participation(add_session(event, title_ko="첫 순서"), make_person(name_ko="김보기"))
    typed = {"sessions-0-people-0-job_title_ko": "새 대표", "sessions-0-DELETE": "on"}
    edit(mina, event, **typed)
    assert not Session.objects.exists()
    [unpublished] = Version.objects.filter(is_discarded=True)
    save(mina, event, restore(mina, event, unpublished))
    assert Participation.objects.get().job_title_ko == "새 대표"


def test_topics_and_galleries_come_back(mina):
    article, topic = make_article(), make_topic()
    article.topics.add(topic)
    photos = [make_photo(), make_photo()]
    gallery = add_gallery(article, photos)
    keys = f"{block_prefix(mina, article, gallery)}-photos"
    edit(mina, article, topics=[], **{keys: f"{photos[1].pk}"})
    save(mina, article, restore(mina, article, first_version(article)))
    assert list(article.topics.all()) == [topic]
    assert [one.photo for one in gallery.gallery_photos.all()] == photos


def test_publication_and_address_do_not_come_back(mina):
    page = make_page(slug="before", title_ko="처음", published_at_en=None)
    edit(mina, page, slug="after", title_ko="나중", published_at_en_choice="now")
    save(mina, page, restore(mina, page, first_version(page)))
    page.refresh_from_db()
    assert (page.title_ko, page.slug) == ("처음", "after")
    assert page.published_at_en is not None


def test_a_photo_that_was_taken_down_does_not_come_back(mina):
    article, photo = make_article(), make_photo()
    block = add_photo(article, photo)
    other = make_photo()
    prefix = block_prefix(mina, article, block)
    edit(mina, article, **{f"{prefix}-photo": other.pk})
    actions.take_down(photo)
    response = mina.post(address_of(article), {"_restore_version": first_version(article).pk})
    assert sendable(response.text)[f"{prefix}-photo"] == ""
    assert "더 보여 줄 수 없거나" in response.text


def test_the_name_of_a_hidden_person_does_not_come_back(mina):
    person = make_person(name_ko="김보기", name_en="Kim Bogi")
    page = make_page(body_ko="<p>김보기 대표가 말했다.</p>")
    edit(mina, page, body_ko="<p>대표가 말했다.</p>")
    hiding.hide_person(person, None)
    form = restore(mina, page, first_version(page))
    assert form["body_ko"].strip() == "<p>대표가 말했다.</p>"


def test_the_list_says_in_words_what_changed(mina):
    article = make_article(title_ko="처음 제목")
    add_text(article, body_ko="<p>하나</p><p>둘</p>")
    edit(mina, article, title_ko="나중 제목")
    page = versions_page(mina, article)
    assert "Mina" in page
    assert "제목(한국어)" in page


def test_words_are_compared(mina):
    page = make_page(title_ko="처음", body_ko="<p>네트워크가 12명과 시작했다.</p><p>둘째.</p>")
    edit(mina, page, body_ko="<p>네트워크는 22명과 시작했다.</p><p>둘째.</p>")
    newest = Version.objects.for_item(page).latest("pk")
    shown = mina.get(f"{versions_url(page)}{newest.pk}/").text
    assert "<del>네트워크가 12명과</del><ins>네트워크는 22명과</ins> 시작했다." in shown
    assert "<ins>둘째" not in shown


def comparison_page(client: Client, item, version: Version | None = None, **query) -> str:
    version = version or Version.objects.for_item(item).latest("pk")
    return client.get(f"{versions_url(item)}{version.pk}/", query).text


def changed_words(html: str) -> set[str]:
    return set(re.findall("<(?:del|ins)>.*?>", html))


def headings(html: str) -> list[str]:
    """Of the rows: what changed, with its marks."""
    sections = re.findall(r'<section class="form-diff.*?</section>', html, re.DOTALL)
    found = re.findall(r"<h2>(.*?)</h2>", "".join(sections), re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", "", heading).split()) for heading in found]


def test_a_moved_block_is_said_to_be_moved_and_which_it_is(mina):
    article = make_article()
    blocks = [
        add_text(article, number, body_ko=f"<p>{text}</p>")
        for number, text in enumerate(["하나", "둘", "셋"], 1)
    ]
    prefixes = [block_prefix(mina, article, block) for block in blocks]
    places = dict(zip(prefixes, (3, 1, 2), strict=True))
    edit(mina, article, **{f"{prefix}-ordering": place for prefix, place in places.items()})
    shown = comparison_page(mina, article)
    assert headings(shown) == ["본문 3 순서 변경: 1번째 → 3번째"]
    assert "<p>하나</p>" in shown
    assert "본문 3 순서 변경" in versions_page(mina, article)


def test_a_block_that_was_moved_and_changed_says_both(mina):
    article = make_article()
    blocks = [add_text(article, number, body_ko="<p>글</p>") for number in (1, 2, 3)]
    moved = block_prefix(mina, article, blocks[0])
    edit(mina, article, **{f"{moved}-ordering": 4, f"{moved}-body_ko": "<p>새 글</p>"})
    assert headings(comparison_page(mina, article)) == ["본문 3 변경 순서 변경: 1번째 → 3번째"]
    assert "본문 3: 본문(한국어), 본문 3 순서 변경" in versions_page(mina, article)


def test_the_people_of_moved_sessions_have_not_moved(mina):
    event = make_event()
    for number in range(2):
        session = add_session(event, title_ko=f"순서 {number}", order=number)
        for place in range(2):
            person = make_person(name_ko=f"사람 {number}{place}")
            add_participation(session, person, order=place)
    form = open_form(mina, event)
    edit(mina, event, **{"sessions-0-order": form["sessions-1-order"], "sessions-1-order": "0"})
    assert len(headings(comparison_page(mina, event))) == 1


def test_any_two_versions_are_compared(mina):
    page = make_page(title_ko="하나")
    for title in ("둘", "셋", "넷"):
        edit(mina, page, title_ko=title)
    first, _second, _third, newest = Version.objects.for_item(page).order_by("pk")
    shown = comparison_page(mina, page, newest)
    assert f'<option value="{first.pk}"' in shown
    shown = comparison_page(mina, page, newest, **{"with": first.pk})
    assert {"<del>하나</del>", "<ins>넷</ins>"} <= changed_words(shown)


def test_what_changed_since_it_was_public_is_the_first_look(mina):
    page = make_page(title_ko="봄 모임", published_at_en=None)
    edit(mina, page, title_ko="여름 모임")
    edit(mina, page, published_at_ko_choice="draft")
    assert "with=public" not in versions_page(mina, page)
    edit(mina, page, title_ko="가을 모임")
    edit(mina, page, title_ko="겨울 모임")
    url = re.search(r'href="([^"]+\?with=public)"', versions_page(mina, page))[1]
    shown = mina.get(url).text
    assert {"<del>여름</del>", "<ins>겨울</ins>"} <= changed_words(shown)


def test_what_is_saved_unchanged_makes_no_version(mina):
    page = make_page()
    edit(mina, page)
    edit(mina, page)
    assert Version.objects.for_item(page).count() == 1


def test_a_thousand_versions_take_little_room(mina):
    article = make_article()
    for number in range(6):
        add_text(
            article, ordering=number, body_ko="<p>글이 길다.</p>" * 60, body_en="<p>x y z.</p>" * 60
        )
    for number in range(5):
        edit(mina, article, title_ko=f"제목 {number}")
    sizes = [
        len(str(version.values_or_delta))
        for version in Version.objects.for_item(article).order_by("pk")
    ]
    assert max(sizes[:-1]) < 200


def test_saving_costs_few_queries(mina):
    page = make_page()
    edit(mina, page, title_ko="하나")
    held = open_form(mina, page)
    with CaptureQueriesContext(connection) as captured:
        save(mina, page, held, title_ko="둘")
    asked = [query["sql"] for query in captured if "versions_version" in query["sql"]]
    assert len(asked) == 4


def test_versions_go_with_their_item(mina):
    page = make_page()
    edit(mina, page, title_ko="다른")
    mina.post(reverse("admin:network_page_delete", args=[page.pk]), {"post": "yes"})
    TrashedItem.objects.all().delete()
    erasing.erase_records_about_deleted_items()
    assert not Version.objects.exists()
    other = make_page(slug="other")
    edit(mina, other, title_ko="다른")
    other.delete()
    # With the translation that followed one, and the working copy of the form that was saved.
    assert erasing.count_records_about_deleted_items() == 4
    erasing.erase_records_about_deleted_items()
    assert not Version.objects.exists()


def test_a_deleted_person_is_named_in_no_version(mina):
    person = make_person(name_ko="김보기", name_en="Kim Bogi")
    page = make_page(body_ko="<p>김보기 대표가 말했다.</p>")
    edit(mina, page, body_ko="<p>대표가 말했다.</p>")
    edit(mina, person, biography_ko="소개")
    hiding.delete_person(person)
    kept = [str(version.values_or_delta) for version in Version.objects.all()]
    assert kept
    assert not any("김보기" in data or "Bogi" in data for data in kept)


def test_who_may_not_change_an_item_brings_nothing_back(mina):
    page = make_page(title_ko="처음")
    edit(mina, page, title_ko="나중")
    stranger = Client()
    stranger.force_login(get_user_model().objects.create_user("jun", is_staff=True))
    sent = {"_restore_version": first_version(page).pk}
    assert stranger.post(address_of(page), sent).status_code == 403
    assert stranger.get(versions_url(page)).status_code == 403


def test_versions_that_name_a_hidden_person_are_listed(mina):
    person = make_person(name_ko="김보기", name_en="Kim Bogi")
    page = make_page(title_ko="소개 글", body_ko="<p>김보기 대표가 말했다.</p>")
    edit(mina, page, body_ko="<p>대표가 말했다.</p>")
    hiding.hide_person(person, None)
    shown = mina.get(reverse("admin:members_person_hidden", args=[person.pk])).text
    assert f'href="{versions_url(page)}"' in shown


@pytest.mark.parametrize("key", ["epoch", "0", "-1", "٣", "9" * 30])
def test_nonsense_instead_of_a_key_leads_to_the_dashboard(mina, key):
    assert mina.get(f"/admin/network/page/{key}/change/")["Location"] == reverse("admin:index")
    for action in ("versions/", "working-copy/", "versions/1/"):
        assert mina.post(f"/admin/network/page/{key}/{action}").status_code in (302, 403, 404)


def test_what_somebody_decided_about_a_person_does_not_come_back(mina):
    person = make_person(biography_ko="소개", has_public_profile=True)
    edit(mina, person, biography_ko="새 소개")
    person.has_public_profile = False
    person.save()
    form = restore(mina, person, first_version(person))
    assert form["biography_ko"].strip() == "소개"
    assert "has_public_profile" not in form


def test_a_person_who_moved_is_not_made_anew(mina):
    organisation = make_organisation()
    person = make_person(name_ko="김보기", organisation=organisation)
    edit(mina, organisation, description_ko="소개")
    person.organisation = None
    person.save()
    save(mina, organisation, restore(mina, organisation, first_version(organisation)))
    assert list(Person.objects.filter(name_ko="김보기")) == [person]


def test_a_deleted_person_leaves_the_rows_of_organisations(mina):
    organisation = make_organisation()
    person = make_person(name_ko="김보기", name_en="Kim", role_ko="대표", organisation=organisation)
    edit(mina, organisation, description_ko="소개")
    hiding.delete_person(person)
    assert "대표" not in str([version.values_or_delta for version in Version.objects.all()])


def test_a_name_with_emphasis_is_erased_and_does_not_come_back(mina):
    person = make_person(name_ko="김보기", name_en="Kim Bogi")
    page = make_page(body_en="<p><strong>Kim</strong> Bogi spoke.</p>")
    edit(mina, page, body_en="<p>Somebody spoke.</p>")
    hiding.hide_person(person, None)
    form = restore(mina, page, first_version(page))
    assert form["body_en"].strip() == "<p>Somebody spoke.</p>"
    hiding.delete_person(person)
    assert "Bogi" not in str([version.values_or_delta for version in Version.objects.all()])


def test_what_became_public_after_it_was_saved_was_public(mina):
    page = make_page(published_at_ko=None, published_at_en=None)
    edit(mina, page, title_ko="글")
    edit(mina, page, published_at_ko_choice="now")
    assert [
        version.public_languages for version in Version.objects.for_item(page).order_by("pk")
    ] == [
        "",
        "ko",
    ]


def test_a_removed_block_is_had_back_by_the_button_beside_it(mina):
    article = make_article()
    add_text(article, body_ko="<p>하나</p>", ordering=1)
    gone = add_text(article, body_ko="<p>둘</p>", ordering=2)
    edit(mina, article, **{f"{block_prefix(mina, article, gone)}-DELETE": "on"})
    newest = Version.objects.for_item(article).latest("pk")
    shown = mina.get(f"{versions_url(article)}{newest.pk}/").text
    sent = dict(re.findall(r'name="(_restore_version|form_path)" value="([^"]+)"', shown))
    save(mina, article, sendable(mina.post(address_of(article), sent).text))
    texts = TextBlock.objects.filter(parent=article).order_by("ordering")
    assert [text.body_ko for text in texts] == ["<p>하나</p>", "<p>둘</p>"]


def test_a_person_of_a_removed_session_comes_back_with_it(mina):
    event = make_event()
    session = add_session(event, title_ko="첫 순서")
    place = add_participation(session, make_person(name_ko="김보기"))
    form = open_form(mina, event)
    prefix = next(name for name in form if re.fullmatch(r"sessions-\d+-id", name))
    edit(mina, event, **{f"{prefix.removesuffix('-id')}-DELETE": "on"})
    row = next(path for path in first_version(event).values_or_delta if f"/{place.pk}/" in path)
    row = row.rpartition("/")[0]
    before = Version.objects.for_item(event).earliest("pk")
    save(mina, event, restore(mina, event, before, form_path=row))
    assert Session.objects.get(event=event).title_ko == "첫 순서"
    assert Participation.objects.get(session__event=event).person.name_ko == "김보기"


def test_rows_that_somebody_may_only_see_stay_in_the_next_version(mina):
    event = make_event(title_ko="토론회")
    add_participation(add_session(event, title_ko="첫 순서"), make_person(name_ko="김보기"))
    edit(mina, event, title_ko="다른 토론회")
    rights = ["change_event", "view_event", "view_session", "view_participation"]
    colleague = get_user_model().objects.create_user("jun", is_staff=True)
    colleague.user_permissions.set(Permission.objects.filter(codename__in=rights))
    jun = Client()
    jun.force_login(colleague)
    edit(jun, event, title_ko="준의 토론회")
    newest = Version.objects.for_item(event).latest("pk").values_or_delta
    assert newest["title_ko"] == "준의 토론회"
    assert [value for path, value in newest.items() if path.endswith("/person")] != []
    assert "첫 순서" in newest.values()


def test_the_list_asks_the_same_however_many_versions_there_are(mina):
    article = make_article(title_ko="글")
    counts = []
    for number in range(6):
        edit(mina, article, title_ko=f"제목 {number}")
        with CaptureQueriesContext(connection) as captured:
            mina.get(versions_url(article))
        counts.append(len(captured))
    assert len(set(counts[1:])) == 1
