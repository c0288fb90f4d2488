"""Members are asked once a year, by themselves, whether their entry is still right."""

from datetime import timedelta

import pytest
from django.utils import timezone

from mail.models import Email
from members import limits_and_periods
from members.models import AccuracyRequest
from members.upkeep import accuracy_requests
from tests.support.builders import make_member, make_network

pytestmark = pytest.mark.django_db

LONG_AGO = timezone.localdate() - timedelta(days=800)


def member(**words):
    return make_member(**{"joined_on": LONG_AGO, "contact_email": "office@member.example"} | words)


def test_a_member_is_asked_once_a_year(time_machine):
    make_network()
    organisation = member()
    assert accuracy_requests.ask_members() == 1
    assert accuracy_requests.ask_members() == 0
    [email] = Email.objects.all()
    assert email.about == f"organisation:{organisation.pk}"
    time_machine.move_to(timezone.now() + timedelta(days=364))
    assert accuracy_requests.count_members_to_ask() == 0
    time_machine.shift(timedelta(days=2))
    assert accuracy_requests.ask_members() == 1
    assert AccuracyRequest.objects.filter(closed_at=None).count() == 1


@pytest.mark.parametrize(
    "words",
    [
        {"joined_on": timezone.localdate() - timedelta(days=300)},
        {"confirmed_on": timezone.localdate() - timedelta(days=300)},
        {"contact_email": ""},
        {"left_on": timezone.localdate()},
        {"is_delisted": True, "delisting_reason": "duplicate"},
    ],
)
def test_nobody_is_asked_who_need_not_be(words):
    make_network()
    member(**words)
    assert accuracy_requests.ask_members() == 0
    assert not Email.objects.exists()


def test_who_confirmed_more_than_a_year_ago_is_asked():
    make_network()
    member(confirmed_on=timezone.localdate() - timedelta(days=366))
    assert accuracy_requests.ask_members() == 1


def test_a_large_network_is_asked_in_several_runs(monkeypatch):
    monkeypatch.setattr(accuracy_requests, "MAX_ACCURACY_REQUESTS_PER_RUN", 2)
    make_network()
    for number in range(3):
        member(contact_email=f"office@member{number}.example")
    assert accuracy_requests.ask_members() == 2
    assert accuracy_requests.ask_members() == 1
    assert (
        limits_and_periods.ACCURACY_REQUEST_INTERVAL > limits_and_periods.ACCURACY_REQUEST_LIFETIME
    )


def test_an_address_that_is_gone_meanwhile_keeps_nobody_else_from_being_asked(monkeypatch):
    make_network()
    gone, other = member(), member(contact_email="office@other.example")
    members = accuracy_requests.members_to_ask()
    monkeypatch.setattr(accuracy_requests, "members_to_ask", lambda: members)
    gone.contact_email = ""
    gone.save()
    assert accuracy_requests.ask_members() == 1
    assert AccuracyRequest.objects.get().organisation == other
