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
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from cms.declarations.roles import COORDINATORS, EDITORS
from erasure_log.erasures import ErasureEntry
from erasure_log.models import UnwrittenErasureEntry
from joining.admin.agreements import why_not_in_force
from joining.membership import agreement_signatures
from joining.privacy import access_links
from joining.review import reminders
from joining.review.transitions import RefusedError
from mail.models import Email
from members.models import Agreement, Organisation
from operations import group_permissions
from operations.restore import replaying
from tests.support.builders import (
    emails_to,
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
def agreements():
    return make_agreements()


def sign(member, agreements) -> list:
    return agreement_signatures.sign_agreements(member, agreements, "김대표", "대표", "ko")


def test_a_member_signs_each_document_in_the_version_in_force(agreements):
    member = make_organisation(**JOINED)
    assert agreement_signatures.unsigned_agreements(member) == agreements
    [signature] = sign(member, agreements[:1])
    assert (signature.signatory, signature.role, signature.language) == ("김대표", "대표", "ko")
    assert agreement_signatures.unsigned_agreements(member) == agreements[1:]
    assert agreement_signatures.members_without_signature() == [member]
    sign(member, agreements)
    assert agreement_signatures.members_without_signature() == []
    assert member.signatures.count() == 3


def test_nobody_signs_a_version_that_is_in_force_no_longer(agreements):
    member = make_organisation(**JOINED)
    new = Agreement.objects.create(
        kind=agreements[0].kind,
        version="2026",
        in_force_from=timezone.localdate(),
        text_ko="<p>새 글입니다.</p>",
    )
    with pytest.raises(RefusedError):
        sign(member, agreements)
    assert agreement_signatures.unsigned_agreements(member) == [new, *agreements[1:]]


@pytest.mark.parametrize(
    ("days", "is_public", "korean", "english"),
    [
        (1, True, "아직 시행 전입니다.", "It is not in force yet."),
        (-9, False, "공개되지 않아", "It is not public, so it is not in force."),
        (-9, True, "현재는 다른 판이 시행 중입니다.", "Another version is in force today."),
        (0, True, "", ""),
    ],
)
def test_the_admin_says_why_a_version_is_not_in_force(
    admin_client, agreements, days, is_public, korean, english
):
    make_organisation(**JOINED)
    version = Agreement.objects.create(
        kind=agreements[0].kind,
        version="2026",
        in_force_from=timezone.localdate() + timedelta(days=days),
        is_public=is_public,
        text_ko="<p>새 글입니다.</p>",
    )
    shown = admin_client.get(reverse("admin:members_agreement_signatures", args=[version.pk]))
    assert korean in shown.text
    assert ("서명하지 않은 회원에게 서명 요청" in shown.text) == (korean == "")
    with override("en"):
        assert why_not_in_force(version) == english


@pytest.mark.parametrize(("signatory", "role"), [("", "대표"), ("김대표", " ")])
def test_a_signature_says_who_and_for_an_organisation_as_what(signatory, role, agreements):
    member = make_organisation(**JOINED)
    with pytest.raises(RefusedError):
        agreement_signatures.sign_agreements(member, agreements, signatory, role, "ko")
    assert not member.signatures.exists()


def test_people_sign_for_themselves_and_only_members_sign(agreements):
    person = make_person(**JOINED)
    assert len(agreement_signatures.sign_agreements(person, agreements, "김보기", "", "ko")) == 3
    for stranger in (make_organisation(), make_person(**JOINED, left_on=timezone.localdate())):
        with pytest.raises(RefusedError):
            sign(stranger, agreements)


def test_all_members_are_asked_once_for_the_versions_in_force(agreements):
    coordinator = make_colleague("desk", "decide")
    asked, has_signed = make_organisation(**JOINED), make_organisation(**JOINED, slug="b")
    person = make_person(**JOINED | {"contact_language": "en", "contact_email": "me@example.org"})
    silent = make_organisation(joined_on="2025-07-09", slug="c")
    make_organisation(**JOINED, slug="d", left_on="2026-01-01")
    make_person()
    sign(has_signed, agreements)
    expected = agreement_signatures.SigningRequestPlan([asked, person], [], [silent])
    assert agreement_signatures.plan_signing_requests() == expected
    assert agreement_signatures.ask_members_to_sign(coordinator) == expected
    assert agreement_signatures.ask_members_to_sign(
        coordinator
    ) == agreement_signatures.SigningRequestPlan([], [asked, person], [silent])
    subjects = list(Email.objects.order_by("pk").values_list("recipient", "language", "subject"))
    assert subjects == [
        ("head@example.org", "ko", "서명을 부탁드립니다: 예시 네트워크 책무성 문서"),
        ("me@example.org", "en", "Please sign the documents of Example Network"),
    ]
    Agreement.objects.create(
        kind="core-principles",
        version="2026",
        in_force_from=timezone.localdate(),
        text_ko="<p>새 글입니다.</p>",
    )
    assert agreement_signatures.ask_members_to_sign(coordinator).to_ask == [
        asked,
        has_signed,
        person,
    ]
    assert Email.objects.count() == 5


def test_who_has_not_signed_after_two_weeks_is_reminded_once(agreements):
    coordinator = make_colleague("desk", "decide")
    member = make_organisation(**JOINED)
    make_organisation(joined_on="2025-07-09", slug="b")
    agreement_signatures.ask_members_to_sign(coordinator)
    start = timezone.now()
    with time_machine.travel(start + 13.9 * DAY):
        assert (reminders.count_members_to_remind(), reminders.remind_members_to_sign()) == (0, 0)
    with time_machine.travel(start + 14.1 * DAY):
        assert (reminders.count_members_to_remind(), reminders.remind_members_to_sign()) == (1, 1)
    with time_machine.travel(start + 40 * DAY):
        assert reminders.remind_members_to_sign() == 0
    assert emails_to(member.contact_email).count() == 2


# A link that went to the wrong hands.


def link_of(member, language: str = "ko") -> str:
    """The path of the link that works now."""
    return urlsplit(access_links.link_for(member, access_links.SIGN, language)).path


@pytest.fixture
def coordinator():
    group_permissions.apply_roles()
    user = make_colleague("lee")
    user.groups.set(COORDINATORS.groups())
    return user


MAKE = {"organisation": make_organisation, "person": make_person}


@pytest.mark.parametrize("kind", MAKE)
def test_a_coordinator_ends_the_link_and_it_says_so(client, agreements, coordinator, kind):
    member = MAKE[kind](**JOINED, signature_requested_at=timezone.now() - 20 * DAY)
    old = {language: link_of(member, language) for language in ("ko", "en")}
    client.force_login(coordinator)
    address = f"/admin/members/{kind}/{member.pk}/"
    assert f"{address}link/" in client.get(f"{address}change/").text
    assert "링크 사용 중지" in client.get(f"{address}link/").text
    answer = client.post(f"{address}link/revoke/", follow=True)
    assert "링크 사용을 중지했습니다" in answer.text
    visitor = Client()
    said = {"ko": "이 링크는 더 이상 사용할 수 없습니다", "en": "This link no longer works."}
    for language, path in old.items():
        for method in (visitor.get, visitor.post):
            page = method(path, {"signatory": "김대표"})
            assert (page.status_code, said[language] in page.text) == (410, True)
    assert not member.signatures.exists()
    assert LogEntry.objects.get().user == coordinator
    assert "서명 링크 사용을 중지했습니다." in LogEntry.objects.get().change_message
    assert emails_to(member.contact_email).count() == 0
    assert reminders.remind_members_to_sign() == 0, "which would send a link that works"


@pytest.mark.parametrize("kind", MAKE)
def test_a_new_link_ends_those_before_and_works(client, agreements, coordinator, kind):
    member = MAKE[kind](**JOINED)
    old = link_of(member)
    client.force_login(coordinator)
    client.post(f"/admin/members/{kind}/{member.pk}/link/new/")
    [email] = emails_to(member.contact_email)
    new = urlsplit(re.search(r"\S+://\S+", email.text)[0]).path
    visitor = Client()
    assert visitor.get(old).status_code == 410
    assert visitor.get(new).status_code == 200
    client.post(f"/admin/members/{kind}/{member.pk}/link/new/")
    assert visitor.get(new).status_code == 410
    assert emails_to(member.contact_email).count() == 2
    with time_machine.travel(timezone.now() + 15 * DAY):
        assert reminders.remind_members_to_sign() == 1


def test_a_link_that_was_sent_before_there_were_numbers_goes_on_working(client, agreements):
    member = make_organisation(**JOINED)
    token = access_links._signer(access_links.SIGN).sign(f"o{member.pk}")
    assert client.get(f"/ko/join/sign/{token}/").status_code == 200
    with pytest.raises(access_links.LinkReplacedError):
        access_links.target_of(
            access_links._signer(access_links.SIGN).sign(f"o{member.pk}-1"), access_links.SIGN
        )


def test_who_has_left_or_has_no_address_gets_no_new_link(agreements):
    coordinator = make_colleague("desk", "decide")
    for words in ({"contact_email": ""}, {"left_on": "2026-01-01"}):
        member = make_organisation(**(JOINED | words), slug=f"m{len(words)}{words.popitem()[0]}")
        with pytest.raises(RefusedError):
            agreement_signatures.send_new_signing_link(member, coordinator)
        member.refresh_from_db()
        assert member.signing_link_version == 0


def test_nobody_else_ends_links(client, agreements):
    group_permissions.apply_roles()
    member = make_organisation(**JOINED)
    editor = make_colleague("editor")
    editor.groups.set(EDITORS.groups())
    client.force_login(editor)
    for page in ("", "revoke/", "new/"):
        address = f"/admin/members/organisation/{member.pk}/link/{page}"
        assert client.post(address).status_code == 403
    assert "/link/" not in client.get(f"/admin/members/organisation/{member.pk}/change/").text
    member.refresh_from_db()
    assert member.signing_link_version == 0


def test_a_restored_backup_brings_no_ended_link_back(agreements):
    member, coordinator = make_organisation(**JOINED), make_colleague("desk", "decide")
    agreement_signatures.revoke_signing_link(member, coordinator)
    agreement_signatures.revoke_signing_link(member, coordinator)
    Organisation.objects.update(signing_link_version=0, signature_requested_at=timezone.now())
    entries = [entry.data for entry in UnwrittenErasureEntry.objects.order_by("pk")]
    assert [entry["action"] for entry in entries] == ["revoke signing links"] * 2
    for entry in entries:
        done = {name: entry[name] for name in ErasureEntry.__dataclass_fields__ if name in entry}
        assert replaying.replay(ErasureEntry(**done))
    member.refresh_from_db()
    assert (member.signing_link_version, member.signature_requested_at) == (2, None)


def test_a_reminder_is_no_use_to_who_has_signed(agreements):
    member = make_organisation(**JOINED, signature_requested_at=timezone.now() - 20 * DAY)
    sign(member, agreements)
    assert reminders.remind_members_to_sign() == 0


@pytest.mark.parametrize("number", [1, 3, 30])
def test_who_has_not_signed_is_told_in_as_many_queries_for_many_members(number, agreements):
    for n in range(number):
        make_organisation(**JOINED, slug=f"member-{n}")
        make_person(**JOINED)
    with CaptureQueriesContext(connection) as queries:
        assert len(agreement_signatures.members_without_signature()) == 2 * number
    assert len(queries) == 3


def test_a_link_opens_one_thing_for_one_purpose_and_for_a_time():
    member, application = make_organisation(**JOINED), make_application()
    link = access_links.link_for(member, access_links.SIGN, "en")
    token = link.removesuffix("/").rpartition("/")[2]
    assert link.startswith("http")
    assert "/en/" in link
    assert access_links.target_of(token, access_links.SIGN) == member
    with pytest.raises(signatures.BadSignature) as wrong:
        access_links.target_of(token, access_links.STATUS)
    assert not isinstance(wrong.value, signatures.SignatureExpired)
    with pytest.raises(signatures.BadSignature):
        access_links.target_of(
            token.replace(f"o{member.pk}.", f"o{member.pk + 1}."), access_links.SIGN
        )
    with (
        time_machine.travel(timezone.now() + 91 * DAY),
        pytest.raises(signatures.SignatureExpired),
    ):
        access_links.target_of(token, access_links.SIGN)
    token = access_links.token_for(application, access_links.STATUS)
    assert access_links.target_of(token, access_links.STATUS) == application
    application.delete()
    with pytest.raises(signatures.SignatureExpired):
        access_links.target_of(token, access_links.STATUS)
