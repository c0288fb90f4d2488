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

from concerns import handling
from concerns.models import Access, Concern, Guidance
from concerns.views import WRONG_CODES_AN_HOUR
from gate import tickets
from letters import outbox
from letters.models import Letter
from network.models import Network
from tests.builders import make_concern, make_contact, make_focal_point, make_network

pytestmark = pytest.mark.django_db

SECRET = "회의가 끝난 뒤에 겪은 일입니다"


@pytest.fixture(autouse=True)
def _network():
    make_network(contact=make_contact())
    make_focal_point()


def report(client, language: str = "ko", **words):
    with time_machine.travel(timezone.now() - timedelta(seconds=30)):
        ticket = tickets.issue("concern")
    return client.post(f"/{language}/concern/", {"words": SECRET, "ticket": ticket} | words)


def test_a_concern_is_reported_without_a_name_and_found_again_by_its_code(client):
    response = report(client)
    assert response.status_code == 302
    code = re.fullmatch(r"/ko/concern/((?:[2-9A-Z]{4}-){3}[2-9A-Z]{4})/", response["Location"])[1]
    page = client.get(response["Location"])
    assert code in page.text
    assert "접수되었습니다" in page.text
    assert SECRET not in page.text
    assert Concern.objects.get().words == SECRET
    assert client.get(f"/en/concern/{code.lower().replace('-', '')}/").status_code == 200
    assert not client.cookies


def test_while_the_forms_are_closed_help_at_once_is_still_named(client):
    Guidance.objects.create(urgent_help_ko="상담 전화 1366")
    Network.objects.update(concerns_closed_at=timezone.now())
    page = client.get("/ko/concern/")
    assert page.status_code == 503
    assert "상담 전화 1366" in page.text
    assert 'name="words"' not in page.text


@pytest.mark.parametrize("address", ["", "answer/", "CODE/", "WXYZ-WXYZ-WXYZ-WXYZ/"])
def test_no_page_of_it_is_indexed_or_kept(client, address):
    _concern, code = make_concern()
    response = client.get(f"/ko/concern/{address.replace('CODE', code)}")
    assert response["X-Robots-Tag"] == "noindex"
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "same-origin"
    assert '<meta name="robots" content="noindex">' in response.text


def test_what_was_written_cannot_be_read_in_the_database(client):
    report(client, contact="성춘향 010-1234-5678")
    concern = Concern.objects.get()
    concern.notes = concern.answer = SECRET
    handling.save(concern, make_focal_point("second"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(concerns_concern)::text FROM concerns_concern")
        [[row]] = cursor.fetchall()
    read = bytes.fromhex("".join(re.findall(r'"\\\\x([0-9a-f]+)"', row))).decode()
    assert read.count("gAAAA") == 4
    for words in (row, read):
        assert SECRET not in words
        assert "성춘향" not in words
    assert Concern.objects.get().contact == "성춘향 010-1234-5678"


def test_an_encrypted_text_cannot_be_searched():
    with pytest.raises(FieldError):
        Concern.objects.filter(words=SECRET).exists()


def test_keys_are_changed_without_losing_a_text(settings):
    concern, _code = make_concern(words=SECRET)
    old = django_settings.ENCRYPTION_KEYS
    settings.ENCRYPTION_KEYS = ["a-new-key-of-more-than-thirty-two-signs", *old]
    call_command("reencrypt")
    settings.ENCRYPTION_KEYS = settings.ENCRYPTION_KEYS[:1]
    concern.refresh_from_db()
    assert concern.words == SECRET
    settings.ENCRYPTION_KEYS = old
    with pytest.raises(ImproperlyConfigured):
        concern.refresh_from_db()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"words": ""}, "필수"),
        ({"words": "가" * 10_001}, "10000"),
        ({"words": "a\x00b"}, "null"),
        ({"words": "주민등록번호 900101-1234567"}, "주민등록번호"),
        ({"homepage": "https://spam.example"}, "보이지 않는 칸"),
        ({"ticket": ""}, "한 번 더"),
    ],
)
def test_what_cannot_be_taken_is_told_and_nothing_typed_is_lost(client, words, said):
    response = report(client, contact="전화 02-123-4567", **words)
    errors = re.search(r'<div class="form-errors".*?</div>', response.text, re.DOTALL)[0]
    assert said in errors
    assert "전화 02-123-4567" in response.text
    assert "<title>아직 보내지 않았습니다: " in response.text
    assert not Concern.objects.exists()


@pytest.mark.parametrize("size", [3_000_000, 11_000_000])
def test_a_text_of_megabytes_is_told_in_words(client, size):
    response = report(client, words="a" * size)
    assert response.status_code == 413
    assert "양식이 받을 수 있는 크기를 넘었습니다" in response.text


def test_without_anybody_to_read_it_there_is_no_form(client):
    handling.focal_points().update(is_active=False)
    html = client.get("/en/concern/").text
    assert "Nobody is there to read concerns" in html
    assert "<textarea" not in html


def test_the_answer_is_read_with_the_code_and_nothing_else_is(client):
    concern, code = make_concern(words=SECRET, contact="성춘향")
    concern.answer, concern.notes = "조사를 마쳤습니다.\n\n고맙습니다.", "내부 메모"
    concern.state = Concern.State.CLOSED
    handling.save(concern, make_focal_point("second"))
    html = client.get(f"/ko/concern/{code}/").text
    assert "<p>조사를 마쳤습니다.</p>" in html
    for words in (SECRET, "성춘향", "내부 메모"):
        assert words not in html


def test_a_code_is_typed_on_a_page_of_its_own(client):
    _concern, code = make_concern()
    with time_machine.travel(timezone.now() - timedelta(seconds=30)):
        ticket = tickets.issue("concern-code")
    typed = {"code": f" {code.lower()} ", "ticket": ticket}
    assert client.post("/ko/concern/answer/", typed)["Location"] == f"/ko/concern/{code}/"


def test_codes_are_not_found_by_trying(client):
    _concern, code = make_concern()
    for number in range(WRONG_CODES_AN_HOUR):
        assert client.get(f"/ko/concern/WRNG-{number + 1000}/").status_code == 404
    assert client.get(f"/ko/concern/{code}/").status_code == 404
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert client.get(f"/ko/concern/{code}/").status_code == 200


def test_the_group_is_told_without_a_word_of_what_was_written(settings):
    settings.SITE_URL = "https://network.example"
    make_concern(words=SECRET, contact="성춘향")
    assert handling.tell() == 1
    outbox.deliver()
    [message] = mail.outbox
    assert message.to == ["focal@example.org"]
    assert message.subject == "고충 신고 1건이 들어왔습니다"
    assert "https://network.example/admin/concerns/concern/" in message.body
    assert SECRET not in message.body
    assert "성춘향" not in message.body


def test_a_flood_of_concerns_is_told_of_once_an_hour():
    now = timezone.now()
    make_concern()
    handling.tell()
    for _number in range(3):
        make_concern()
    assert handling.tell() == 0
    with time_machine.travel(now + timedelta(minutes=61)):
        assert handling.tell() == 3
        assert handling.tell() == 0
    assert [letter.subject for letter in Letter.objects.order_by("pk")] == [
        "고충 신고 1건이 들어왔습니다",
        "고충 신고 3건이 들어왔습니다",
    ]


def test_a_concern_nobody_could_be_told_of_is_told_of_later():
    make_concern()
    points = handling.focal_points()
    points.update(is_active=False)
    assert handling.tell() == 0
    make_focal_point("second")
    assert handling.tell() == 1


def test_a_closed_case_is_erased_after_a_year_and_who_read_it_after_two():
    concern, _code = make_concern()
    untouched, _code = make_concern()
    concern.state = Concern.State.CLOSED
    handling.save(concern, make_focal_point("second"))
    with time_machine.travel(timezone.now() + timedelta(days=364)):
        assert handling.purge() == 0
    with time_machine.travel(timezone.now() + timedelta(days=366)):
        assert handling.purge() == 1
        assert list(Concern.objects.all()) == [untouched]
        assert Access.objects.get().number == concern.pk
    with time_machine.travel(timezone.now() + timedelta(days=731)):
        assert handling.purge() == 1
        assert not Access.objects.exists()
