"""The outbox on the desk: what became of each letter, and sending again."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.core import mail

from letters import outbox
from letters.models import Letter
from network import roles
from tests.builders import make_letter, make_network

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(admin_client):
    make_network()
    admin_client.cookies["django_language"] = "en"
    return admin_client


def address(letter: Letter, page: str = "change") -> str:
    return f"/admin/letters/letter/{letter.pk}/{page}/"


def test_a_letter_that_failed_says_why_and_goes_again(desk):
    letter = make_letter(state="failed", error="550 5.1.1 No such user here")
    assert "1 letter: not delivered" in desk.get("/admin/").text
    html = desk.get(address(letter)).text
    assert "550 5.1.1 No such user here" in html
    assert "Check the address, then send it again." in html
    answer = desk.post(address(letter, "again"), follow=True)
    assert "1 letter will be sent again." in answer.text
    assert outbox.deliver() == 1
    assert mail.outbox[0].to == [letter.recipient]
    assert "not delivered" not in desk.get("/admin/").text


@pytest.mark.parametrize("state", ["unsure", "held"])
def test_what_needs_a_person_to_decide_is_told_in_words(desk, state):
    letter = make_letter(state=state)
    html = desk.get(address(letter)).text
    said = {"unsure": "ask the recipient", "held": "at most 10 letters a day"}
    assert said[state] in html
    chosen = {"action": "send_chosen_again", "_selected_action": [letter.pk]}
    desk.post("/admin/letters/letter/", chosen)
    assert outbox.deliver() == 1


def test_what_has_gone_is_not_sent_again(desk):
    letter = make_letter(state="sent")
    assert "/again/" not in desk.get(address(letter)).text
    answer = desk.post(address(letter, "again"), follow=True)
    assert "0 letters will be sent again." in answer.text
    assert outbox.deliver() == 0


def test_nobody_writes_in_a_letter(desk):
    letter = make_letter()
    html = desk.get(address(letter)).text
    assert 'name="subject"' not in html
    assert 'name="_save"' not in html
    desk.post(address(letter), {"subject": "other", "text": "other"})
    assert Letter.objects.get().subject == "예시 편지"
    assert desk.get("/admin/letters/letter/add/").status_code == 403
    assert desk.post(address(letter, "delete")).status_code == 403


def test_its_html_is_shown_where_nothing_runs(desk):
    letter = make_letter(html="<p>안녕</p><script>alert(1)</script>")
    page = desk.get(address(letter))
    assert f'<iframe class="letter-shown" sandbox src="{address(letter, "html")}"' in page.text
    assert "alert(1)" not in page.text
    frame = desk.get(address(letter, "html"))
    policy = frame["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script-src" not in policy
    assert frame["X-Frame-Options"] == "SAMEORIGIN"


def test_nobody_at_the_desk_can_use_a_link_that_was_sent_to_somebody_else(desk):
    link = "http://testserver/ko/join/sign/o12.1vMxYz.Zk3-0AbCdEfGhIjKlMnOpQrStUvWxYz01234567890"
    letter = make_letter(text=f"{link}\n", html=f'<p><a href="{link}">{link}</a></p>')
    for page in ("change", "html"):
        shown = desk.get(address(letter, page)).text
        assert "o12.1vMxYz" not in shown
    assert "/ko/join/sign/…" in shown
    assert outbox.deliver() == 1
    assert link in mail.outbox[0].body


def test_only_who_may_see_letters_sees_them(client):
    make_network()
    roles.apply()
    letter = make_letter(state="failed")
    editor = get_user_model().objects.create_user("editor", is_staff=True)
    editor.groups.set(roles.EDITORS.groups())
    client.force_login(editor)
    for page in ("change", "html"):
        assert client.get(address(letter, page)).status_code == 403
    assert client.post(address(letter, "again")).status_code == 403
    assert "/admin/letters/" not in client.get("/admin/").text
    editor.groups.set(roles.COORDINATORS.groups())
    assert client.get(address(letter)).status_code == 200
    assert client.post(address(letter, "again")).status_code == 302


def test_a_letter_whose_words_are_erased_still_says_that_it_went(desk):
    letter = make_letter(state="sent")
    outbox.erase_words(letter)
    html = desk.get(address(letter)).text
    assert "s…@example.org" in html
    assert "Receipt of an application" in html
    assert "kept for a week" in html
    assert "iframe" not in html


# Who reads which letters: their own groups decide.
ANY, APPLICATION, CONCERN = "", "joining.decide_application", "concerns.view_concern"
READERS = [
    (None, {ANY}),
    (roles.COORDINATORS, {ANY, APPLICATION}),
    (roles.REVIEWERS, {ANY}),
    (roles.CONCERNS, {ANY, CONCERN}),
]


@pytest.mark.parametrize(("role", "read"), READERS)
def test_being_a_superuser_opens_no_letter(client, role, read):
    """Everybody here is a superuser, for whom Django permits everything."""
    make_network()
    roles.apply()
    user = get_user_model().objects.create_superuser("root")
    user.groups.set(role.groups() if role else [])
    client.force_login(user)
    client.cookies["django_language"] = "en"
    for number, permission in enumerate((ANY, APPLICATION, CONCERN)):
        words = dict.fromkeys(("subject", "text", "html"), f"Words for Han {number}")
        letter = make_letter(
            **words,
            key=f"{number}",
            permission=permission,
            about=f"application:A{number}",
            state="failed",
            recipient=f"han{number}@example.org",
            error=f"550 <han{number}@example.org>: no such user",
        )
        reads = permission in read
        pages = ["/admin/letters/letter/", address(letter), f"/admin/letters/letter/?q=A{number}"]
        for shown in (client.get(page).text for page in pages):
            assert (letter.recipient in shown) == (letter.subject in shown) == reads
            assert "Receipt of an application" in shown
        assert "no such user" in client.get(address(letter)).text
        assert client.get(address(letter, "html")).status_code == (200 if reads else 403)
        found = client.get(f"/admin/letters/letter/?q=Han{number}%40example.org").text
        assert ("Outbox: 1" in found) == reads
        # Sending again needs no reading; what the desk notes about it says nothing of the letter.
        assert client.post(address(letter, "again")).status_code == 302
    noted = LogEntry.objects.values_list("object_repr", flat=True)
    assert set(noted) == {"Receipt of an application"}


def test_the_list_asks_the_same_number_of_questions(desk, django_assert_num_queries):
    for round_ in range(2):
        for number in range(2):
            make_letter(key=f"{round_}-{number}")
        with django_assert_num_queries(7):
            desk.get("/admin/letters/letter/")


@pytest.mark.parametrize("column", ["mailbox_hash__startswith", "recipient", "error__contains"])
def test_no_list_tells_which_letters_have_one_mailbox(desk, column):
    letter = make_letter()
    response = desk.get(f"/admin/letters/letter/?{column}={letter.mailbox_hash[0]}")
    assert (response.status_code, response.url) == (302, "/admin/letters/letter/")
    assert desk.get("/admin/letters/letter/?state__exact=waiting").status_code == 200
