"""E-mails: written in the recipient's language inside the move they tell of, sent once."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import override

from cms.publishing.site_url import absolute_url
from cms.validators import email_addresses
from mail import outbox
from mail.labels import email_labels
from mail.limits_and_periods import MAX_EMAILS_PER_DAY
from mail.models import Email
from tests.support.builders import make_network

pytestmark = pytest.mark.django_db

TEMPLATE = """{% translate "Read the news" %}: {{ name }}
{{ name }}

{{ link }}
https://elsewhere.example/
"""


@pytest.fixture(autouse=True)
def _template(settings, tmp_path):
    """A email of the test's own, beside those of the site."""
    folder = tmp_path / "example" / "emails"
    folder.mkdir(parents=True)
    (folder / "hello.txt").write_text(TEMPLATE)
    [engine] = settings.TEMPLATES
    settings.TEMPLATES = [engine | {"DIRS": [*engine["DIRS"], Path(tmp_path)]}]
    make_network()


def post(key: str = "hello-1", to: str = "someone@example.org", **more) -> Email:
    context = {"name": "Kim & <Lee>", "link": absolute_url("/ko/news/")}
    words = {"language": "ko"} | more
    return outbox.queue_email(to, "example/emails/hello.txt", context, key=key, **words)


def state(email: Email) -> str:
    email.refresh_from_db()
    return email.state


def test_an_email_is_in_the_recipients_language_whoever_makes_it(settings):
    with override("en"):
        post()
    assert outbox.send_due_emails() == 1
    [message] = mail.outbox
    assert message.subject == "소식 보기: Kim & <Lee>"
    assert message.to == ["someone@example.org"]
    assert message.from_email.endswith(f"<{settings.DEFAULT_FROM_EMAIL}>")
    assert "Kim & <Lee>\n" in message.body
    assert "예시 네트워크" in message.body


def test_its_html_says_the_same_and_links_to_this_site_alone(settings):
    settings.SITE_URL = "https://network.example"
    post()
    outbox.send_due_emails()
    html, kind = mail.outbox[0].alternatives[0]
    assert kind == "text/html"
    assert "Kim &amp; &lt;Lee&gt;" in html
    ours = "https://network.example/ko/news/"
    assert f'<a href="{ours}">{ours}</a><br>\nhttps://elsewhere.example/</p>' in html
    assert "<img" not in html


def test_the_same_key_is_the_same_email():
    assert post() == post(to="other@example.org")
    outbox.send_due_emails()
    post()
    assert outbox.send_due_emails() == 0
    assert len(mail.outbox) == 1


def test_a_move_that_is_taken_back_posts_nothing():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        post()
        raise ZeroDivisionError
    assert outbox.send_due_emails() == 0


def test_one_address_gets_so_many_emails_a_day_and_the_staff_is_told():
    spellings = ["some.one@example.org", "Some.One@example.org", "some.one+tag@example.org"]
    emails = [
        post(f"hello-{number}", spellings[number % 3]) for number in range(MAX_EMAILS_PER_DAY + 2)
    ]
    assert outbox.send_due_emails() == MAX_EMAILS_PER_DAY
    assert [state(email) for email in emails[-2:]] == ["on-hold", "on-hold"]
    post("to-another", "other@example.org")
    post("of-our-own", "some.one@example.org", counts_towards_daily_limit=False)
    assert outbox.send_due_emails() == 2
    assert outbox.retry_email(emails[-1])
    assert outbox.send_due_emails() == 1
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        post("tomorrow", "some.one@example.org")
        assert outbox.send_due_emails() == 1


def test_dots_make_no_new_mailbox_where_the_provider_ignores_them():
    assert email_addresses.mailbox_of("S.ome.One+tag@Gmail.com") == email_addresses.mailbox_of(
        "someone@gmail.com"
    )
    assert email_addresses.mailbox_of("some.one@example.org") != email_addresses.mailbox_of(
        "someone@example.org"
    )


def test_spellings_of_one_mailbox_share_its_cap_and_go_out_in_one_spelling():
    spellings = ["victim@\uff47mail.com", "victim@gma\u00adil.com", "victim\uff20gmail.com"]
    for number in range(MAX_EMAILS_PER_DAY + 2):
        post(f"email-{number}", spellings[number % 3])
    assert outbox.send_due_emails() == MAX_EMAILS_PER_DAY
    assert {message.to[0] for message in mail.outbox} == {"victim@gmail.com"}
    assert Email.objects.filter(state=Email.State.ON_HOLD).count() == 2


def test_what_has_gone_is_erased_after_a_week_and_forgotten_after_a_year():
    email = post(about="application:1")
    outbox.send_due_emails()
    with time_machine.travel(timezone.now() + timedelta(days=6)):
        assert outbox.purge() == 0
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert outbox.count_expired() == outbox.purge() == 1
        assert outbox.count_expired() == outbox.purge() == 0
        email.refresh_from_db()
        assert (email.subject, email.text, email.html, email.error) == ("", "", "", "")
        assert (email.kind, email.recipient) == ("hello", "s…@example.org")
    with time_machine.travel(timezone.now() + timedelta(days=366)):
        outbox.purge()
        assert not Email.objects.exists()


@pytest.mark.parametrize("in_trouble", Email.NEEDS_ATTENTION)
def test_what_has_not_gone_waits_a_month_for_somebody(in_trouble):
    email = post()
    Email.objects.update(state=in_trouble)
    with time_machine.travel(timezone.now() + timedelta(days=29)):
        assert outbox.purge() == 0
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert outbox.purge() == 1
        assert not outbox.retry_email(email)


def test_what_is_still_to_go_is_never_sent_without_its_words():
    """After a month without a clock."""
    post()
    with time_machine.travel(timezone.now() + timedelta(days=40)):
        assert outbox.purge() == 0
        assert outbox.send_due_emails() == 1
    assert "Kim & <Lee>" in mail.outbox[0].body


def test_a_dump_of_the_database_tells_neither_what_was_written_nor_to_whom():
    post(to="han.secret@example.org")
    Email.objects.update(error="550 <han.secret@example.org> unknown")
    with connection.cursor() as cursor:
        cursor.execute("SELECT email::text FROM mail_email email")
        [(row,)] = cursor.fetchall()
    stored = row + "".join(
        bytes.fromhex(part).decode("latin-1") for part in re.findall(r"\\x((?:\w\w)+)", row)
    )
    for secret in ("han.secret", "Kim & <Lee>", "unknown"):
        assert secret not in stored
    email = Email.objects.get()
    assert email.recipient == "han.secret@example.org"
    assert email.subject == "소식 보기: Kim & <Lee>"


def test_every_email_has_a_name_for_the_staff(settings):
    [engine] = settings.TEMPLATES
    templates = engine["DIRS"][0].glob("**/emails/**/*.txt")
    names = {file.stem for file in templates if not file.stem.startswith("_")}
    # The draft of one has no name of its own.
    assert names - {"default_decline_text"} == set(email_labels())


def test_emails_are_forgotten_with_what_they_are_about():
    post(about="application:1")
    post("hello-2", about="application:12")
    assert outbox.delete_emails_about("application:1") == 1
    assert Email.objects.get().about == "application:12"


@pytest.mark.parametrize("address", ["", "nobody", "a@b\nBcc: c@example.org"])
def test_what_is_no_address_gets_no_email(address):
    with pytest.raises(ValidationError):
        post(to=address)
