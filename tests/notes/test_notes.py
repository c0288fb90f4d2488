"""Staff write notes on an item and on parts of it; readers never see them."""

import re

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.urls import reverse

from mail import outbox
from mail.models import Email
from members.names import hiding
from notes import erasing, mentions
from notes.models import ItemNote, Mention
from tests.notes.note_writers import make_colleague, notes_url, sit, write
from tests.support.admin_forms import address_of
from tests.support.builders import (
    add_text,
    make_agreement,
    make_article,
    make_campaign,
    make_event,
    make_network,
    make_organisation,
    make_page,
    make_person,
    make_photo,
    make_resource,
)
from versions.deletion import trash
from website.admin import note_emails

pytestmark = pytest.mark.django_db


@pytest.fixture
def mina() -> User:
    make_network()
    return make_colleague("mina", is_superuser=True)


@pytest.fixture
def joon() -> User:
    return make_colleague("joon", "view_article", last_name="Kim")


def test_a_note_stands_on_the_form_and_never_on_the_page(mina, client):
    article = make_article(slug="forum")
    page = write(mina, article, "Is the figure right?")
    assert "Is the figure right?" in page.text
    form = sit(mina).get(address_of(article)).text
    assert "Is the figure right?" in form
    assert "1 open" in form or "1개" in form
    assert "Is the figure right?" not in client.get("/en/news/forum/").text


@pytest.mark.parametrize(
    "make",
    [
        make_article,
        make_event,
        make_page,
        make_organisation,
        make_person,
        make_campaign,
        make_resource,
        make_agreement,
        make_photo,
    ],
)
def test_every_item_with_a_form_takes_notes(mina, make):
    item = make()
    assert "Ask them first." in write(mina, item, "Ask them first.").text
    assert "Ask them first." in sit(mina).get(address_of(item)).text


def test_a_note_is_about_a_block_and_leads_to_it(mina):
    article = make_article()
    block = add_text(article, body_en="<p>Two hundred came.</p>", body_ko="")
    form = sit(mina).get(address_of(article)).text
    [path] = re.findall(rf'<option value="([^"]+/{block.pk})">[^<]*Two hundred came', form)
    write(mina, article, "Or more?", form_part=path)
    form = sit(mina).get(address_of(article)).text
    [anchor] = re.findall(r'class="note-form-part">\s*<a href="#([^"]+)"', form)
    assert f'id="{anchor}"' in form
    block.delete()
    assert "Or more?" in sit(mina).get(address_of(article)).text


def test_a_note_about_a_part_that_is_gone_is_stored_all_the_same(mina):
    article = make_article()
    write(mina, article, "Still here.", form_part="news_textblock_set/99999")
    assert ItemNote.objects.get().form_part == ""


def test_answers_stand_below_and_open_what_was_resolved(mina, joon):
    article = make_article()
    write(joon, article, "Is the figure right?")
    note = ItemNote.objects.get()
    resolve = f"{notes_url(article)}{note.pk}/resolve/"
    sit(mina).post(resolve)
    assert ItemNote.objects.get().resolved_at
    sit(mina).post(resolve, {"reopen": "yes"})
    assert ItemNote.objects.get().resolved_at is None
    sit(mina).post(resolve)
    write(mina, article, "Yes, counted twice.", thread=note.pk)
    answer = ItemNote.objects.get(thread=note)
    note.refresh_from_db()
    assert (note.resolved_at, answer.author) == (None, mina)
    assert [mention.user for mention in answer.mentions.all()] == [joon]


def test_an_empty_note_says_so_and_nothing_is_stored(mina):
    article = make_article()
    response = write(mina, article, "   ")
    assert "errorlist" in response.text
    assert not ItemNote.objects.exists()


def test_only_its_author_deletes_a_note_and_answers_of_others_stay(mina, joon):
    article = make_article()
    write(joon, article, "First thought.")
    first = ItemNote.objects.get()
    delete = f"{notes_url(article)}{first.pk}/delete/"
    assert sit(mina).post(delete).status_code == 403
    write(mina, article, "Good thought.", thread=first.pk)
    sit(joon).post(delete)
    page = sit(mina).get(notes_url(article)).text
    assert "First thought." not in page
    assert "Good thought." in page
    answer = ItemNote.objects.get(thread=first)
    sit(mina).post(f"{notes_url(article)}{answer.pk}/delete/")
    sit(joon).post(delete)
    assert not ItemNote.objects.exists()


def test_whoever_may_not_see_the_item_sees_no_note(mina):
    article = make_article()
    write(mina, article, "Ask the embassy.")
    other = sit(make_colleague("other", "view_event"))
    note = ItemNote.objects.get()
    for url in [
        notes_url(article),
        f"{notes_url(article)}colleagues/",
        f"{notes_url(article)}{note.pk}/resolve/",
        f"{notes_url(article)}{note.pk}/delete/",
    ]:
        assert other.get(url).status_code in (403, 405)
        assert other.post(url, {"note-text": "x"}).status_code == 403
    event = make_event()
    assert sit(mina).post(f"{notes_url(event)}{note.pk}/resolve/").status_code == 404


def test_a_colleague_is_told_by_email_and_on_the_first_page_until_it_is_read(mina, joon):
    article = make_article(title_en="Forum of the South", title_ko="남쪽 포럼")
    page = write(mina, article, "@joon secret-word: is it right?")
    assert "Joon Kim" in page.text
    dashboard = sit(joon).get(reverse("admin:index")).text
    assert f"{notes_url(article)}#note-" in dashboard
    assert "secret-word" not in dashboard
    assert note_emails.count_untold() == 1
    note_emails.tell()
    note_emails.tell()
    outbox.send_due_emails()
    [message] = mail.outbox
    assert message.to == ["joon@example.org"]
    assert "Mina" in message.body
    assert "남쪽 포럼" in message.body
    assert "secret-word" not in message.body
    [path] = re.findall(r"http://testserver(/admin/\S+)", message.body)
    assert "secret-word" in sit(joon).get(path).text
    assert Mention.objects.get().read_at
    assert "panel-notes" not in sit(joon).get(reverse("admin:index")).text


def test_whoever_has_read_it_gets_no_email(mina, joon):
    article = make_article()
    write(mina, article, "@joon please look")
    sit(joon).get(address_of(article))
    note_emails.tell()
    assert not Email.objects.exists()


def test_only_colleagues_who_may_see_the_item_are_told(mina, joon):
    make_colleague("other", "view_event")
    make_colleague("gone", "view_article", is_active=False)
    page = write(mina, make_article(), "@other @gone @joon look, or write to mina@example.org")
    assert [mention.user for mention in Mention.objects.all()] == [joon]
    assert "@other, @gone" in page.text
    assert (
        "@example"
        not in re.sub(r"<textarea.*?</textarea>", "", page.text).split("messagelist")[1][:300]
    )
    found = sit(mina).get(f"{notes_url(make_article())}colleagues/").json()["colleagues"]
    assert found == [{"name": "joon", "label": "Joon Kim"}]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("@joon", ["joon"]),
        ("@JOON, look", ["joon"]),
        ("(@joon)", ["joon"]),
        ("@joon.lee and @joon", ["joon.lee", "joon"]),
        ("@김준님께 여쭤봅니다", ["joon"]),
        ("＠joon", ["joon"]),
        ("@Jun Kim knows", []),
        ("@준 김", ["joon"]),
        ("joon@example.org", []),
        ("@joonas", []),
        # An i without a dot is no i, though a pattern takes it for one.
        ("@m\u0131na", []),
    ],
)
def test_names_are_understood_as_they_are_written(text, named):
    users = [
        make_colleague("joon", first_name="준", last_name="김"),
        make_colleague("joon.lee", first_name="이준"),
        make_colleague("mina"),
    ]
    found, _unknown = mentions.find_named(text, users)
    assert [user.username for user in found] == named


def test_the_note_of_a_deleted_account_stays_without_a_name(mina, joon):
    article = make_article()
    write(joon, article, "Counted twice.")
    joon.delete()
    page = sit(mina).get(address_of(article)).text
    assert "Counted twice." in page
    assert "Joon" not in page


def test_notes_go_with_the_item_and_wait_for_it_in_the_trash(mina):
    article, page = make_article(), make_page()
    write(mina, article, "One.")
    write(mina, page, "Two.")
    trash.move_to_trash(article, mina)
    article.delete()
    page.delete()
    assert erasing.count_notes_of_deleted_items() == 1
    erasing.erase_notes_of_deleted_items()
    assert [note.text for note in ItemNote.objects.all()] == ["One."]


def test_a_deleted_person_is_named_in_no_note(mina):
    article, person = make_article(), make_person(name_en="Ada Quietly", name_ko="조용한")
    write(mina, article, "Ask Ada Quietly and 조용한 first.")
    write(mina, person, "She moved.")
    hiding.hide_person(person, mina)
    page = sit(mina).get(reverse("admin:members_person_hidden", args=[person.pk])).text
    assert notes_url(article) in page
    hiding.delete_person(person)
    assert [note.text for note in ItemNote.objects.all()] == ["Ask […] and […] first."]


def test_many_notes_cost_the_form_no_more(mina, joon, django_assert_num_queries):
    article, client = make_article(), sit(mina)
    for count in (0, 5):
        for number in range(count):
            write(joon, article, f"Note {number}")
        client.get(address_of(article))
        with django_assert_num_queries(28):
            client.get(address_of(article))
