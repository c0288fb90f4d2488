"""Reporting a concern: without a name, encrypted, and read again with a code."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings as django_settings
from django.core import mail
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from concerns import actions
from concerns.concern_readers import concern_readers
from concerns.models import Concern, ConcernAccessLogEntry, Guidance
from mail import outbox
from mail.models import Email
from network.models import Network
from spam import form_tokens
from spam.limits_and_periods import WRONG_CODES_PER_CLIENT
from tests.support.builders import make_concern, make_contact, make_focal_point, make_network

pytestmark = pytest.mark.django_db

SECRET = "회의가 끝난 뒤에 겪은 일입니다"


@pytest.fixture(autouse=True)
def _network():
    make_network(contact=make_contact())
    make_focal_point()


def report(client, language: str = "ko", **values):
    with time_machine.travel(timezone.now() - timedelta(seconds=30)):
        form_token = form_tokens.new_form_token("concern")
    return client.post(
        f"/{language}/concern/", {"description": SECRET, "form_token": form_token} | values
    )


def test_a_concern_is_reported_without_a_name_and_found_again_by_its_code(client):
    response = report(client)
    assert response.status_code == 302
    code = re.fullmatch(r"/ko/concern/((?:[2-9A-Z]{4}-){3}[2-9A-Z]{4})/", response["Location"])[1]
    page = client.get(response["Location"])
    assert code in page.text
    assert "접수되었습니다" in page.text
    assert SECRET not in page.text
    assert Concern.objects.get().description == SECRET
    assert client.get(f"/en/concern/{code.lower().replace('-', '')}/").status_code == 200
    assert not client.cookies


def test_while_the_forms_are_closed_help_at_once_is_still_named(client):
    Guidance.objects.create(urgent_help_ko="상담 전화 1366")
    Network.objects.update(concerns_closed_at=timezone.now())
    page = client.get("/ko/concern/")
    assert page.status_code == 503
    assert "상담 전화 1366" in page.text
    assert 'name="description"' not in page.text


@pytest.mark.parametrize("path", ["", "answer/", "CODE/", "WXYZ-WXYZ-WXYZ-WXYZ/"])
def test_no_page_of_it_is_indexed_or_cached(client, path):
    _concern, code = make_concern()
    response = client.get(f"/ko/concern/{path.replace('CODE', code)}")
    assert response["X-Robots-Tag"] == "noindex"
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "same-origin"
    assert '<meta name="robots" content="noindex">' in response.text


def test_what_was_written_cannot_be_read_in_the_database(client):
    report(client, contact="성춘향 010-1234-5678")
    concern = Concern.objects.get()
    concern.notes = concern.answer = SECRET
    actions.update_concern(concern, make_focal_point("second"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(concerns_concern)::text FROM concerns_concern")
        [[row]] = cursor.fetchall()
    read = bytes.fromhex("".join(re.findall(r'"\\\\x([0-9a-f]+)"', row))).decode()
    assert read.count("gAAAA") == 4
    for text in (row, read):
        assert SECRET not in text
        assert "성춘향" not in text
    assert Concern.objects.get().contact == "성춘향 010-1234-5678"


def test_an_encrypted_text_cannot_be_searched():
    with pytest.raises(FieldError):
        Concern.objects.filter(description=SECRET).exists()


def test_keys_are_changed_without_losing_a_text(settings):
    concern, _code = make_concern(description=SECRET)
    old = django_settings.ENCRYPTION_KEYS
    settings.ENCRYPTION_KEYS = ["a-new-key-of-more-than-thirty-two-signs", *old]
    call_command("reencrypt")
    settings.ENCRYPTION_KEYS = settings.ENCRYPTION_KEYS[:1]
    concern.refresh_from_db()
    assert concern.description == SECRET
    settings.ENCRYPTION_KEYS = old
    with pytest.raises(ImproperlyConfigured):
        concern.refresh_from_db()


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"description": ""}, "필수"),
        ({"description": "가" * 10_001}, "10000"),
        ({"description": "a\x00b"}, "null"),
        ({"description": "주민등록번호 900101-1234567"}, "주민등록번호"),
        ({"homepage": "https://spam.example"}, "보이지 않는 칸"),
        ({"form_token": ""}, "다시 한번"),
    ],
)
def test_what_cannot_be_taken_is_explained_and_nothing_typed_is_lost(client, values, error):
    response = report(client, contact="전화 02-123-4567", **values)
    errors = re.search(r'<div class="form-errors".*?</div>', response.text, re.DOTALL)[0]
    assert error in errors
    assert "전화 02-123-4567" in response.text
    assert "<title>오류: " in response.text
    assert not Concern.objects.exists()


@pytest.mark.parametrize("size", [3_000_000, 11_000_000])
def test_a_text_of_megabytes_is_refused_with_an_explanation(client, size):
    response = report(client, description="a" * size)
    assert response.status_code == 413
    assert "양식이 받을 수 있는 크기를 넘었습니다" in response.text


def test_without_anybody_to_read_it_there_is_no_form(client):
    concern_readers().update(is_active=False)
    html = client.get("/en/concern/").text
    assert "Nobody is there to read concerns" in html
    assert "<textarea" not in html


def test_the_answer_is_read_with_the_code_and_nothing_else_is(client):
    concern, code = make_concern(description=SECRET, contact="성춘향")
    concern.answer, concern.notes = "조사를 마쳤습니다.\n\n고맙습니다.", "내부 메모"
    concern.state = Concern.State.CLOSED
    actions.update_concern(concern, make_focal_point("second"))
    html = client.get(f"/ko/concern/{code}/").text
    assert "<p>조사를 마쳤습니다.</p>" in html
    for text in (SECRET, "성춘향", "내부 메모"):
        assert text not in html


def test_a_code_is_typed_on_a_page_of_its_own(client):
    _concern, code = make_concern()
    with time_machine.travel(timezone.now() - timedelta(seconds=30)):
        form_token = form_tokens.new_form_token("concern-code")
    typed = {"code": f" {code.lower()} ", "form_token": form_token}
    assert client.post("/ko/concern/answer/", typed)["Location"] == f"/ko/concern/{code}/"


def test_codes_are_not_found_by_trying(client):
    _concern, code = make_concern()
    for number in range(WRONG_CODES_PER_CLIENT):
        assert client.get(f"/ko/concern/WRNG-{number + 1000}/").status_code == 404
    assert client.get(f"/ko/concern/{code}/").status_code == 404
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert client.get(f"/ko/concern/{code}/").status_code == 200


def test_the_group_is_notified_without_a_word_of_what_was_written(settings):
    settings.SITE_URL = "https://network.example"
    make_concern(description=SECRET, contact="성춘향")
    assert actions.notify_readers() == 1
    outbox.send_due_emails()
    [message] = mail.outbox
    assert message.to == ["focal@example.org"]
    assert message.subject == "고충 신고 1건이 들어왔습니다"
    assert "https://network.example/admin/concerns/concern/" in message.body
    assert SECRET not in message.body
    assert "성춘향" not in message.body


def test_a_flood_of_concerns_is_notified_once_an_hour():
    now = timezone.now()
    make_concern()
    actions.notify_readers()
    for _number in range(3):
        make_concern()
    assert actions.notify_readers() == 0
    with time_machine.travel(now + timedelta(minutes=61)):
        assert actions.notify_readers() == 3
        assert actions.notify_readers() == 0
    assert [email.subject for email in Email.objects.order_by("pk")] == [
        "고충 신고 1건이 들어왔습니다",
        "고충 신고 3건이 들어왔습니다",
    ]


def test_a_concern_that_nobody_could_be_notified_of_is_notified_later():
    make_concern()
    readers = concern_readers()
    readers.update(is_active=False)
    assert actions.notify_readers() == 0
    make_focal_point("second")
    assert actions.notify_readers() == 1


def test_a_closed_case_is_erased_after_a_year_and_who_read_it_after_two():
    concern, _code = make_concern()
    untouched, _code = make_concern()
    concern.state = Concern.State.CLOSED
    actions.update_concern(concern, make_focal_point("second"))
    with time_machine.travel(timezone.now() + timedelta(days=364)):
        assert actions.purge() == 0
    with time_machine.travel(timezone.now() + timedelta(days=366)):
        assert actions.purge() == 1
        assert list(Concern.objects.all()) == [untouched]
        assert ConcernAccessLogEntry.objects.get().concern_pk == concern.pk
    with time_machine.travel(timezone.now() + timedelta(days=731)):
        assert actions.purge() == 1
        assert not ConcernAccessLogEntry.objects.exists()
