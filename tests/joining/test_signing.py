"""Who has signed what: at the beginning, and again when a version comes into force."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.core import signing as signatures
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from joining import reminders, signed_links, signing
from joining.process import Refused
from letters.models import Letter
from members.models import Agreement, Organisation
from network import replaying, roles
from network.erasures import Erasure
from network.models import UnlistedErasure
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


# A link that went to the wrong hands.


def link_of(member, language: str = "ko") -> str:
    """The path of the link that works now."""
    return urlsplit(signed_links.link_for(member, signed_links.SIGN, language)).path


@pytest.fixture
def coordinator():
    roles.apply()
    user = make_colleague("lee")
    user.groups.set(roles.COORDINATORS.groups())
    return user


MAKE = {"organisation": make_organisation, "person": make_person}


@pytest.mark.parametrize("kind", MAKE)
def test_a_coordinator_ends_the_link_and_it_says_so(client, documents, coordinator, kind):
    member = MAKE[kind](**JOINED, asked_to_sign_at=timezone.now() - 20 * DAY)
    old = {language: link_of(member, language) for language in ("ko", "en")}
    client.force_login(coordinator)
    address = f"/admin/members/{kind}/{member.pk}/"
    assert f"{address}link/" in client.get(f"{address}change/").text
    assert "링크 끝내기" in client.get(f"{address}link/").text
    answer = client.post(f"{address}link/end/", follow=True)
    assert "링크를 끝냈습니다" in answer.text
    visitor = Client()
    said = {"ko": "이 링크는 더 이상 쓸 수 없습니다", "en": "We have ended this link."}
    for language, path in old.items():
        for method in (visitor.get, visitor.post):
            page = method(path, {"signatory": "김대표"})
            assert (page.status_code, said[language] in page.text) == (410, True)
    assert not member.signatures.exists()
    assert LogEntry.objects.get().user == coordinator
    assert "서명 링크를 끝냈습니다." in LogEntry.objects.get().change_message
    assert letters_to(member.contact_email).count() == 0
    assert reminders.remind_members() == 0, "which would send a link that works"


@pytest.mark.parametrize("kind", MAKE)
def test_a_new_link_ends_those_before_and_works(client, documents, coordinator, kind):
    member = MAKE[kind](**JOINED)
    old = link_of(member)
    client.force_login(coordinator)
    client.post(f"/admin/members/{kind}/{member.pk}/link/new/")
    [letter] = letters_to(member.contact_email)
    new = urlsplit(re.search(r"\S+://\S+", letter.text)[0]).path
    visitor = Client()
    assert visitor.get(old).status_code == 410
    assert visitor.get(new).status_code == 200
    client.post(f"/admin/members/{kind}/{member.pk}/link/new/")
    assert visitor.get(new).status_code == 410
    assert letters_to(member.contact_email).count() == 2
    with time_machine.travel(timezone.now() + 15 * DAY):
        assert reminders.remind_members() == 1


def test_a_link_that_was_sent_before_there_were_numbers_goes_on_working(client, documents):
    member = make_organisation(**JOINED)
    token = signed_links._signer(signed_links.SIGN).sign(f"o{member.pk}")
    assert client.get(f"/ko/join/sign/{token}/").status_code == 200
    with pytest.raises(signed_links.Replaced):
        signed_links.read(
            signed_links._signer(signed_links.SIGN).sign(f"o{member.pk}-1"), signed_links.SIGN
        )


def test_who_has_left_or_has_no_address_gets_no_new_link(documents):
    desk = make_colleague("desk", "decide")
    for words in ({"contact_email": ""}, {"left_on": "2026-01-01"}):
        member = make_organisation(**(JOINED | words), slug=f"m{len(words)}{words.popitem()[0]}")
        with pytest.raises(Refused):
            signing.send_new_link(member, desk)
        member.refresh_from_db()
        assert member.signing_link_number == 0


def test_nobody_else_ends_links(client, documents):
    roles.apply()
    member = make_organisation(**JOINED)
    editor = make_colleague("editor")
    editor.groups.set(roles.EDITORS.groups())
    client.force_login(editor)
    for page in ("", "end/", "new/"):
        address = f"/admin/members/organisation/{member.pk}/link/{page}"
        assert client.post(address).status_code == 403
    assert "/link/" not in client.get(f"/admin/members/organisation/{member.pk}/change/").text
    member.refresh_from_db()
    assert member.signing_link_number == 0


def test_a_restored_backup_brings_no_ended_link_back(documents):
    member, desk = make_organisation(**JOINED), make_colleague("desk", "decide")
    signing.end_link(member, desk)
    signing.end_link(member, desk)
    Organisation.objects.update(signing_link_number=0, asked_to_sign_at=timezone.now())
    lines = [row.line for row in UnlistedErasure.objects.order_by("pk")]
    assert [line["deed"] for line in lines] == ["end signing links"] * 2
    for line in lines:
        done = {name: line[name] for name in Erasure.__dataclass_fields__ if name in line}
        assert replaying.do_again(Erasure(**done))
    member.refresh_from_db()
    assert (member.signing_link_number, member.asked_to_sign_at) == (2, None)


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
