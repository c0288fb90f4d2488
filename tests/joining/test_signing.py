"""Who has signed what: at the beginning, and again when a version comes into force."""

from datetime import timedelta

import pytest
import time_machine
from django.core import signing as signatures
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from joining import reminders, signed_links, signing
from joining.process import Refused
from letters.models import Letter
from members.models import Agreement
from tests.builders import (
    letters_to,
    make_agreements,
    make_application,
    make_colleague,
    make_network,
    make_organisation,
    make_person,
)

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
JOINED = {"joined_on": "2025-07-09", "contact_email": "head@example.org", "contact_language": "ko"}


@pytest.fixture(autouse=True)
def _network():
    make_network()


@pytest.fixture
def documents():
    return make_agreements()


def signed(member, documents) -> list:
    return signing.sign(member, documents, "김대표", "대표", "ko")


def test_a_member_signs_each_document_in_the_version_in_force(documents):
    member = make_organisation(**JOINED)
    assert signing.unsigned(member) == documents
    [signature] = signed(member, documents[:1])
    assert (signature.signatory, signature.role, signature.language) == ("김대표", "대표", "ko")
    assert signing.unsigned(member) == documents[1:]
    assert signing.without_signature() == [member]
    signed(member, documents)
    assert signing.without_signature() == []
    assert member.signatures.count() == 3


def test_nobody_signs_a_version_that_is_in_force_no_longer(documents):
    member = make_organisation(**JOINED)
    new = Agreement.objects.create(
        document=documents[0].document,
        version="2026",
        in_force_from=timezone.localdate(),
        text_ko="<p>새 글입니다.</p>",
    )
    with pytest.raises(Refused):
        signed(member, documents)
    assert signing.unsigned(member) == [new, *documents[1:]]


@pytest.mark.parametrize(("signatory", "role"), [("", "대표"), ("김대표", " ")])
def test_a_signature_says_who_and_for_an_organisation_as_what(signatory, role, documents):
    member = make_organisation(**JOINED)
    with pytest.raises(Refused):
        signing.sign(member, documents, signatory, role, "ko")
    assert not member.signatures.exists()


def test_people_sign_for_themselves_and_only_members_sign(documents):
    person = make_person(**JOINED)
    assert len(signing.sign(person, documents, "김보기", "", "ko")) == 3
    for stranger in (make_organisation(), make_person(**JOINED, left_on=timezone.localdate())):
        with pytest.raises(Refused):
            signed(stranger, documents)


def test_all_members_are_asked_once_for_the_versions_in_force(documents):
    desk = make_colleague("desk", "decide")
    asked, has_signed = make_organisation(**JOINED), make_organisation(**JOINED, slug="b")
    person = make_person(**JOINED | {"contact_language": "en", "contact_email": "me@example.org"})
    silent = make_organisation(joined_on="2025-07-09", slug="c")
    make_organisation(**JOINED, slug="d", left_on="2026-01-01")
    make_person()
    signed(has_signed, documents)
    expected = signing.Round([asked, person], [], [silent])
    assert signing.next_round() == expected
    assert signing.ask_all(desk) == expected
    assert signing.ask_all(desk) == signing.Round([], [asked, person], [silent])
    subjects = list(Letter.objects.order_by("pk").values_list("recipient", "language", "subject"))
    assert subjects == [
        ("head@example.org", "ko", "서명을 부탁드립니다: 예시 네트워크 책무성 문서"),
        ("me@example.org", "en", "Please sign: the documents of Example Network"),
    ]
    Agreement.objects.create(
        document="core-principles",
        version="2026",
        in_force_from=timezone.localdate(),
        text_ko="<p>새 글입니다.</p>",
    )
    assert signing.ask_all(desk).asked == [asked, has_signed, person]
    assert Letter.objects.count() == 5


def test_who_has_not_signed_after_two_weeks_is_reminded_once(documents):
    desk = make_colleague("desk", "decide")
    member = make_organisation(**JOINED)
    make_organisation(joined_on="2025-07-09", slug="b")
    signing.ask_all(desk)
    start = timezone.now()
    with time_machine.travel(start + 13.9 * DAY):
        assert (reminders.pending_signatures(), reminders.remind_members()) == (0, 0)
    with time_machine.travel(start + 14.1 * DAY):
        assert (reminders.pending_signatures(), reminders.remind_members()) == (1, 1)
    with time_machine.travel(start + 40 * DAY):
        assert reminders.remind_members() == 0
    assert letters_to(member.contact_email).count() == 2


def test_a_reminder_is_no_use_to_who_has_signed(documents):
    member = make_organisation(**JOINED, asked_to_sign_at=timezone.now() - 20 * DAY)
    signed(member, documents)
    assert reminders.remind_members() == 0


@pytest.mark.parametrize("number", [1, 3, 30])
def test_who_has_not_signed_is_told_in_as_many_queries_for_many_members(number, documents):
    for n in range(number):
        make_organisation(**JOINED, slug=f"member-{n}")
        make_person(**JOINED)
    with CaptureQueriesContext(connection) as queries:
        assert len(signing.without_signature()) == 2 * number
    assert len(queries) == 3


def test_a_link_opens_one_thing_for_one_purpose_and_for_a_time():
    member, application = make_organisation(**JOINED), make_application()
    link = signed_links.link_for(member, signed_links.SIGN, "en")
    token = link.removesuffix("/").rpartition("/")[2]
    assert link.startswith("http")
    assert "/en/" in link
    assert signed_links.read(token, signed_links.SIGN) == member
    with pytest.raises(signatures.BadSignature) as wrong:
        signed_links.read(token, signed_links.STATUS)
    assert not isinstance(wrong.value, signatures.SignatureExpired)
    with pytest.raises(signatures.BadSignature):
        signed_links.read(token.replace(f"o{member.pk}.", f"o{member.pk + 1}."), signed_links.SIGN)
    with (
        time_machine.travel(timezone.now() + 91 * DAY),
        pytest.raises(signatures.SignatureExpired),
    ):
        signed_links.read(token, signed_links.SIGN)
    token = signed_links.token_for(application, signed_links.STATUS)
    assert signed_links.read(token, signed_links.STATUS) == application
    application.delete()
    with pytest.raises(signatures.SignatureExpired):
        signed_links.read(token, signed_links.STATUS)
