"""Somebody in danger: hidden from every public page in one step, and shown again in one."""

import re

import pytest
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.utils.translation import override

from members.models import Appearance, Milestone, Person
from members.names import hiding, mentions
from photos import actions
from photos.models import Photo
from tests.support import crawling
from tests.support.builders import (
    add_appearance,
    add_event_organisation,
    add_event_photo,
    add_message,
    add_office,
    add_participation,
    add_photo,
    add_quote,
    add_session,
    add_text,
    make_agreement,
    make_application,
    make_article,
    make_campaign,
    make_event,
    make_member,
    make_milestone,
    make_network,
    make_page,
    make_person,
    make_photographer,
    make_topic,
    yesterday,
)
from tests.support.builders import make_photo as make_large_photo

pytestmark = pytest.mark.django_db

NAMES = ["김보기", "Kim Bogi", "Bogi Kim", "보기쌤"]
TRACES = [*NAMES, "kim-bogi", "보기연구소장", "head of the Example Institute"]


def make_photo(**words) -> Photo:
    """Small, as its files matter and its pixels do not."""
    return make_large_photo(size=(240, 160), **words)


@pytest.fixture(autouse=True)
def _commits(monkeypatch):
    """Files follow a change once it stands; here every change stands at once."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda action, **_how: action())


@pytest.fixture
def person():
    return make_person(
        other_names="보기쌤",
        sort_name_en="Kim, Bogi",
        has_public_profile=True,
        biography_ko="김보기입니다.",
        biography_en="This is Kim Bogi.",
        role_ko="보기연구소장",
        role_en="head of the Example Institute",
        portrait=make_photo(alt_ko="초상", alt_en="A portrait"),
    )


@pytest.fixture
def site(person):
    """Everywhere: profile, offices, programme, messages, photos, quotes, bylines, running text."""
    role = {"job_title_ko": "보기연구소장", "job_title_en": "head of the Example Institute"}
    make_network()
    make_page(slug="about", body_ko="<p>김보기가 시작했습니다.</p>")
    make_page(title_en="Contact", slug="contact", place="footer")
    make_milestone(text_en="Kim‑Bogi is elected.", link="/events/launch/")
    make_agreement()
    add_office(person)
    add_office(person, "working-group", group_ko="돌봄", ended_on="2026-01-01")
    in_photo = make_photo(caption_ko="출범식", caption_en="The launch")
    add_appearance(in_photo, person, **role, position=1)
    event = make_event(slug="launch", starts_at=yesterday(), campaign=make_campaign())
    add_participation(add_session(event), person, "moderator", **role)
    add_participation(add_session(event, "keynote"), person, "keynote", **role)
    add_message(event, person=person)
    add_event_photo(event, in_photo)
    coming = make_event(slug="coming", summary_en="A talk by KIM BOGI")
    organisation = make_member(slug="institute", description_en="<p>Kim Bogi leads it.</p>")
    add_event_organisation(coming, organisation)
    article = make_article(slug="kim-bogi-elected", kind="press-release", byline_en="Kim Bogi")
    article.topics.add(make_topic())
    add_text(
        article, body_ko="<p>보기쌤은 말했다.</p>", body_en="<p>So <em>Kim</em> Bogi said.</p>"
    )
    add_quote(article, person=person, **role)
    add_photo(article, make_photo(caption_en="Kim Bogi speaks", press_use=True))
    add_photo(article, make_photo(photographer=make_photographer(name_en="Bogi Kim")))
    make_article(slug="another", title_en="About something else")
    make_article(slug="korean", title_en="", published_at_en=None, byline_ko="김보기")
    make_article(slug="english", title_ko="", published_at_ko=None, byline_en="Kim Bogi")


def pages(client) -> dict[str, str]:
    """Every page, file and feed of both languages, with its whole answer."""
    found = crawling.pages(client, "/ko/events/launch.ics", "/en/events/launch.ics")
    return {address: answer.whole for address, answer in found.items()}


def naming(read: dict[str, str]) -> set[str]:
    """The pages where anything tells who the person is."""
    told = "|".join(re.escape(trace).replace(r"\ ", r"(?:\s|<[^>]+>)+") for trace in TRACES)
    return {
        address
        for address, body in read.items()
        if re.search(f"{told}|Kim‑Bogi", address + body, re.IGNORECASE)
    }


def test_nothing_that_a_visitor_can_reach_names_who_is_hidden(client, site, person, admin_user):
    before = pages(client)
    assert {"/ko/people/kim-bogi/", "/en/events/launch/", "/en/about/"} <= naming(before)
    current = hiding.hide_person(person, admin_user)
    hiding.unpublish_mentions(current, mentions.find_mentions(person))
    loose = {found.page for found in mentions.find_mentions(person) if found.status() == "public"}
    assert {type(page).__name__ for page in loose} == {"Milestone", "Photo", "Photographer"}
    # What has no draft of its own is left to people; here they take the name out.
    Milestone.objects.update(text_en="Somebody is elected.")
    after = pages(client)
    kinds = {"", "about/", "press/", "photo-credits/", "people/", "events/", "events/launch/"}
    kinds |= {"news/", "events/launch.ics", "events/calendar.ics", "campaigns/16-days/"}
    kinds |= {"members/", "members/institute/", "members/directory.json", "members/directory.csv"}
    kinds |= {"join/", "join/organisation/", "about/code-of-conduct/", "concern/"}
    assert {f"/{code}/{kind}" for code in ("ko", "en") for kind in kinds} <= set(after)
    assert naming(after) == set()
    assert any("이름 비공개" in body for body in after.values())
    assert client.get("/ko/people/kim-bogi/").status_code == 404


def test_files_of_photos_are_taken_away_and_come_back(client, site, person, admin_user):
    files = set(settings.MEDIA_ROOT.rglob("*.*"))
    hiding.hide_person(person, admin_user)
    still = set(settings.MEDIA_ROOT.rglob("*.*"))
    assert len(still) < len(files)
    assert Photo.objects.filter(on_hold=True).count() == 4
    hiding.show_person(person, admin_user)
    assert set(settings.MEDIA_ROOT.rglob("*.*")) == files


def test_undoing_puts_back_just_what_was_taken_away(client, site, person, admin_user):
    before = pages(client)
    withdrawn, gone = Photo.objects.exclude(portrait_of=None).get(), make_article(slug="gone")
    actions.take_down(withdrawn)
    add_text(gone, body_ko="<p>김보기</p>")
    expected = pages(client)
    current = hiding.hide_person(person, admin_user)
    hiding.unpublish_mentions(current, mentions.find_mentions(person))
    gone.delete()
    hiding.show_person(person, admin_user)
    withdrawn.refresh_from_db()
    assert withdrawn.is_withheld()
    after = pages(client)
    assert naming(after) == naming(expected) - {"/ko/news/gone/", "/en/news/gone/"}
    assert naming(before) <= naming(after)


def test_a_photo_stays_away_while_anybody_in_it_is_hidden(person, admin_user):
    photo, other = make_photo(), make_person(name_ko="이한", name_en="Lee Han")
    add_appearance(photo, person)
    add_appearance(photo, other)
    hiding.hide_person(person, admin_user)
    hiding.hide_person(other, admin_user)
    hiding.show_person(person, admin_user)
    photo.refresh_from_db()
    assert photo.is_withheld()
    actions.show_again(photo)
    assert photo.is_withheld()
    hiding.show_person(other, admin_user)
    photo.refresh_from_db()
    assert photo.is_displayable("ko")


def test_a_text_published_anew_after_hiding_keeps_its_new_day(person, admin_user):
    article = make_article(title_ko="김보기의 글")
    hiding.unpublish_mentions(
        hiding.hide_person(person, admin_user), mentions.find_mentions(person)
    )
    article.refresh_from_db()
    assert (article.published_at_ko, article.status_in("en")) == (None, "public")
    article.title_ko, article.published_at_ko = "어느 글", yesterday()
    article.save()
    moment = article.published_at_ko
    hiding.show_person(person, admin_user)
    article.refresh_from_db()
    assert article.published_at_ko == moment


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("이한은 말했다", True),
        ("‘이한’", True),
        ("특이한 일", False),
        ("유일무이한", False),
        ("Lee-Han’s talk", True),
        ("LEE  HAN", True),
        ("Lee Hanna", False),
        ("Bolee Han", False),
        ("Han Lee", True),
        ("골디쌤과 함께", True),
    ],
)
def test_a_name_is_found_as_people_write_it_and_not_inside_other_words(text, is_found):
    person = make_person(
        name_ko="이한", name_en="Lee Han", sort_name_en="Lee, Han", other_names="골디쌤"
    )
    make_article(standfirst_ko=text)
    assert [mention.language for mention in mentions.find_mentions(person)] == ["ko"] * is_found


def test_what_is_left_is_told_by_page_and_language_with_the_words_around(site, person, admin_user):
    hiding.hide_person(person, admin_user)
    with override("en"):
        told = {
            (found.page._meta.model_name, found.field_label, found.language): found.excerpt
            for found in mentions.find_mentions(person)
        }
    assert told["article", "Text (Korean)", "ko"] == "보기쌤은 말했다."
    assert told["article", "Address", "en"] == "/en/news/kim-bogi-elected/"
    assert told["event", "Summary (English)", "en"] == "A talk by KIM BOGI"
    assert ("article", "Title (English)", "en") not in told


def test_no_secret_is_told_by_looking_for_a_name():
    """Whoever adds words in several languages decides here whether readers may see them."""
    searched = {model._meta.label for model in mentions.searched_models()}
    assert searched == {
        *("network.Contact", "network.Network", "network.Page", "network.Topic"),
        *("concerns.Guidance", "photos.Photo", "photos.Photographer"),
        *("members.Agreement", "members.Appearance", "members.Milestone", "members.Office"),
        *("members.Organisation", "members.Person", "members.Region"),
        *("events.Campaign", "events.Event", "events.Message", "events.Participation"),
        *("events.Session", "news.Article", "news.Correction", "news.StatisticBlock"),
        *("news.FileBlock", "news.GalleryBlock", "news.QuoteBlock", "news.TextBlock"),
        *("news.VideoBlock", "resources.Contributor", "resources.Resource"),
        *("resources.ResourceFile", "news.SeeAlsoLink"),
    }
    make_application(name_ko="김보기", summary_ko="김보기의 모임")
    assert mentions.find_mentions(make_person(name_ko="김보기")) == []


def test_hiding_is_one_click_on_the_staff_and_logged(admin_client, site, person):
    admin_client.cookies["django_language"] = "en"
    form = f"/admin/members/person/{person.pk}"
    assert f'action="{form}/hide/"' in admin_client.get(f"{form}/change/").text
    assert f'formaction="{form}/hide/"' in admin_client.get("/admin/members/person/").text
    told = admin_client.post(f"{form}/hide/", follow=True).text
    assert "4 photos are held back" in told
    assert "보기쌤은 말했다." in told
    answer = admin_client.post(f"{form}/take-back/", follow=True).text
    assert "7 texts are drafts now." in answer
    assert "This has no draft. Open it and remove the name." in answer
    admin_client.post(f"{form}/show/")
    person.refresh_from_db()
    assert not person.is_hidden
    entries = LogEntry.objects.filter(object_id=person.pk, content_type__model="person")
    assert [entry.get_change_message() for entry in entries] == [
        "Shown on public pages again.",
        "Hidden from every public page.",
    ]
    taken = LogEntry.objects.filter(change_message__contains="it names somebody who is hidden")
    assert taken.count() == 7


def test_one_text_alone_can_be_taken_back(admin_client, person, admin_user):
    article, other = make_article(title_ko="김보기"), make_article(title_ko="또 김보기")
    hiding.hide_person(person, admin_user)
    page = {"page": f"news.article-{article.pk}-ko"}
    admin_client.post(f"/admin/members/person/{person.pk}/take-back/", page)
    article.refresh_from_db()
    other.refresh_from_db()
    assert (article.status_in("ko"), other.status_in("ko")) == ("draft", "public")


def test_who_may_not_open_a_text_is_not_shown_it(client, django_user_model, person, admin_user):
    article = make_article(title_ko="김보기의 비밀")
    hiding.hide_person(person, admin_user)
    staff = django_user_model.objects.create_user("staff", password="x", is_staff=True)
    client.force_login(staff)
    address = f"/admin/members/person/{person.pk}"
    assert client.post(f"{address}/hide/").status_code == 403
    assert client.post(f"{address}/take-back/").status_code == 403
    staff.user_permissions.add(Permission.objects.get(codename="change_person"))
    told = client.get(f"{address}/hidden/").text
    assert "김보기의 비밀" not in told
    assert "이 글을 열 권한이 없습니다." in told
    client.post(f"{address}/take-back/")
    article.refresh_from_db()
    assert article.status_in("ko") == "public"


def test_a_name_added_while_hidden_is_looked_for(admin_client, person, admin_user):
    photo = make_photo(caption_ko="빛나리가 말한다")
    hiding.hide_person(person, admin_user)
    Person.objects.filter(pk=person.pk).update(other_names="빛나리")
    admin_client.post(f"/admin/members/person/{person.pk}/hide/")
    photo.refresh_from_db()
    assert photo.on_hold


def test_withdrawn_consent_holds_the_photo_until_it_is_given_again():
    photo = make_photo()
    appearance = add_appearance(photo)
    Appearance.objects.filter(pk=appearance.pk).update(consent="withdrawn")
    hiding.update_photos_on_hold([photo])
    assert not photo.is_displayable("ko")
    assert list(settings.MEDIA_ROOT.rglob("*.jpg")) == []
    Appearance.objects.filter(pk=appearance.pk).update(consent="named")
    hiding.update_photos_on_hold([photo])
    assert photo.is_displayable("ko")


def test_deleting_somebody_hidden_does_not_bring_the_photos_back(admin_client, admin_user):
    person, photo = make_person(), make_photo()
    add_appearance(photo, person)
    hiding.hide_person(person, admin_user)
    admin_client.post(f"/admin/members/person/{person.pk}/delete/", {"post": "yes"})
    assert not Person.objects.exists()
    photo.refresh_from_db()
    assert (photo.on_hold, photo.is_withheld()) == (False, True)
    assert list(settings.MEDIA_ROOT.rglob("*.jpg")) == []


def test_taking_out_who_withdrew_consent_does_not_bring_the_photo_back(admin_client):
    photo, person = make_photo(), make_person()
    appearance = add_appearance(photo, person, consent="withdrawn")
    hiding.update_photos_on_hold([photo])
    form = {"name_ko": person.name_ko, "offices-TOTAL_FORMS": 0, "offices-INITIAL_FORMS": 0}
    row = {"id": appearance.pk, "person": person.pk, "photo": photo.pk, "consent": "withdrawn"}
    form |= {f"appearances-0-{name}": value for name, value in row.items()}
    form |= {"appearances-TOTAL_FORMS": 1, "appearances-INITIAL_FORMS": 1}
    address = f"/admin/members/person/{person.pk}/change/"
    admin_client.post(address, form | {"appearances-0-DELETE": "on"})
    assert not Appearance.objects.exists()
    photo.refresh_from_db()
    assert (photo.on_hold, photo.is_withheld()) == (False, True)
    assert list(settings.MEDIA_ROOT.rglob("*.jpg")) == []


def test_a_text_stays_a_draft_while_it_names_anybody_hidden(admin_client, person, admin_user):
    other = make_person(name_ko="이한", name_en="Lee Han")
    article = make_article(title_ko="김보기와 이한")
    day = article.published_at_ko
    hiding.unpublish_mentions(
        hiding.hide_person(person, admin_user), mentions.find_mentions(person)
    )
    hiding.unpublish_mentions(hiding.hide_person(other, admin_user), mentions.find_mentions(other))
    admin_client.cookies["django_language"] = "en"
    told = admin_client.post(f"/admin/members/person/{person.pk}/show/", follow=True).text
    assert "1 text stays a draft: it names somebody else who is hidden." in told
    article.refresh_from_db()
    assert (article.status_in("ko"), article.status_in("en")) == ("draft", "public")
    hiding.show_person(other, admin_user)
    article.refresh_from_db()
    assert article.published_at_ko == day


def test_a_name_alone_in_a_programme_is_found():
    person = make_person(name_ko="김보기", name_en="Kim Bogi")
    event = make_event()
    add_participation(add_session(event), name_ko="김보기", name_en="Kim Bogi")
    found = mentions.find_mentions(person)
    assert [(one.page, one.language, one.excerpt) for one in found] == [
        (event, "ko", "김보기"),
        (event, "en", "Kim Bogi"),
    ]
