"""Whom an applicant named: asked by e-mail, answering behind a link, perhaps members."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from joining.models import Application, Referee
from joining.privacy import retention
from joining.review import (
    applicant_transitions,
    referees,
    reminders,
    staff_transitions,
    transitions,
)
from joining.review.referee_form import RefereeForm
from joining.review.referee_matching import match_referees
from mail.models import Email
from network.models import Network
from tests.support.builders import (
    emails_to,
    make_application,
    make_colleague,
    make_network,
    make_organisation,
    make_person,
)

pytestmark = pytest.mark.django_db

State = Application.State
JOINED = {"joined_on": timezone.localdate()}


@pytest.fixture
def coordinator():
    return make_colleague("desk", "decide")


@pytest.fixture
def application(coordinator) -> Application:
    """In hand, with two people who know the applicant."""
    make_network()
    made = make_application(motivation="SECRET", phone="02-123-4567")
    made.referees.create(name="박추천", organisation="나란히", email="Park+x@example.org")
    made.referees.create(name="Choi", email="choi@example.org")
    return staff_transitions.assign(made, coordinator)


def link_of(email: Email, language: str) -> str:
    return re.search(rf"/{language}/join/referee/\S+", email.text)[0]


def ask_referees(application, coordinator) -> Email:
    """The e-mail to the first."""
    referees.ask_referees(application, coordinator)
    return emails_to("Park+x@example.org").get()


def test_they_are_told_who_applies_in_every_language_and_nothing_else(application, coordinator):
    email = ask_referees(application, coordinator)
    for words in ("박추천 님", "Dear 박추천", "다정한아빠모임", "Kind Fathers", "30 days", "30일"):
        assert words in email.text
    for secret in ("SECRET", "02-123", "office@example.org", "choi@", "김담당"):
        assert secret not in email.text
    assert email.counts_towards_daily_limit
    assert link_of(email, "ko")[3:] == link_of(email, "en")[3:]


def test_each_is_asked_once(application, coordinator):
    assert referees.ask_referees(application, coordinator) == 2
    with pytest.raises(transitions.RefusedError):
        referees.ask_referees(application, coordinator)
    application.referees.create(name="New", email="new@example.org")
    assert referees.ask_referees(application, coordinator) == 1
    assert Email.objects.count() == 3


@pytest.mark.parametrize("state", sorted(set(State) - set(referees.ANSWERABLE_STATES)))
def test_nobody_is_asked_too_early_or_too_late(application, coordinator, state):
    Application.objects.update(state=state)
    with pytest.raises(transitions.RefusedError):
        referees.ask_referees(application, coordinator)
    assert not Email.objects.exists()


def test_an_answer_is_given_once_and_not_shown_again(client, application, coordinator):
    link = link_of(ask_referees(application, coordinator), "en")
    shown = client.get(link).text
    assert "Kind Fathers" in shown
    assert "SECRET" not in shown
    assert "Please choose one." in client.post(link, {"remark": "Kept."}).text
    response = client.post(link, {"verdict": "recommends", "remark": "Long known."})
    assert client.get(response.url).text.count("Your answer has arrived") == 2
    client.post(link, {"verdict": "doubts", "remark": "Forged."})
    referee = Referee.objects.first()
    assert (referee.verdict, referee.remark) == ("recommends", "Long known.")
    assert "Long known." not in client.get(link).text
    told = Email.objects.get(key__contains=":referee_answered:")
    assert told.recipient == "desk@example.org"
    assert "Long known." not in told.text


def test_who_is_still_named_stays_with_what_they_said(application, coordinator):
    Network.objects.update(referees_needed=2)
    ask_referees(application, coordinator)
    first, second = application.referees.all()
    referees.record_answer(first, "recommends", "")
    staff_transitions.ask_applicant(application, coordinator, "Who else?", ["referees"])
    named = {"name": first.name, "organisation": first.organisation, "email": first.email}
    new = {"name": "Lee", "organisation": "", "email": "lee@example.org"}
    applicant_transitions.answer_info_request(application, {"referees": [new, named]})
    assert [one.verdict for one in application.referees.all()] == ["recommends", ""]
    assert not application.referees.filter(pk=second.pk).exists()
    assert not emails_to(second.email).exists()


def test_the_emails_to_them_are_erased_with_them(application, coordinator):
    ask_referees(application, coordinator)
    decided = timezone.now()
    Application.objects.update(state=State.DECLINED, decided_at=decided)
    [rule] = [rule for rule in retention.RULES if rule.name == "answers of referees"]
    with time_machine.travel(decided + timedelta(days=31)):
        assert retention.erase_due_rows(rule) == 2
    assert not Referee.objects.exists()
    assert not Email.objects.exists()


def test_after_the_decision_the_link_has_ended(client, application, coordinator):
    link = link_of(ask_referees(application, coordinator), "ko")
    Application.objects.update(state=State.DECLINED)
    for response in (client.get(link), client.post(link, {"verdict": "doubts"})):
        assert response.status_code == 410
    assert not Referee.objects.exclude(answered_at=None).exists()


@pytest.mark.parametrize(
    ("language", "words", "decided"),
    [
        ("ko", "이 링크는 60일 동안 사용할 수 있었습니다.", "심사가 끝났거나"),
        ("en", "It worked for 60 days.", "has been decided"),
    ],
)
def test_an_old_link_does_not_say_that_an_open_application_is_decided(
    client, application, coordinator, language, words, decided
):
    link = link_of(ask_referees(application, coordinator), language)
    with time_machine.travel(timezone.now() + timedelta(days=61)):
        shown = client.get(link)
    assert shown.status_code == 410
    assert words in shown.text
    assert decided not in shown.text
    Application.objects.update(state=State.DECLINED)
    assert decided in client.get(link).text


def test_who_is_silent_is_reminded_once_after_a_week(client, application, coordinator):
    link = link_of(ask_referees(application, coordinator), "ko")
    client.post(link, {"verdict": "no-answer"})
    for days, written in ((6, 0), (7, 1), (15, 0)):
        with time_machine.travel(timezone.now() + timedelta(days=days, minutes=1)):
            assert reminders.count_referees_to_remind() == written
            assert reminders.remind_referees() == written
    reminded = Email.objects.get(key__contains=":referee_reminder:")
    assert reminded.recipient == "choi@example.org"


def test_the_admin_learns_which_member_a_reference_is(client, application, coordinator):
    organisation = make_organisation(
        slug="side", name_ko="옆집", contact_email="park@example.org", **JOINED
    )
    person = make_person(name_en="CHOI", **JOINED)
    make_organisation(slug="other", name_ko="최씨네", contact_email="choi@example.org")
    application.referees.create(name="Myself", email="Office+me@example.org")
    *known, myself = match_referees(application)
    assert myself.is_applicant
    assert [(one.member, one.is_confirmed_match) for one in known] == [
        (organisation, True),
        (person, False),
    ]
    client.force_login(coordinator)
    page = reverse("admin:joining_application_change", args=[application.pk])
    shown = client.get(page).text
    assert reverse("admin:members_organisation_change", args=[organisation.pk]) in shown
    Application.objects.update(state=State.VOTING)
    client.force_login(make_colleague("jun", "vote"))
    shown = client.get(page).text
    assert "박추천" in shown
    assert "옆집" not in shown


def test_the_admin_is_warned_if_the_address_on_record_is_the_applicants_own(
    client, application, coordinator
):
    make_organisation(slug="side", name_ko="옆집", contact_email="Office@example.org", **JOINED)
    application.referees.all().delete()
    application.referees.create(name="박추천", organisation="옆집")
    [match] = match_referees(application)
    assert (match.email, match.is_applicant) == ("Office@example.org", True)
    client.force_login(coordinator)
    page = reverse("admin:joining_application_change", args=[application.pk])
    assert "신청자 본인의 이메일 주소입니다." in client.get(page).text


def test_a_member_is_asked_at_the_address_on_record(client, application, coordinator):
    side = make_organisation(
        slug="side", name_ko="(사)옆집", contact_email="side@example.org", **JOINED
    )
    make_organisation(slug="mute", name_ko="말없는집", **JOINED)
    application.referees.all().delete()
    named = application.referees.create(name="박추천", organisation="옆집")
    mute = application.referees.create(name="최지인", organisation="말없는집")
    assert referees.ask_referees(application, coordinator) == 1
    email = emails_to("side@example.org").get()
    assert "귀 단체가 회원으로 등록하신 주소로" in email.text
    assert "성함과 이메일 주소는 신청자가" not in email.text
    named.refresh_from_db()
    mute.refresh_from_db()
    assert (bool(named.asked_at), mute.asked_at, named.email) == (True, None, "")
    assert "성함은 신청자가 기재" in client.get(link_of(email, "ko")).text
    with pytest.raises(transitions.RefusedError):
        referees.ask_referees(application, coordinator)

    client.force_login(coordinator)
    shown = client.get(reverse("admin:joining_application_change", args=[application.pk])).text
    assert shown.count("등록된 이메일 주소가 없습니다.") == 1
    assert reverse("admin:members_organisation_change", args=[side.pk]) in shown
    side.contact_email = ""
    side.save()
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert (reminders.remind_referees(), reminders.remind_referees()) == (1, 0)
    assert not Email.objects.filter(key__contains=":referee_reminder:").exists()


def test_a_name_that_two_members_share_is_nobodys_address(application, coordinator):
    for slug in ("one", "other"):
        address = f"{slug}@example.org"
        make_organisation(slug=slug, name_ko="나란히", contact_email=address, **JOINED)
    application.referees.all().delete()
    application.referees.create(name="박추천", organisation="나란히")
    with pytest.raises(transitions.RefusedError):
        referees.ask_referees(application, coordinator)
    assert not Email.objects.exists()


def test_what_is_erased_while_somebody_answers_is_told_as_erased(
    application, coordinator, client, monkeypatch
):
    def meanwhile(_form):
        retention.delete_applications([application])
        return True

    link = link_of(ask_referees(application, coordinator), "ko")
    monkeypatch.setattr(RefereeForm, "is_valid", meanwhile)
    monkeypatch.setattr(RefereeForm, "cleaned_data", {"verdict": "", "remark": ""}, raising=False)
    response = client.post(link, {"verdict": "recommends"})
    assert response.status_code == 410
    assert "만료된 링크입니다" in response.text
