"""What the admin tells somebody who may not see an item: nothing, not even that it is there."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.test import Client
from django.utils import timezone

from members.models import Person
from tests.support.builders import (
    make_agreements,
    make_application,
    make_article,
    make_campaign,
    make_email,
    make_event,
    make_organisation,
    make_page,
    make_person,
    make_topic,
)

pytestmark = pytest.mark.django_db

NAME = "kim-bogi"


def staff(*permissions: str) -> Client:
    """Somebody of the staff who may do this and nothing else."""
    number = get_user_model().objects.count()
    user = get_user_model().objects.create_user(f"staff{number}", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


@pytest.fixture
def person() -> Person:
    return make_person(slug=NAME, has_public_profile=True)


def public_page(item: models.Model) -> str:
    """Django's redirect to the public page of an item."""
    return f"/admin/r/{ContentType.objects.get_for_model(item).pk}/{item.pk}/"


def test_who_may_see_an_item_is_led_to_its_page(person):
    may = staff("view_person", "view_campaign", "view_article")
    assert may.get(public_page(person)).headers["Location"] == f"/ko/people/{NAME}/"
    for item in (make_campaign(), make_article()):
        assert may.get(public_page(item)).headers["Location"] == item.get_absolute_url()


def test_nobody_is_led_to_a_hidden_person(person, admin_client):
    for closed in ({"hidden_at": timezone.now()}, {"has_public_profile": False}):
        Person.objects.update(hidden_at=None, has_public_profile=True)
        Person.objects.filter(pk=person.pk).update(**closed)
        for client in (staff("view_person", "change_person"), admin_client):
            answer = client.get(public_page(person))
            assert (answer.status_code, NAME in answer.text) == (404, False)


def test_of_what_somebody_may_not_see_no_address_is_told(person):
    items = [
        person,
        make_article(),
        make_campaign(),
        make_event(),
        make_organisation(),
        make_page(slug="about"),
        make_email(),
        make_application(),
        *make_agreements(),
    ]
    nobody, other = staff(), staff("view_topic", "view_photo")
    for item in items:
        there, gone = public_page(item), public_page(item).replace(f"/{item.pk}/", "/999999/")
        for client in (nobody, other):
            answers = [client.get(address) for address in (there, gone)]
            assert [answer.status_code for answer in answers] == [404, 404], item
            assert "Location" not in answers[0].headers


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("x", "1"),
        ("1", "x"),
        ("9" * 40, "1"),
        ("1", "9" * 40),
        ("1", "%00"),
        ("%00", "1"),
        ("-1", "1"),
    ],
)
def test_nonsense_leads_nowhere(admin_client, kind, key):
    admin_client.raise_request_exception = False
    assert admin_client.get(f"/admin/r/{kind}/{key}/").status_code == 404


def test_nothing_else_tells_who_is_there(person):
    """Choices by typing, windows of choices, changes, lists: refused, and alike for what is not."""
    make_article()
    application = make_application()
    nobody = staff()
    field = "app_label=members&model_name=office&field_name=person"
    refused = [
        f"/admin/autocomplete/?term=Kim&{field}",
        "/admin/members/person/?_popup=1&_to_field=slug",
        "/admin/members/person/?_popup=1",
    ]
    for pk in (person.pk, 999_999):
        refused += [
            f"/admin/members/person/{pk}/{page}" for page in ("change/", "history/", "delete/")
        ]
        refused += [
            f"/admin/members/person/{pk}/change/?_to_field=slug",
            f"/admin/joining/application/{application.pk + pk}/change/",
        ]
    for address in refused:
        answer = nobody.get(address)
        assert answer.status_code in (400, 403, 404), address
        assert "Bogi" not in answer.text
    assert "members" not in nobody.get("/admin/").text
    assert nobody.get("/admin/members/").headers["Location"] == "/admin/"
    assert "Bogi" not in nobody.get("/admin/jsi18n/").text


@pytest.mark.parametrize(
    ("permission", "address"),
    [
        ("view_agreement", "members/agreement/?number_signed__gte=1"),
        ("view_agreement", "members/agreement/?signatures__organisation__slug=a"),
        ("view_person", "members/person/?contact_email__startswith=a"),
        ("view_person", "members/person/?hidden_at__isnull=0&_popup=1"),
        ("view_person", "members/person/?organisation__contact_email__startswith=a"),
        ("view_organisation", "members/organisation/?contact_email__startswith=a"),
        ("view_organisation", "members/organisation/?signature_requested_at__isnull=1"),
        ("view_photo", "photos/photo/?permission_note__contains=a"),
    ],
)
def test_no_list_is_filtered_by_what_it_does_not_offer(permission, address):
    make_agreements()
    answer = staff(permission).get(f"/admin/{address}")
    assert answer.status_code == 302
    asked_for = address.partition("?")[2].partition("=")[0]
    assert asked_for not in answer.headers["Location"]


def test_every_filter_that_is_offered_works(admin_client):
    topic, group = make_topic(), Group.objects.create(name="Somebody")
    for address in (
        "members/person/?awaiting=yes&is_minor__exact=0",
        f"members/organisation/?topics__id__exact={topic.pk}&kind__exact=civil-society",
        "members/proposal/?state__exact=open",
        "network/page/?place__exact=menu",
        "news/article/?kind=press-release",
        f"auth/user/?is_active__exact=1&groups__id__exact={group.pk}",
    ):
        answer = admin_client.get(f"/admin/{address}")
        assert (answer.status_code, answer.headers.get("Location")) == (200, None), address
