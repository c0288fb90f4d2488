"""What was deleted is brought back as it was, for thirty days, and is nowhere else meanwhile."""

from datetime import timedelta

import pytest
from django.contrib.admin import site
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from erasure_log import erasures
from erasure_log.replayed_actions import ReplayedAction
from events.models import Event, Participation
from members.models import Organisation, Person
from members.names import hiding
from news.models import Article, QuoteBlock, TextBlock
from operations.restore import replaying
from photos import actions
from tests.support.admin_forms import address_of, open_form, save
from tests.support.builders import (
    add_contributor,
    add_message,
    add_participation,
    add_photo,
    add_quote,
    add_see_also_link,
    add_session,
    add_text,
    make_article,
    make_event,
    make_network,
    make_organisation,
    make_page,
    make_person,
    make_photo,
    make_resource,
    make_topic,
)
from versions.deletion import erasing, trash
from versions.models import TrashedItem, Version

pytestmark = pytest.mark.django_db


@pytest.fixture
def mina() -> Client:
    make_network()
    client = Client()
    words = {"is_staff": True, "is_superuser": True}
    client.force_login(get_user_model().objects.create_user("mina", **words))
    return client


def delete(client: Client, item) -> None:
    url = address_of(item).replace("change/", "delete/")
    response = client.post(url, {"post": "yes"})
    assert response.status_code == 302, response.text
    assert not type(item)._base_manager.filter(pk=item.pk).exists()


def trash_page(client: Client, item):
    meta = item._meta
    return client.get(reverse(f"admin:{meta.app_label}_{meta.model_name}_trash"))


def bring_back(client: Client, item):
    meta = item._meta
    [trashed] = TrashedItem.objects.for_model(type(item))
    name = f"admin:{meta.app_label}_{meta.model_name}_bring_back"
    return client.post(reverse(name, args=[trashed.pk]), follow=True)


def columns(item) -> dict:
    [row] = trash._read_rows(type(item), [item.pk])
    return row


def test_an_article_is_as_it_was(mina, client):
    topic, photo = make_topic(), make_photo()
    article = make_article(slug="forum", title_ko="제목", title_en="Title")
    article.topics.add(topic)
    other = make_article(title_ko="다른 글")
    other.see_also.add(article)
    add_text(article, body_ko="<p>하나</p>", body_en="<p>One</p>")
    add_photo(article, photo)
    link = add_see_also_link(article)
    before, block = columns(article), columns(TextBlock.objects.get())
    delete(mina, article)
    assert client.get("/ko/news/forum/").status_code == 404
    assert "제목" in trash_page(mina, article).text
    bring_back(mina, article)
    assert columns(article) == before
    assert columns(TextBlock.objects.get()) == block
    assert list(article.see_also_links.all()) == [link]
    assert list(article.topics.all()) == [topic]
    assert list(other.see_also.all()) == [article]
    assert client.get("/ko/news/forum/").status_code == 200
    assert not TrashedItem.objects.exists()


def test_both_languages_come_back_whatever_the_language_of_the_admin(mina):
    page = make_page(title_ko="제목", title_en="Title")
    mina.cookies["language"] = "en"
    delete(mina, page)
    bring_back(mina, page)
    page.refresh_from_db()
    assert (page.title_ko, page.title_en) == ("제목", "Title")


def test_its_history_comes_back_with_it(mina):
    page = make_page(title_ko="처음")
    save(mina, page, open_form(mina, page), title_ko="나중")
    delete(mina, page)
    erasing.erase_records_about_deleted_items()
    assert Version.objects.count() == 2
    bring_back(mina, page)
    assert Version.objects.for_item(page).count() == 2


def test_what_pointed_to_it_points_to_it_again(mina):
    event = make_event(title_ko="행사")
    article = make_article(event=event)
    session = add_session(event)
    add_participation(session, make_person())
    delete(mina, event)
    article.refresh_from_db()
    assert article.event_id is None
    bring_back(mina, event)
    article.refresh_from_db()
    assert article.event_id == event.pk
    assert Participation.objects.filter(session__event=event).exists()


def test_an_organisation_keeps_its_people_and_its_encrypted_contact(mina):
    organisation = make_organisation(contact_email="desk@example.org")
    person = make_person(organisation=organisation)
    delete(mina, organisation)
    bring_back(mina, organisation)
    assert Organisation.objects.get().contact_email == "desk@example.org"
    person.refresh_from_db()
    assert person.organisation_id == organisation.pk


def test_a_key_that_was_replaced_meanwhile_does_not_matter(mina, settings):
    organisation = make_organisation(contact_email="desk@example.org", contact_name="")
    delete(mina, organisation)
    new = "another key"
    settings.ENCRYPTION_KEYS = [new, *settings.ENCRYPTION_KEYS]
    call_command("reencrypt")
    settings.ENCRYPTION_KEYS = [new]
    bring_back(mina, organisation)
    stored = Organisation.objects.get()
    assert (stored.contact_email, stored.contact_name) == ("desk@example.org", "")


def test_a_person_is_erased_at_once(mina):
    person = make_person()
    confirmation = mina.get(address_of(person).replace("change/", "delete/")).text
    assert "되살릴 수 없습니다" in confirmation
    mina.post(address_of(person).replace("change/", "delete/"), {"post": "yes"})
    assert not Person.objects.exists()
    assert not TrashedItem.objects.exists()


def test_the_page_before_says_until_when(mina):
    page = make_page()
    confirmation = mina.get(address_of(page).replace("change/", "delete/")).text
    day = timezone.localdate() + timedelta(days=30)
    assert f"{day.month}월 {day.day}일" in confirmation
    assert "휴지통" in confirmation
    chosen = {"action": "delete_selected", "_selected_action": page.pk}
    several = mina.post(reverse("admin:network_page_changelist"), chosen).text
    assert f"{day.month}월 {day.day}일" in several


def test_several_are_deleted_and_brought_back(mina):
    pages = [make_page(), make_page()]
    chosen = {"action": "delete_selected", "_selected_action": [page.pk for page in pages]}
    mina.post(reverse("admin:network_page_changelist"), chosen | {"post": "yes"})
    assert TrashedItem.objects.count() == 2


def test_an_address_that_was_taken_meanwhile_is_not_taken_back(mina):
    article = make_article(slug="forum")
    delete(mina, article)
    make_article(slug="forum")
    answer = bring_back(mina, article)
    article.refresh_from_db()
    assert article.slug == "forum-2"
    assert "forum-2" in answer.text


def test_what_was_deleted_meanwhile_is_left_out_and_said(mina):
    article, photo = make_article(), make_photo()
    add_photo(article, photo)
    add_text(article)
    delete(mina, article)
    actions.delete(photo)
    answer = bring_back(mina, article)
    assert "제외" in answer.text
    assert TextBlock.objects.exists()


def test_what_says_nothing_without_a_deleted_person_is_left_out_and_said(mina):
    person, other = make_person(), make_person(name_ko="다른 사람")
    event, resource = make_event(), make_resource()
    for one in (person, other):
        add_message(event, person=one)
        add_contributor(resource, person=one)
    delete(mina, event)
    delete(mina, resource)
    hiding.delete_person(person)
    assert "제외" in bring_back(mina, event).text
    assert "제외" in bring_back(mina, resource).text
    assert event.messages.get().person == other
    assert resource.contributors.get().person == other


def test_nothing_that_names_a_hidden_person_becomes_public(mina):
    person = make_person(name_ko="김보기")
    article = make_article(title_ko="김보기의 말")
    delete(mina, article)
    hiding.hide_person(person, by=None)
    answer = bring_back(mina, article)
    article.refresh_from_db()
    assert article.published_languages == []
    assert "이름" in answer.text


def test_a_person_is_erased_from_the_trash(mina):
    person = make_person(name_ko="김보기")
    article = make_article(title_ko="김보기의 말")
    add_quote(article, person=person)
    event = make_event()
    add_participation(add_session(event), person)
    delete(mina, article)
    delete(mina, event)
    hiding.delete_person(person)
    assert all("김보기" not in str(trashed.dump) for trashed in TrashedItem.objects.all())
    assert all("김보기" not in trashed.title for trashed in TrashedItem.objects.all())
    bring_back(mina, article)
    bring_back(mina, event)
    assert QuoteBlock.objects.get().person_id is None
    assert not Participation.objects.exists()


def forget_in_dump(*columns: str) -> None:
    """As in a dump from before the columns existed."""
    trashed = TrashedItem.objects.get()
    for rows in trashed.dump["rows"].values():
        for row in rows:
            for column in columns:
                row.pop(column, None)
    trashed.save()


def rename_in_dump(label: str) -> None:
    """As in a dump from before a model was renamed."""
    trashed = TrashedItem.objects.get()
    rows = trashed.dump["rows"]
    rows["news.FormerName"] = rows.pop(label)
    trashed.save()


def test_what_was_deleted_before_an_update_comes_back_without_what_is_new(mina):
    article = make_article(event=make_event())
    delete(mina, article)
    forget_in_dump("event_id", "published_at_en")
    bring_back(mina, article)
    article.refresh_from_db()
    assert (article.event_id, article.published_at_en) == (None, None)


@pytest.mark.parametrize("label", ["news.Article", "news.TextBlock"])
def test_what_no_longer_fits_the_database_stays_in_the_bin(mina, label):
    article = make_article()
    add_text(article)
    delete(mina, article)
    rename_in_dump(label)
    assert "그사이 바뀌어" in bring_back(mina, article).text
    assert TrashedItem.objects.exists()


def test_a_column_that_must_have_a_value_keeps_it_in_the_bin(mina):
    page = make_page()
    delete(mina, page)
    forget_in_dump("slug")
    assert "그사이 바뀌어" in bring_back(mina, page).text
    assert TrashedItem.objects.exists()


@pytest.mark.parametrize("change", [rename_in_dump, forget_in_dump])
def test_a_person_is_erased_from_dumps_of_before_an_update(mina, change):
    person, article = make_person(name_ko="김보기"), make_article()
    add_quote(article, person=person, quote_ko="김보기의 말")
    delete(mina, article)
    change("news.QuoteBlock" if change is rename_in_dump else "person_id")
    hiding.delete_person(person)
    assert "김보기" not in str(TrashedItem.objects.get().dump)


def test_several_of_what_does_not_go_to_the_bin_are_erased_at_once(mina, monkeypatch):
    page = make_page()
    monkeypatch.setattr(type(site.get_model_admin(type(page))), "goes_to_trash", False)
    chosen = {"action": "delete_selected", "_selected_action": [page.pk]}
    mina.post(reverse("admin:network_page_changelist"), chosen | {"post": "yes"})
    assert not type(page).objects.exists()
    assert not TrashedItem.objects.exists()


def test_the_bin_names_who_deleted_by_full_name(mina):
    get_user_model().objects.update(first_name="미나")
    page = make_page()
    delete(mina, page)
    assert "미나 님이 삭제" in trash_page(mina, page).text


def test_the_day_of_publication_does_not_come_unseen(mina):
    soon = timezone.now() + timedelta(days=1)
    article = make_article(published_at_ko=soon, published_at_en=None)
    delete(mina, article)
    TrashedItem.objects.update(deleted_at=timezone.now() - timedelta(days=3))
    trashed = TrashedItem.objects.get()
    root = trashed.dump["rows"]["news.Article"][0]
    root["published_at_ko"] = (timezone.now() - timedelta(days=1)).isoformat()
    trashed.save()
    bring_back(mina, article)
    assert Article.objects.get().published_at_ko is None


def test_it_is_emptied_after_thirty_days(mina):
    page = make_page()
    save(mina, page, open_form(mina, page), title_ko="나중")
    delete(mina, page)
    assert trash.count_expired() == 0
    TrashedItem.objects.update(deleted_at=timezone.now() - timedelta(days=31))
    assert trash.delete_expired() == 1
    erasing.erase_records_about_deleted_items()
    assert not Version.objects.exists()


def test_it_is_deleted_for_good_by_a_press(mina):
    page = make_page()
    delete(mina, page)
    trashed = TrashedItem.objects.get()
    mina.post(reverse("admin:network_page_erase", args=[trashed.pk]))
    assert not TrashedItem.objects.exists()


def test_what_was_deleted_for_good_is_not_in_the_trash_of_a_restored_backup(mina):
    page = make_page()
    save(mina, page, open_form(mina, page), title_ko="나중")
    delete(mina, page)
    trashed = TrashedItem.objects.get()
    in_backup = TrashedItem(
        **{f.attname: getattr(trashed, f.attname) for f in trashed._meta.fields}
    )
    since = timezone.now()
    mina.post(reverse("admin:network_page_erase", args=[trashed.pk]))
    erasures.write_unwritten()
    in_backup.save(force_insert=True)
    assert [replaying.replay(one) for one in erasures.entries_after(0, since)].count(True) == 1
    assert not TrashedItem.objects.exists()
    assert not Version.objects.exists()


def test_a_restored_backup_does_not_delete_again_what_was_brought_back(mina):
    page = make_page()
    delete(mina, page)
    bring_back(mina, page)
    erasures.write_unwritten()
    since = timezone.now() - timedelta(hours=1)
    entries = erasures.entries_after(0, since)
    assert not [one for one in entries if one.action == ReplayedAction.DELETE and one.pk == page.pk]
    assert all(map(replaying.can_replay, entries))


def test_who_may_not_delete_brings_nothing_back(mina):
    page = make_page()
    delete(mina, page)
    reader = get_user_model().objects.create_user("reader", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="change_page"))
    client = Client()
    client.force_login(reader)
    assert trash_page(client, page).status_code == 403
    trashed = TrashedItem.objects.get()
    assert (
        client.post(reverse("admin:network_page_bring_back", args=[trashed.pk])).status_code == 403
    )


def test_the_logo_of_an_organisation_in_the_trash_stays_private(mina):
    organisation = make_organisation()
    Organisation.objects.update(logo="logos/a.png")
    delete(mina, organisation)
    assert trash.find_column_values(Organisation, ["logo"]) == {"logos/a.png"}


def test_it_is_encrypted(mina):
    page = make_page(title_ko="아주 특별한 제목")
    delete(mina, page)
    with connection.cursor() as cursor:
        cursor.execute("SELECT convert_from(dump, 'UTF8') FROM versions_trasheditem")
        [(stored,)] = cursor.fetchall()
    assert stored
    assert "특별한" not in stored


def test_every_kind_is_listed(mina):
    assert mina.get(reverse("admin:events_event_trash")).status_code == 200
    assert not Event.objects.exists()
