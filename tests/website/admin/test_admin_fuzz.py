"""Nonsense gets a message, at every list, form and page of the admin: nothing ends in a 500."""

from datetime import timedelta
from itertools import islice

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group

from accounts.login import reauthentication
from members.models import LinkCheck
from tests.support import builders
from tests.website.admin import admin_fuzzing

SEED = 10


def make_one_of_each() -> None:
    """A row of whatever the admin has a list of."""
    builders.make_network(contact=builders.make_contact())
    topic = builders.make_topic()
    builders.make_page()
    region = builders.make_region()
    organisation = builders.make_member(region=region, website="https://example.org/")
    organisation.topics.add(topic)
    person = builders.make_person(organisation=organisation)
    builders.add_office(person)
    photo = builders.make_photo(photographer=builders.make_photographer())
    builders.add_appearance(photo, person)
    builders.add_organisation_photo(organisation, photo)
    builders.make_milestone()
    builders.make_agreements()
    event = builders.make_event(campaign=builders.make_campaign())
    builders.add_participation(builders.add_session(event), person)
    builders.add_event_organisation(event, organisation)
    builders.add_message(event)
    builders.add_event_photo(event, photo)
    article = builders.make_article(event=event, lead_photo=photo)
    for add in (builders.add_text, builders.add_quote, builders.add_video, builders.add_file):
        add(article)
    builders.add_photo(article, photo)
    builders.add_gallery(article, [photo])
    builders.add_event_block(article)
    builders.add_correction(article)
    builders.add_see_also_link(article)
    builders.make_preview_link(article)
    builders.make_application()
    builders.make_concern()
    builders.make_email()
    LinkCheck.objects.get_or_create(
        organisation=organisation, defaults={"url": "https://example.org/"}
    )
    Group.objects.create(name="readers")


@pytest.fixture
def failures(client, db, monkeypatch):
    monkeypatch.setattr(reauthentication, "REAUTHENTICATION_LIFETIME", timedelta(days=1))
    make_one_of_each()
    focal = builders.make_focal_point(is_superuser=True)
    client.force_login(focal)
    client.cookies["django_language"] = "en"
    for model in admin.site._registry:
        admin_fuzzing.KEYS.update(model._base_manager.values_list("pk", flat=True)[:1])
    return admin_fuzzing.Failures(client)


def send_all(failures, tries, number: int) -> None:
    for one in islice(tries, number):
        failures.send(one)
    assert failures.found == [], "\n".join(map(str, failures.found))
    assert failures.statuses.get(200), failures.statuses


def test_nonsense_in_lists(failures):
    send_all(failures, admin_fuzzing.lists(admin_fuzzing.seeded(SEED)), 100)


def test_nonsense_in_forms(failures):
    send_all(failures, admin_fuzzing.forms(admin_fuzzing.seeded(SEED), failures), 100)


def test_nonsense_in_other_pages(failures):
    send_all(failures, admin_fuzzing.pages(admin_fuzzing.seeded(SEED)), 60)


def test_nonsense_in_autocompletion(failures):
    send_all(failures, admin_fuzzing.autocompletions(admin_fuzzing.seeded(SEED)), 100)


@pytest.mark.faults
@pytest.mark.parametrize("seed", range(6))
def test_much_nonsense_in_lists(failures, seed):
    send_all(failures, admin_fuzzing.lists(admin_fuzzing.seeded(seed)), 550)


@pytest.mark.faults
@pytest.mark.parametrize("seed", range(5))
def test_much_nonsense_in_forms(failures, seed):
    send_all(failures, admin_fuzzing.forms(admin_fuzzing.seeded(seed), failures), 500)


@pytest.mark.faults
@pytest.mark.parametrize("seed", range(3))
def test_much_nonsense_in_other_pages(failures, seed):
    send_all(failures, admin_fuzzing.pages(admin_fuzzing.seeded(seed)), 500)


@pytest.mark.faults
def test_much_nonsense_in_autocompletion(failures):
    send_all(failures, admin_fuzzing.autocompletions(admin_fuzzing.seeded(SEED)), 600)
