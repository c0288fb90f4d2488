"""The admin: its first page, lists, publishing, previews, and who may see what."""

import json
import re
from datetime import datetime, timedelta

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from accounts.models import SecurityEvent
from cms.declarations.roles import COORDINATORS
from cms.publishing.publishable import Status
from concerns import models as concerns
from concerns.declarations.roles import CONCERNS
from erasure_log.models import UnwrittenErasureEntry
from joining import models as joining
from mail.models import Email
from members import models as members
from network.models import Contact, Network, Page, Topic
from operations import group_permissions
from page_views.models import PageView
from photos.models import Photo
from search.models import MissedQuery
from tests.support.builders import (
    make_article,
    make_network,
    make_page,
    make_photo,
    make_topic,
    picture_bytes,
    tomorrow,
    yesterday,
)

pytestmark = pytest.mark.django_db


def page_form(**words) -> dict:
    return {
        "title_ko": "소개",
        "title_en": "About us",
        "body_ko": "<p>우리</p>",
        "body_en": "<p>We</p>",
        "place": "menu",
        "order": "10",
        "published_at_ko_choice": "draft",
        "published_at_en_choice": "draft",
    } | words


def add_page(staff, **words):
    return staff.post("/admin/network/page/add/", page_form(**words), follow=True)


def message(response) -> str:
    """What the page says about what was just done, without markup."""
    said = re.search(r'<ul class="messagelist".*?</ul>', response.text, re.DOTALL)
    return " ".join(re.sub("<[^>]+>", " ", said[0]).split()) if said else ""


# The first page.


def test_the_admin_greets_in_the_name_of_the_network(staff):
    make_network(name_en="Example Network")
    assert "this is the Example Network admin" in staff.get("/admin/").text


def test_a_room_has_no_page_of_its_own(staff):
    response = staff.get("/admin/joining/")
    assert (response.status_code, response.url) == (302, "/admin/")
    assert staff.get("/admin/nowhere/").status_code == 404


def test_every_kind_of_article_is_begun_by_one_click(staff):
    html = staff.get("/admin/").text
    assert 'href="/admin/news/article/add/?kind=press-release"' in html
    assert 'href="/admin/photos/photo/add/"' in html


def test_the_admin_names_what_lacks_a_language(staff):
    article = make_article(title_en="", published_at_en=None, title_ko="한국어만")
    html = staff.get("/admin/").text
    title = '<span lang="ko">한국어만</span>'
    assert f'<a href="/admin/news/article/{article.pk}/change/#id_title_en">{title}</a>' in html
    assert "Missing in English" in html


def test_the_admin_says_when_scheduled_items_become_public(staff):
    moment = timezone.make_aware(datetime(2099, 11, 21, 21, 30))
    make_article(published_at_en=moment)
    assert "English: 21 November 2099, 9:30 p.m." in staff.get("/admin/").text


def test_the_admin_counts_photos_that_may_not_be_shown_yet(staff):
    make_photo(photographer=None, alt_en="", consent=Photo.Consent.NOT_ASSESSED, rendered=False)
    html = staff.get("/admin/").text
    assert '<a href="/admin/photos/photo/?missing=credit">1 photo without credit</a>' in html
    assert "1 photo without alternative text (English)" in html
    assert "1 photo with consent not assessed" in html


def fill(number: int) -> None:
    for item in range(number):
        make_article(title_ko=f"하나 {item}", title_en="", published_at_en=None)
        make_article(title_ko=f"둘 {item}", published_at_ko=tomorrow(), published_at_en=None)
        make_page(title_en=f"Page {item}")
    make_photo(rendered=False, photographer=None)


def test_the_admin_asks_the_same_number_of_questions_for_one_item_and_five(staff):
    counts = []
    for number in (1, 4):
        fill(number)
        with CaptureQueriesContext(connection) as queries:
            assert staff.get("/admin/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_without_rights_the_admin_is_empty_but_kind(client):
    user = get_user_model().objects.create_user("new", password="x", is_staff=True)
    client.force_login(user)
    make_article(title_ko="비밀 초안", published_at_ko=None)
    make_photo(photographer=None, rendered=False)
    html = client.get("/admin/").text
    assert "비밀 초안" not in html
    # No panel says of what is hidden from them that there is none.
    assert '<section class="dashboard-panel' not in html
    assert "/add/" not in html


# The interface.


def test_days_are_chosen_in_the_browsers_own_calendar(staff):
    make_network()
    assert 'type="date" name="founded_on"' in staff.get("/admin/network/network/1/change/").text
    for address in ("network/network/1/change", "photos/photo/add", "news/article/add"):
        html = staff.get(f"/admin/{address}/").text
        assert 'type="date"' in html
        assert "vDateField" not in html


def test_the_language_of_the_staff_is_the_coordinators_choice(admin_client):
    assert 'lang="ko"' in admin_client.get("/admin/").text
    words = {"language": "en", "next": "/admin/news/article/"}
    answer = admin_client.post("/admin/language/", words)
    assert answer.headers["Location"] == "/admin/news/article/"
    assert 'lang="en"' in admin_client.get("/admin/").text


def test_scripts_of_the_admin_are_translated(admin_client):
    scripts = admin_client.get("/admin/jsi18n/")
    catalogue = json.loads(re.search(r"const newcatalog = ({.*?});", scripts.text, re.DOTALL)[1])
    assert catalogue["Add a photo block"] == "사진 블록 추가"


def test_only_the_admin_allows_styles_of_its_own(staff):
    make_page(slug="about")
    inside, outside = (
        staff.get(address).headers["Content-Security-Policy"]
        for address in ("/admin/", "/en/about/")
    )
    assert "style-src 'self' 'unsafe-inline'" in inside
    assert "unsafe-inline" not in outside


def test_the_only_inline_script_has_the_nonce_of_the_page(staff):
    answer = staff.get("/admin/network/page/add/")
    inline = re.findall(r"<script(?![^>]*\bsrc=)([^>]*)>", answer.text)
    [nonce] = re.findall(r"'nonce-([^']+)'", answer.headers["Content-Security-Policy"])
    executed = [attributes for attributes in inline if "application/json" not in attributes]
    assert executed
    assert all(f'nonce="{nonce}"' in attributes for attributes in executed)


@pytest.mark.parametrize("model", list(admin.site._registry), ids=str)
def test_every_list_and_every_empty_form_opens(staff, admin_user, model):
    group_permissions.apply_roles()
    admin_user.groups.set(CONCERNS.groups() | COORDINATORS.groups())
    address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
    assert staff.get(address, follow=True).status_code == 200
    added_by_nobody = model in {
        SecurityEvent,
        Email,
        concerns.Concern,
        concerns.ConcernAccessLogEntry,
        joining.Application,
        joining.ApplicationAccessLogEntry,
        joining.RetentionLogEntry,
        members.LinkCheck,
        members.Proposal,
        MissedQuery,
        PageView,
    }
    expected = {403, 404} if added_by_nobody else {200}
    assert staff.get(f"{address}add/").status_code in expected
    assert staff.get(f"{address}?q=%00", follow=True).status_code == 200


# Publishing.


def test_a_new_item_is_a_draft_in_every_language(staff):
    answer = add_page(staff)
    page = Page.objects.get()
    assert (page.status_in("ko"), page.status_in("en")) == (Status.DRAFT, Status.DRAFT)
    assert answer.request["PATH_INFO"] == f"/admin/network/page/{page.pk}/change/"
    assert "Draft in Korean. Preview in Korean" in message(answer)


def test_saving_says_what_is_public_now_and_what_will_be_when(staff):
    answer = add_page(
        staff,
        published_at_ko_choice="now",
        published_at_en_choice="on",
        published_at_en_moment="2099-11-21T21:30",
    )
    assert message(answer) == (
        "Public now in Korean. View in Korean "
        "Will be public in English on 21 November 2099 at 9:30 p.m. Preview in English"
    )


def test_in_an_hour_is_an_hour_from_now_to_the_minute(staff):
    add_page(staff, published_at_en_choice="hour")
    moment = Page.objects.get().published_at_en
    assert timedelta(minutes=58) < moment - timezone.now() <= timedelta(hours=1)
    assert (moment.second, moment.microsecond) == (0, 0)


def test_what_is_public_and_stays_so_keeps_its_moment(staff):
    page = make_page(published_at_en=None)
    local = timezone.localtime(page.published_at_ko).strftime("%Y-%m-%dT%H:%M")
    words = page_form(slug=page.slug, published_at_ko_choice="now", published_at_ko_moment=local)
    staff.post(f"/admin/network/page/{page.pk}/change/", words)
    moment = page.published_at_ko
    page.refresh_from_db()
    assert page.published_at_ko == moment
    assert page.title_ko == "소개"


def test_what_is_taken_back_by_form_or_list_is_taken_back_again_after_a_restore(staff):
    page, other = make_page(), make_page(slug="other")
    words = page_form(slug=page.slug, published_at_ko_choice="draft", published_at_en_choice="now")
    staff.post(f"/admin/network/page/{page.pk}/change/", words)
    action = {"action": "unpublish_en", "_selected_action": other.pk}
    staff.post("/admin/network/page/", action)
    entries = [entry.data for entry in UnwrittenErasureEntry.objects.order_by("pk")]
    assert [(entry["action"], entry["pk"], entry["detail"]) for entry in entries] == [
        ("unpublish", page.pk, "ko"),
        ("unpublish", other.pk, "en"),
    ]


def as_opened(staff, page: Page) -> dict:
    """What a browser sends of a form that was opened now and in which nothing is changed."""
    form = staff.get(f"/admin/network/page/{page.pk}/change/").context["adminform"].form
    sent = page_form(slug=page.slug)
    for code in ("ko", "en"):
        name = f"published_at_{code}"
        parts = form[name].subwidgets[0].data["subwidgets"]
        sent |= {part["name"]: part["value"] or "" for part in parts[1:]}
        sent[f"{name}_choice"] = parts[0]["value"][0]
    return sent


def test_a_form_opened_before_does_not_undo_what_a_colleague_published_or_took_back(staff):
    scheduled = tomorrow()
    page = make_page(published_at_en=None)
    later = make_page(title_en="Later", published_at_ko=scheduled)
    sent, sent_later = as_opened(staff, page), as_opened(staff, later)
    assert sent["published_at_ko_choice"] == "now"
    Page.objects.filter(pk=page.pk).update(published_at_ko=None, published_at_en=yesterday())
    Page.objects.filter(pk=later.pk).update(published_at_ko=None)
    said = staff.post(f"/admin/network/page/{page.pk}/change/", sent, follow=True)
    assert message(said).startswith("Draft in Korean. Preview in Korean Public now in English.")
    staff.post(f"/admin/network/page/{later.pk}/change/", sent_later)
    page, later = Page.objects.get(pk=page.pk), Page.objects.get(pk=later.pk)
    assert (page.status_in("ko"), page.status_in("en")) == (Status.DRAFT, Status.PUBLIC)
    assert later.status_in("ko") == Status.DRAFT


def test_a_form_that_comes_back_shows_what_is_public_by_now_and_can_publish_again(staff):
    page = make_page()
    address, sent = f"/admin/network/page/{page.pk}/change/", as_opened(staff, page)
    Page.objects.filter(pk=page.pk).update(published_at_ko=None)
    form = staff.post(address, sent | {"order": "x"}).context["adminform"].form
    parts = form["published_at_ko"].subwidgets[0].data["subwidgets"]
    assert [part["value"] for part in parts] == [["draft"], None, "draft"]
    staff.post(address, sent | {"published_at_ko_initial": "draft"})
    assert Page.objects.get().status_in("ko") == Status.PUBLIC


def test_a_day_without_a_day_is_an_error_that_says_what_to_do(staff):
    answer = add_page(staff, published_at_en_choice="on")
    assert "Choose the day and time from which this is to be public (English)." in answer.text
    assert 'value="About us"' in answer.text
    assert not Page.objects.exists()


@pytest.mark.parametrize("moment", ["0001-01-01T00:00", "9999-12-31T23:59", "now", "2026-13-01T1"])
def test_impossible_days_are_errors(staff, moment):
    answer = add_page(staff, published_at_en_choice="on", published_at_en_moment=moment)
    assert answer.status_code == 200
    assert 'class="errorlist"' in answer.text


def test_a_choice_that_was_never_offered_is_an_error(staff):
    assert 'class="errorlist"' in add_page(staff, published_at_en_choice="yesterday").text


def test_nothing_is_public_without_a_title_in_that_language(staff):
    answer = add_page(staff, title_en="", published_at_en_choice="now")
    assert "It needs a name or title in each language in which it is public." in answer.text
    assert not Page.objects.exists()


def test_one_title_is_enough_whichever_language_has_it(staff):
    add_page(staff, title_ko="", body_ko="")
    assert Page.objects.get().title_en == "About us"


def test_without_any_title_nothing_is_saved(staff):
    answer = add_page(staff, title_ko="", title_en="")
    assert "Fill in the name or title in at least one language." in answer.text
    assert not Page.objects.exists()


@pytest.mark.parametrize(
    "title", ["가" * 10_000, "a\x00b", "a\x07\x1bb", "<script>", "\u202ex", "💚" * 300]
)
def test_bad_titles_never_break_the_form(staff, title):
    answer = add_page(staff, title_en=title)
    assert answer.status_code == 200
    assert "소개" in answer.text


# Lists.


def in_list(staff, query: str) -> list[str]:
    html = staff.get(f"/admin/network/page/?{query}", follow=True).text
    names = re.findall(r'class="field-__str__"><a[^>]*>(.*?)</a>', html)
    return [re.sub(r"</?span[^>]*>", "", name) for name in names]


def test_lists_say_what_an_item_is_in_each_language(staff):
    make_page(published_at_en=None, title_en="")
    html = staff.get("/admin/network/page/").text
    day = timezone.localtime(yesterday()).strftime("%-d %b %Y")
    assert f'<span class="status public">public since {day}</span>' in html
    assert '<span class="status missing">missing</span>' in html


def test_articles_are_listed_by_the_dates_that_the_list_shows(staff):
    days = [timezone.now() - timedelta(days=number) for number in range(4)]
    moments = [(days[3], None), (None, days[1]), (None, None), (days[2], days[0])]
    articles = [
        make_article(slug=f"a{number}", published_at_ko=ko, published_at_en=en)
        for number, (ko, en) in enumerate(moments)
    ]
    html = staff.get("/admin/news/article/").text
    listed = re.findall(r'name="_selected_action" value="(\d+)"', html)
    assert listed == [str(articles[number].pk) for number in (2, 3, 1, 0)]


def test_columns_of_translated_names_say_their_language_in_words(staff):
    make_topic("care")
    html = staff.get("/admin/network/topic/").text
    assert "Name (Korean)</a>" in html
    assert "Name (English)</a>" in html


def test_items_that_lack_a_language_are_found_by_a_filter(staff):
    make_page(title_en="Both")
    make_page(title_en="", published_at_en=None, title_ko="한국어만")
    assert in_list(staff, "in_en=missing") == ["한국어만"]
    assert in_list(staff, "in_ko=missing") == []
    assert "missing in Korean" in staff.get("/admin/network/page/").text


def test_drafts_and_scheduled_items_are_found_by_a_filter(staff):
    make_page(title_en="Later", published_at_en=tomorrow())
    make_page(title_en="Draft", published_at_en=None)
    assert in_list(staff, "in_en=scheduled") == ["Later"]
    assert in_list(staff, "in_en=draft") == ["Draft"]
    assert in_list(staff, "in_en=public") == []
    assert len(in_list(staff, "in_en=nonsense")) == 2


@pytest.mark.parametrize("query", ["소개", "About", "\u1109\u1169\u1100\u1162"])
def test_lists_are_searched_in_every_language_and_composition(staff, query):
    make_page()
    assert in_list(staff, f"q={query}") == ["About us"]


def act(staff, action: str, *pages: Page):
    words = {"action": action, "_selected_action": [page.pk for page in pages]}
    return staff.post("/admin/network/page/", words, follow=True)


def test_nonsense_among_the_chosen_names_no_item(staff):
    page = make_page(published_at_en=None)
    nonsense = ["x", "9" * 5000, "-1", "\x00", page.pk]
    words = {"action": "publish_en", "_selected_action": nonsense}
    assert "1 now public in English." in message(
        staff.post("/admin/network/page/", words, follow=True)
    )


def test_a_link_to_a_new_form_says_nothing_about_publication(staff):
    answer = staff.get("/admin/network/page/add/?title_en=Hello&published_at_en=2020-01-01")
    form = answer.context["adminform"].form
    assert form["title_en"].value() == "Hello"
    assert form["published_at_en"].value() is None


@pytest.mark.parametrize("nonsense", ["x", "%00", "9" * 30])
def test_a_link_with_nonsense_in_it_opens_the_form_or_nothing(staff, nonsense):
    for form, choice in (("members/office", "person"), ("photos/photo", "photographer")):
        assert staff.get(f"/admin/{form}/add/?{choice}={nonsense}").status_code == 200
    assert staff.get(f"/admin/members/proposal/{nonsense}/change/").status_code == 404


def test_items_are_published_and_taken_back_from_the_list(staff):
    page = make_page(published_at_ko=None)
    assert "1 now public in Korean." in message(act(staff, "publish_ko", page))
    page.refresh_from_db()
    assert page.status_in("ko") == Status.PUBLIC
    act(staff, "unpublish_ko", page)
    page.refresh_from_db()
    assert page.status_in("ko") == Status.DRAFT
    assert page.title_ko


def test_what_lacks_something_is_named_and_not_published(staff):
    page = make_page(title_en="", title_ko="번역 없음", published_at_en=None)
    other = make_page(published_at_en=None)
    said = message(act(staff, "publish_en", page, other))
    assert "Not public in English: “번역 없음”. It has no title in this language." in said
    assert "1 now public in English." in said
    page.refresh_from_db()
    assert page.published_at_en is None


# Previews.


def test_a_draft_is_previewed_in_each_language(staff):
    page = make_page(published_at_ko=None, published_at_en=None)
    for code, words in [("ko", "우리는 예시입니다."), ("en", "We are an example.")]:
        answer = staff.get(f"/admin/preview/page/{page.pk}/{code}/")
        assert words in answer.text
        assert f'lang="{code}"' in answer.text
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Robots-Tag"] == "noindex"


def test_for_everybody_else_there_is_no_preview(client):
    page = make_page(published_at_ko=None, published_at_en=None)
    address = f"/admin/preview/page/{page.pk}/ko/"
    assert client.get(address).status_code == 404
    member = get_user_model().objects.create_user("member", password="x")
    client.force_login(member)
    assert client.get(address).status_code == 404
    member.is_staff = True
    member.save()
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ["page/99999/ko", "page/{pk}/xx", "topic/{pk}/ko"])
def test_there_is_no_preview_of_what_does_not_exist(staff, address):
    page = make_page()
    assert staff.get(f"/admin/preview/{address.format(pk=page.pk)}/").status_code == 404


# The network and the small things.


NETWORK = {
    "name_ko": "예시 네트워크",
    "name_en": "Example Network",
    "short_name_ko": "예시넷",
    "short_name_en": "EXNET",
    "expected_weeks": 6,
    "votes_needed": 2,
    "referees_needed": 0,
}


def test_the_list_of_networks_leads_to_the_one_there_is(staff):
    assert staff.get("/admin/network/network/").headers["Location"] == "/admin/network/network/add/"
    make_network()
    assert (
        staff.get("/admin/network/network/").headers["Location"]
        == "/admin/network/network/1/change/"
    )
    assert staff.get("/admin/network/network/add/").status_code == 403
    assert staff.post("/admin/network/network/add/", NETWORK).status_code == 403
    assert staff.post("/admin/network/network/1/delete/", {"post": "yes"}).status_code == 403


def test_a_logo_becomes_a_small_png_of_its_pixels(staff):
    make_network()
    secret = picture_bytes((1600, 900), kind="JPEG", comment=b"taken at home")
    upload = SimpleUploadedFile("logo.jpg", secret, "image/jpeg")
    staff.post("/admin/network/network/1/change/", NETWORK | {"logo": upload})
    logo = Network.objects.get().logo
    with Image.open(logo.path) as picture:
        assert (picture.format, picture.size) == ("PNG", (800, 450))
    assert b"taken at home" not in open(logo.path, "rb").read()  # noqa: SIM115


def test_what_is_no_picture_is_no_logo(staff):
    make_network()
    upload = SimpleUploadedFile("logo.svg", b"<svg/>", "image/svg+xml")
    answer = staff.post("/admin/network/network/1/change/", NETWORK | {"logo": upload})
    assert 'class="errorlist"' in answer.text
    assert not Network.objects.get().logo


def test_a_topic_gets_its_address_from_its_names(staff):
    staff.post("/admin/network/topic/add/", {"name_ko": "돌봄", "name_en": "Care work", "slug": ""})
    assert Topic.objects.get().slug == "care-work"
    staff.post("/admin/network/topic/add/", {"name_ko": "평화", "name_en": "", "slug": ""})
    assert Topic.objects.exclude(slug="care-work").get().name_ko == "평화"


def test_two_topics_do_not_share_an_address(staff):
    make_topic("care")
    words = {"name_ko": "돌봄", "name_en": "Care", "slug": ""}
    answer = staff.post("/admin/network/topic/add/", words)
    assert 'class="errorlist"' in answer.text
    assert Topic.objects.count() == 1


def test_a_contact_may_have_a_name_in_one_language_only(staff):
    staff.post(
        "/admin/network/contact/add/", {"name_en": "Hong Gil-dong", "email": "a@example.org"}
    )
    assert Contact.objects.get().name_en == "Hong Gil-dong"


@pytest.fixture
def korean_staff(admin_client):
    admin_client.cookies["django_language"] = "ko"
    return admin_client


def test_icons_of_lists_and_forms_say_in_the_readers_language_what_they_mean(korean_staff):
    get_user_model().objects.create_user("mina")
    html = korean_staff.get("/admin/auth/user/").text
    assert re.findall(r'<img [^>]*alt="([^"]*)"', html).count("예") >= 2
    assert 'alt="검색"' in html
    assert not re.search(r'alt="(Search|True|False|None)"', html)


def test_names_in_another_language_are_marked_in_lists_and_headings(korean_staff):
    page = make_page(title_ko="", title_en="Windway Youth Circle", published_at_ko=None)
    marked = '<span lang="en">Windway Youth Circle</span>'
    assert marked in korean_staff.get("/admin/network/page/").text
    form = korean_staff.get(f"/admin/network/page/{page.pk}/change/").text
    assert re.search(rf"<h[12]>{re.escape(marked)}</h[12]>", form)
    assert re.search(r"<title>\s*Windway Youth Circle", form)


def test_who_may_not_open_a_page_is_told_so_in_the_readers_language(korean_staff):
    answer = korean_staff.get("/admin/accounts/securityevent/add/")
    assert answer.status_code == 403
    assert "<h1>이 페이지를 볼 권한이 없습니다</h1>" in answer.text
