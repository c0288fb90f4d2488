"""The outbox in the admin: what became of each e-mail, and sending again."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.core import mail

from cms.declarations.roles import COORDINATORS, EDITORS
from concerns.declarations.roles import CONCERNS
from joining.declarations.roles import REVIEWERS
from mail import outbox
from mail.models import Email
from operations import group_permissions
from tests.support.builders import make_email, make_network

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(admin_client):
    make_network()
    admin_client.cookies["django_language"] = "en"
    return admin_client


def address(email: Email, page: str = "change") -> str:
    return f"/admin/mail/email/{email.pk}/{page}/"


def test_an_email_that_failed_says_why_and_goes_again(staff):
    email = make_email(state="failed", error="550 5.1.1 No such user here")
    assert "1 e-mail: not delivered" in staff.get("/admin/").text
    html = staff.get(address(email)).text
    assert "550 5.1.1 No such user here" in html
    assert "Check the address, then send it again." in html
    answer = staff.post(address(email, "again"), follow=True)
    assert "1 e-mail will be sent again." in answer.text
    assert outbox.send_due_emails() == 1
    assert mail.outbox[0].to == [email.recipient]
    assert "not delivered" not in staff.get("/admin/").text


@pytest.mark.parametrize("state", ["unconfirmed", "on-hold"])
def test_what_needs_a_person_to_decide_is_told_in_words(staff, state):
    email = make_email(state=state)
    html = staff.get(address(email)).text
    said = {"unconfirmed": "ask the recipient", "on-hold": "at most 10 e-mails a day"}
    assert said[state] in html
    chosen = {"action": "retry_selected", "_selected_action": [email.pk]}
    staff.post("/admin/mail/email/", chosen)
    assert outbox.send_due_emails() == 1


def test_what_has_gone_is_not_sent_again(staff):
    email = make_email(state="sent")
    assert "/again/" not in staff.get(address(email)).text
    answer = staff.post(address(email, "again"), follow=True)
    assert "0 e-mails will be sent again." in answer.text
    assert outbox.send_due_emails() == 0


def test_nobody_writes_in_a_email(staff):
    email = make_email()
    html = staff.get(address(email)).text
    assert 'name="subject"' not in html
    assert 'name="_save"' not in html
    staff.post(address(email), {"subject": "other", "text": "other"})
    assert Email.objects.get().subject == "예시 편지"
    assert staff.get("/admin/mail/email/add/").status_code == 403
    assert staff.post(address(email, "delete")).status_code == 403


def test_its_html_is_shown_where_nothing_runs(staff):
    email = make_email(html="<p>안녕</p><script>alert(1)</script>")
    page = staff.get(address(email))
    assert f'<iframe class="email-preview" sandbox src="{address(email, "html")}"' in page.text
    assert "alert(1)" not in page.text
    frame = staff.get(address(email, "html"))
    policy = frame["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script-src" not in policy
    assert frame["X-Frame-Options"] == "SAMEORIGIN"


def test_nobody_at_the_staff_can_use_a_link_that_was_sent_to_somebody_else(staff):
    link = "http://testserver/ko/join/sign/o12.1vMxYz.Zk3-0AbCdEfGhIjKlMnOpQrStUvWxYz01234567890"
    email = make_email(text=f"{link}\n", html=f'<p><a href="{link}">{link}</a></p>')
    for page in ("change", "html"):
        shown = staff.get(address(email, page)).text
        assert "o12.1vMxYz" not in shown
    assert "/ko/join/sign/…" in shown
    assert outbox.send_due_emails() == 1
    assert link in mail.outbox[0].body


def test_only_who_may_see_emails_sees_them(client):
    make_network()
    group_permissions.apply_roles()
    email = make_email(state="failed")
    editor = get_user_model().objects.create_user("editor", is_staff=True)
    editor.groups.set(EDITORS.groups())
    client.force_login(editor)
    for page in ("change", "html"):
        assert client.get(address(email, page)).status_code == 403
    assert client.post(address(email, "again")).status_code == 403
    assert "/admin/letters/" not in client.get("/admin/").text
    editor.groups.set(COORDINATORS.groups())
    assert client.get(address(email)).status_code == 200
    assert client.post(address(email, "again")).status_code == 302


def test_an_email_whose_words_are_erased_still_says_that_it_went(staff):
    email = make_email(state="sent")
    outbox.erase_text(email)
    html = staff.get(address(email)).text
    assert "s…@example.org" in html
    assert "Acknowledgement of an application" in html
    assert "an e-mail that was sent is kept for 7 days" in html
    assert "iframe" not in html


# Who reads which emails: their own groups decide.
ANY, APPLICATION, CONCERN = "", "joining.decide_application", "concerns.view_concern"
READERS = [
    (None, {ANY}),
    (COORDINATORS, {ANY, APPLICATION}),
    (REVIEWERS, {ANY}),
    (CONCERNS, {ANY, CONCERN}),
]


@pytest.mark.parametrize(("role", "read"), READERS)
def test_being_a_superuser_opens_no_email(client, role, read):
    """Everybody here is a superuser, for whom Django permits everything."""
    make_network()
    group_permissions.apply_roles()
    user = get_user_model().objects.create_superuser("root")
    user.groups.set(role.groups() if role else [])
    client.force_login(user)
    client.cookies["django_language"] = "en"
    for number, permission in enumerate((ANY, APPLICATION, CONCERN)):
        words = dict.fromkeys(("subject", "text", "html"), f"Words for Han {number}")
        email = make_email(
            **words,
            key=f"{number}",
            permission=permission,
            about=f"application:A{number}",
            state="failed",
            recipient=f"han{number}@example.org",
            error=f"550 <han{number}@example.org>: no such user",
        )
        reads = permission in read
        pages = ["/admin/mail/email/", address(email), f"/admin/mail/email/?q=A{number}"]
        for shown in (client.get(page).text for page in pages):
            assert (email.recipient in shown) == (email.subject in shown) == reads
            assert "Acknowledgement of an application" in shown
        assert "no such user" in client.get(address(email)).text
        assert client.get(address(email, "html")).status_code == (200 if reads else 403)
        found = client.get(f"/admin/mail/email/?q=Han{number}%40example.org").text
        assert ("Outbox: 1" in found) == reads
        # Sending again needs no reading; what the admin logs about it says nothing of the email.
        assert client.post(address(email, "again")).status_code == 302
    noted = LogEntry.objects.values_list("object_repr", flat=True)
    assert set(noted) == {"Acknowledgement of an application"}


def test_the_list_asks_the_same_number_of_questions(staff, django_assert_num_queries):
    for round_ in range(2):
        for number in range(2):
            make_email(key=f"{round_}-{number}")
        with django_assert_num_queries(7):
            staff.get("/admin/mail/email/")


@pytest.mark.parametrize("column", ["mailbox_hash__startswith", "recipient", "error__contains"])
def test_no_list_tells_which_emails_have_one_mailbox(staff, column):
    email = make_email()
    response = staff.get(f"/admin/mail/email/?{column}={email.mailbox_hash[0]}")
    assert (response.status_code, response.url) == (302, "/admin/mail/email/")
    assert staff.get("/admin/mail/email/?state__exact=waiting").status_code == 200
