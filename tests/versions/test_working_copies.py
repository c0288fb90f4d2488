"""What somebody types is kept until it is saved, and nobody else sees it."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from members.names import hiding
from news.models import TextBlock
from tests.support.admin_forms import address_of, open_form, save, sendable
from tests.support.builders import (
    add_participation,
    add_session,
    add_text,
    make_article,
    make_event,
    make_page,
    make_person,
)
from versions.models import (
    OpenForm,
    Version,
    WorkingCopy,
    delete_expired_open_forms,
    delete_expired_working_copies,
)
from versions.models.working_copy import WorkingCopyQuerySet

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat():
    """A browser of a colleague: `seat("mina")`."""

    def sit(name: str) -> Client:
        client = Client()
        words = {"first_name": name.title(), "is_staff": True, "is_superuser": True}
        account = get_user_model().objects.filter(username=name).first()
        account = account or get_user_model().objects.create_user(name, **words)
        client.force_login(account)
        return client

    return sit


def tell_open(client: Client, item, **fields) -> list[str]:
    """A browser says that the form is open. Returns what it is told of others."""
    response = client.post(f"{address_of(item).removesuffix('change/')}open-form/", fields)
    assert response.status_code in (200, 204)
    return response.json()["others"] if response.status_code == 200 else []


def newest_copy() -> int:
    return WorkingCopy.objects.unsaved().latest("pk").pk


def autosave(client: Client, item, held: dict, **typed):
    return client.post(f"{address_of(item).removesuffix('change/')}working-copy/", held | typed)


def test_what_was_typed_is_gone_on_with_elsewhere(seat):
    mina, page = seat("mina"), make_page(title_ko="처음")
    assert autosave(mina, page, open_form(mina, page), title_ko="쓰던 제목").status_code == 200
    page.refresh_from_db()
    assert page.title_ko == "처음"
    elsewhere = seat("mina")
    assert "이어서 쓰기" in elsewhere.get(address_of(page)).text
    filled = elsewhere.post(address_of(page), {"_continue_working_copy": newest_copy()})
    form = sendable(filled.text)
    assert form["title_ko"] == "쓰던 제목"
    assert save(elsewhere, page, form).status_code == 302
    page.refresh_from_db()
    assert page.title_ko == "쓰던 제목"
    assert not WorkingCopy.objects.unsaved().exists()


def test_nobody_else_sees_it(seat):
    mina, page = seat("mina"), make_page()
    autosave(mina, page, open_form(mina, page), title_ko="쓰던 제목")
    jun = seat("jun")
    assert "이어서 쓰기" not in jun.get(address_of(page)).text
    seen = jun.get(address_of(page)).text
    assert "Mina" in seen
    assert "쓰던 제목" not in seen
    answer = jun.post(address_of(page), {"_continue_working_copy": newest_copy()})
    assert (answer.status_code, answer["Location"]) == (302, address_of(page))
    assert not Version.objects.exists()


def test_a_new_item_is_gone_on_with(seat):
    mina = seat("mina")
    add = reverse("admin:network_page_add")
    held = sendable(mina.get(add).text)
    address = reverse("admin:network_page_new_working_copy")
    assert mina.post(address, held | {"title_ko": "새 쪽"}).status_code == 200
    filled = mina.post(add, {"_continue_working_copy": newest_copy()})
    form = sendable(filled.text)
    assert form["title_ko"] == "새 쪽"
    mina.post(add, form | {"slug": "new-page", "body_ko": "<p>글</p>", "_save": "Save"})
    assert not WorkingCopy.objects.unsaved().exists()


def test_new_blocks_are_in_it(seat):
    mina, article = seat("mina"), make_article()
    add_text(article, body_ko="<p>하나</p>")
    held = open_form(mina, article)
    prefix = next(name for name in held if name.endswith("-TOTAL_FORMS") and "textblock" in name)
    prefix = prefix.removesuffix("-TOTAL_FORMS")
    new = {
        f"{prefix}-TOTAL_FORMS": "2",
        f"{prefix}-1-body_ko": "<p>둘</p>",
        f"{prefix}-1-region": "body",
        f"{prefix}-1-ordering": "20",
    }
    autosave(mina, article, held, **new)
    filled = mina.post(address_of(article), {"_continue_working_copy": newest_copy()})
    assert save(mina, article, sendable(filled.text)).status_code == 302
    texts = TextBlock.objects.order_by("ordering").values_list("body_ko", flat=True)
    assert list(texts) == ["<p>하나</p>", "<p>둘</p>"]


def test_a_colleagues_change_meanwhile_is_not_overwritten(seat):
    mina, jun, page = seat("mina"), seat("jun"), make_page(title_ko="처음", title_en="First")
    autosave(mina, page, open_form(mina, page), title_ko="미나의 제목")
    save(jun, page, open_form(jun, page), title_en="Jun's title")
    filled = mina.post(address_of(page), {"_continue_working_copy": newest_copy()})
    save(mina, page, sendable(filled.text))
    page.refresh_from_db()
    assert (page.title_ko, page.title_en) == ("미나의 제목", "Jun's title")


def test_each_tab_has_a_copy_of_its_own(seat):
    mina, page = seat("mina"), make_page(title_ko="처음")
    first, second = open_form(mina, page), open_form(mina, page)
    autosave(mina, page, first, title_ko="첫째 탭")
    autosave(mina, page, second, title_ko="둘째 탭")
    autosave(mina, page, second, title_ko="둘째 탭의 글")
    typed = WorkingCopy.objects.order_by("pk").values_list("post_data", flat=True)
    assert [data["title_ko"] for data in typed] == [["첫째 탭"], ["둘째 탭의 글"]]
    shown = mina.get(address_of(page)).text
    offered = re.findall(r'name="_continue_working_copy" value="([0-9]+)"', shown)
    assert len(offered) == 2
    older = mina.post(address_of(page), {"_continue_working_copy": offered[1]})
    assert sendable(older.text)["title_ko"] == "첫째 탭"


def test_what_is_typed_in_a_second_tab_is_kept_after_the_first_was_saved(seat):
    mina, page = seat("mina"), make_page(title_ko="처음", title_en="First")
    first, second = open_form(mina, page), open_form(mina, page)
    save(mina, page, first, title_ko="첫째 탭")
    answer = autosave(mina, page, second, title_en="Second tab", title_ko="둘째 탭")
    assert answer.status_code == 200
    refused = save(mina, page, second, title_en="Second tab", title_ko="둘째 탭")
    assert refused.status_code == 200
    assert "첫째 탭" in refused.text
    form = sendable(refused.text)
    assert (form["title_ko"], form["title_en"]) == ("둘째 탭", "Second tab")
    assert save(mina, page, form).status_code == 302
    page.refresh_from_db()
    assert (page.title_ko, page.title_en) == ("둘째 탭", "Second tab")
    assert not WorkingCopy.objects.unsaved().exists()


def test_a_copy_that_goes_on_in_another_form_is_not_overwritten_by_the_first(seat):
    mina, page = seat("mina"), make_page()
    first = open_form(mina, page)
    autosave(mina, page, first, title_ko="쓰던 제목")
    other = mina.post(address_of(page), {"_continue_working_copy": newest_copy()})
    autosave(mina, page, sendable(other.text), title_ko="다른 기기")
    autosave(mina, page, first, title_ko="첫 기기")
    typed = WorkingCopy.objects.order_by("pk").values_list("post_data", flat=True)
    assert [data["title_ko"] for data in typed] == [["다른 기기"], ["첫 기기"]]


def test_a_form_that_is_filled_in_shows_what_is_saved_and_public(seat):
    mina, page = seat("mina"), make_page(title_ko="처음", published_at_ko=None)
    autosave(mina, page, open_form(mina, page), title_ko="쓰던 제목", published_at_ko_choice="now")
    filled = mina.post(address_of(page), {"_continue_working_copy": newest_copy()}).text
    assert "<h1>처음</h1>" in re.sub(r"\s*\n\s*", "", filled)
    assert sendable(filled)["published_at_ko_choice"] == "now"


def test_what_was_typed_is_compared_with_what_is_saved(seat):
    mina, article = seat("mina"), make_article(title_ko="처음 제목")
    block = add_text(article, body_ko="<p>하나</p>")
    gone = add_text(article, body_ko="<p>지울 글</p>", ordering=20)
    held = open_form(mina, article)
    prefixes = {held[name]: name.removesuffix("-id") for name in held if name.endswith("-id")}
    first, second = prefixes[str(block.pk)], prefixes[str(gone.pk)]
    formset = first.rpartition("-")[0]
    new = {f"{formset}-2-body_ko": "<p>새 글</p>", f"{formset}-TOTAL_FORMS": "3"}
    changed = {"title_ko": "쓰던 제목", f"{second}-DELETE": "on"} | new
    assert autosave(mina, article, held, **changed).status_code == 200
    changes = f"working-copy/{newest_copy()}/changes/"
    address = address_of(article).replace("change/", changes)
    page = mina.get(address).text
    assert "<del>처음</del><ins>쓰던</ins> 제목" in page
    assert "<ins>새 글</ins>" in page
    assert "<del>지울 글</del>" in page
    assert "하나" not in page
    assert seat("jun").get(address).status_code == 404


def test_the_comparison_has_added_participants_of_stored_and_of_added_sessions(seat):
    mina, event = seat("mina"), make_event()
    session = add_session(event)
    add_participation(session, make_person(name_ko="이첫째"))
    people = [make_person(name_ko="김새로").pk, make_person(name_ko="박나중").pk]
    held = open_form(mina, event)
    assert "다른 내용이 없습니다" in compare(mina, event, held)
    new = {
        "sessions-0-people-1-person": str(people[0]),
        "sessions-0-people-TOTAL_FORMS": "2",
        "sessions-1-title_ko": "새 순서",
        "sessions-TOTAL_FORMS": "2",
        "sessions-1-people-0-person": str(people[1]),
        "sessions-1-people-TOTAL_FORMS": "1",
    }
    shown = compare(mina, event, held, **new)
    assert "<ins>김새로" in shown
    assert "<ins>새 순서</ins>" in shown
    assert "<ins>박나중" in shown
    assert "이첫째" not in shown


def compare(client: Client, item, held: dict, **typed) -> str:
    assert autosave(client, item, held, **typed).status_code == 200
    changes = f"working-copy/{newest_copy()}/changes/"
    return client.get(address_of(item).replace("change/", changes)).text


def test_it_goes_with_a_deleted_person(seat):
    mina, person = seat("mina"), make_person(name_ko="김보기")
    assert autosave(mina, person, open_form(mina, person), name_ko="김보기2").status_code == 200
    hiding.delete_person(person)
    assert not WorkingCopy.objects.unsaved().exists()


def test_a_form_that_comes_late_brings_nothing_back(seat):
    mina, page = seat("mina"), make_page(title_ko="처음")
    held = open_form(mina, page)
    save(mina, page, held, title_ko="저장함")
    assert autosave(mina, page, held, title_ko="저장하기 전").status_code == 204
    assert not WorkingCopy.objects.unsaved().exists()
    assert "저장하기 전" not in str(WorkingCopy.objects.get().post_data)


def test_a_form_that_is_saved_while_it_is_autosaved_brings_nothing_back(seat, monkeypatch):
    mina, page = seat("mina"), make_page(title_ko="처음")
    held = open_form(mina, page)
    save(mina, page, held, title_ko="저장함")
    # As it was before the form was saved.
    monkeypatch.setattr(WorkingCopyQuerySet, "exists", lambda _found: False)
    assert autosave(mina, page, held, title_ko="저장하기 전").status_code == 204
    assert "저장하기 전" not in str(WorkingCopy.objects.get().post_data)


def test_it_is_discarded(seat):
    mina, page = seat("mina"), make_page()
    autosave(mina, page, open_form(mina, page), title_ko="쓰던 제목")
    other = seat("jun")
    autosave(other, page, {}, _discard_working_copy=newest_copy())
    autosave(mina, page, {}, _discard_working_copy="nonsense")
    assert WorkingCopy.objects.exists()
    autosave(mina, page, {}, _discard_working_copy=newest_copy())
    assert not WorkingCopy.objects.exists()


def test_who_may_not_change_an_item_keeps_nothing(seat):
    page = make_page()
    stranger = Client()
    stranger.force_login(get_user_model().objects.create_user("stranger", is_staff=True))
    assert autosave(stranger, page, {}, title_ko="x").status_code == 403


def test_it_is_encrypted_and_deleted_in_time(seat):
    mina, page = seat("mina"), make_page()
    autosave(mina, page, open_form(mina, page), title_ko="쓰던 제목")
    assert delete_expired_working_copies() == 0
    WorkingCopy.objects.update(autosaved_at="2020-01-01T00:00:00Z")
    assert delete_expired_working_copies() == 1


def test_each_sees_who_else_has_it_open_and_where_they_are(seat):
    mina, jun, page = seat("mina"), seat("jun"), make_page()
    assert tell_open(mina, page) == []
    [sentence] = tell_open(jun, page, field_label="제목(한국어)")
    assert sentence.startswith("Mina 님도 이 화면을 열어 두었습니다.")
    [sentence] = tell_open(mina, page)
    assert "Jun 님도 이 화면을 열어 두었습니다(지금 있는 칸: 제목(한국어))" in sentence
    tell_open(jun, page, closed="yes")
    assert tell_open(mina, page) == []


def test_who_has_gone_without_a_word_is_forgotten_within_a_minute(seat):
    mina, jun, page = seat("mina"), seat("jun"), make_page()
    tell_open(jun, page)
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        assert tell_open(mina, page) == []
        assert delete_expired_open_forms() == 1
    assert OpenForm.objects.get().user.username == "mina"


def test_who_wrote_and_closed_the_form_is_named_still(seat):
    mina, jun, page = seat("mina"), seat("jun"), make_page()
    autosave(jun, page, open_form(jun, page), title_ko="쓰던 제목")
    [sentence] = tell_open(mina, page)
    assert "마지막 입력" in sentence
    tell_open(jun, page)
    [sentence] = tell_open(mina, page)
    assert "마지막 입력" not in sentence


def test_who_may_not_change_an_item_learns_nothing_of_others(seat):
    page = make_page()
    tell_open(seat("mina"), page)
    stranger = Client()
    stranger.force_login(get_user_model().objects.create_user("su", is_staff=True))
    url = f"{address_of(page).removesuffix('change/')}open-form/"
    assert stranger.post(url).status_code == 403
