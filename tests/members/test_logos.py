"""The logo of an organisation is public as long as the organisation is, and no moment longer."""

import os
import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from cms.queries.advisory_locks import lock_key
from mail.models import Email
from members.models import Organisation, Proposal
from members.upkeep import accuracy_requests, logo_files, merging
from tests.members.test_member_admin import organisation_form
from tests.support.builders import (
    date_file,
    make_logo,
    make_member,
    make_organisation,
    picture_bytes,
    tomorrow,
)
from tests.support.markup import tight

pytestmark = pytest.mark.django_db

FORM = {"published_at_ko_choice": "now", "published_at_en_choice": "now", "slug": "circle"}


@pytest.fixture
def member():
    return make_member(slug="circle", logo=make_logo(), logo_dark=make_logo())


@pytest.fixture
def save(admin_client, django_capture_on_commit_callbacks):
    """Saves the member's form in the admin and looks at the public folder before that stands."""

    def saved(organisation: Organisation, **changes) -> set[str]:
        address = f"/admin/members/organisation/{organisation.pk}/change/"
        form = organisation_form(**FORM) | changes
        with django_capture_on_commit_callbacks(execute=True):
            answer = admin_client.post(address, form)
            before = public_files()
        assert answer.status_code == 302, answer.context["errors"]
        organisation.refresh_from_db()
        return before

    return saved


def public_files() -> set[str]:
    return {file.name for file in settings.MEDIA_ROOT.rglob("*.png")}


def all_files() -> set[str]:
    return public_files() | {file.name for file in settings.ORIGINALS_ROOT.rglob("*.png")}


def names_of(organisation: Organisation) -> set[str]:
    return {
        os.path.basename(getattr(organisation, column).name) for column in logo_files.LOGO_FIELDS
    }


def test_delisting_takes_the_files_out_of_the_public_folder_and_undoing_brings_them_back(
    client, member, save
):
    address = member.logo.url
    assert client.get(address).status_code == 200
    before = save(member, is_delisted="on", delisting_reason="It asked for it.")
    assert before == names_of(member)
    assert public_files() == set()
    assert client.get(address).status_code == 404
    save(member)
    assert (public_files(), member.logo.url) == (names_of(member), address)
    assert client.get(address).status_code == 200


def test_a_logo_that_was_replaced_or_removed_is_public_no_more(member, save):
    old = names_of(member)
    light, dark = member.logo.name, member.logo_dark.name
    before = save(member, logo=SimpleUploadedFile("new.png", picture_bytes(kind="PNG")))
    assert before == old
    assert member.logo.name != light
    assert public_files() == names_of(member)
    save(member, **{"logo_dark-clear": "on"})
    assert public_files() == {os.path.basename(member.logo.name)}
    assert os.path.basename(dark) in old
    save(member, **{"logo-clear": "on"})
    assert public_files() == set()


def test_the_admin_sees_the_logo_of_a_draft_and_nobody_else_does(admin_client, client):
    draft = make_organisation(published_at_ko=None, published_at_en=None, logo=make_logo())
    assert public_files() == set()
    address = draft.logo.url
    assert address.startswith("/admin/")
    page = admin_client.get(f"/admin/members/organisation/{draft.pk}/change/").text
    assert f'src="{address}"' in page
    shown = admin_client.get(address)
    assert b"".join(shown).startswith(b"\x89PNG")
    assert client.get(address).status_code == 302
    assert client.get(f"/media/{draft.logo.name}").status_code == 404
    assert admin_client.get("/admin/members/organisation/logo/nothing.png").status_code == 404
    draft.logo.storage.delete(draft.logo.name)
    assert admin_client.get(address).status_code == 404


def test_what_becomes_public_tomorrow_has_its_logo_in_place(client):
    make_organisation(published_at_ko=tomorrow(), published_at_en=None, logo=make_logo())
    assert len(public_files()) == 1


@pytest.mark.parametrize("action", ["unpublish", "delete_selected"])
def test_what_is_done_from_the_list_counts_as_well(
    admin_client, django_capture_on_commit_callbacks, member, action
):
    steps = ["unpublish_ko", "unpublish_en"] if action == "unpublish" else [action]
    for step in steps:
        form = {"action": step, "_selected_action": [member.pk], "post": "yes"}
        with django_capture_on_commit_callbacks(execute=True):
            admin_client.post("/admin/members/organisation/", form)
    assert public_files() == set()


def test_a_merged_or_deleted_organisation_leaves_no_logo_behind(
    admin_client, admin_user, django_capture_on_commit_callbacks, member
):
    other = make_organisation(slug="other", logo=make_logo())
    with django_capture_on_commit_callbacks(execute=True):
        merging.merge_organisations(member, other, {"logo"}, admin_user)
    member.refresh_from_db()
    assert member.logo.name == other.logo.name
    assert public_files() == names_of(member)
    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(f"/admin/members/organisation/{member.pk}/delete/", {"post": "yes"})
    assert public_files() == set()


def test_what_no_organisation_names_is_deleted_when_no_form_can_still_hold_it(member):
    kept = names_of(member)
    storage = member.logo.storage
    names = [storage.save(f"members/{age}.png", make_logo()) for age in ("young", "old")]
    for name, hours in zip(names, (0, 2), strict=True):
        date_file(storage.path(name), timedelta(hours=hours))
    assert logo_files.count_misplaced() == 1
    assert logo_files.move_logos() == 1
    assert all_files() == {*kept, "young.png"}


# What a member proposes.


def link_of(organisation: Organisation, by) -> str:
    organisation.contact_email, organisation.contact_language = "office@example.org", "ko"
    organisation.save()
    accuracy_requests.send_request(organisation, by)
    return re.search(r"https?://[^/]+(/\S+)", Email.objects.latest("pk").text)[1]


def propose(link: str, **changes):
    signed = re.search(r'name="signed_values" value="([^"]+)"', Client().get(link).text)[1]
    names = {"name_ko": "보기연구소", "name_en": "Example Institute"}
    return Client().post(link, names | {"signed_values": signed} | changes)


def decide(admin_client, **decisions):
    proposal = Proposal.objects.latest("pk")
    address = f"/admin/members/proposal/{proposal.pk}/change/"
    page = admin_client.get(address).text
    form = dict(re.findall(r'name="(fingerprint-\d+)" value="(\w+)"', page))
    for change in proposal.changes.all():
        form[f"change-{change.pk}"] = decisions[change.field_name]
    return page, admin_client.post(address, form, follow=True).text


def test_a_member_takes_its_logo_removed_and_both_files_go_when_the_staff_agrees(
    admin_client, admin_user, django_capture_on_commit_callbacks, member
):
    admin_client.cookies["django_language"] = "en"
    link = link_of(member, admin_user)
    assert propose(link, logo_removed="on").status_code == 302
    assert public_files() == names_of(member)
    assert re.search(r'name="logo_removed"[^>]* checked', Client().get(link).text)
    page, _said = decide(admin_client, logo="accept", logo_dark="reject")
    assert page.count("no logo any more") == 2
    member.refresh_from_db()
    assert member.logo, "a logo for dark screens does not stand alone"
    with django_capture_on_commit_callbacks(execute=True):
        decide(admin_client, logo="accept", logo_dark="accept")
    member.refresh_from_db()
    assert (member.logo.name, member.logo_dark.name) == ("", "")
    assert public_files() == set()


def test_a_file_and_taking_the_logo_removed_are_not_asked_for_at_once(admin_user, member):
    link = link_of(member, admin_user)
    answer = propose(link, logo_removed="on", logo=SimpleUploadedFile("a.png", make_logo().read()))
    assert "하나만 선택해 주세요" in answer.text
    assert not Proposal.objects.exists()


@pytest.mark.parametrize(("decision", "number"), [("accept", 2), ("reject", 2)])
def test_a_proposed_logo_is_a_file_only_when_it_was_taken(
    admin_client, admin_user, django_capture_on_commit_callbacks, member, decision, number
):
    before = all_files()
    propose(link_of(member, admin_user), logo=SimpleUploadedFile("a.png", make_logo().read()))
    assert all_files() == before
    with django_capture_on_commit_callbacks(execute=True):
        decide(admin_client, logo=decision)
    member.refresh_from_db()
    assert len(public_files()) == number
    assert public_files() == names_of(member)
    assert (names_of(member) == before) == (decision == "reject")


def test_a_member_that_is_not_public_yet_sees_its_logo_by_its_link(client, admin_user):
    draft = make_organisation(published_at_ko=None, published_at_en=None, logo=make_logo())
    html = tight(client.get(link_of(draft, admin_user)).text)
    assert '<img class="form-picture" src="data:image/png;base64,' in html
    Organisation.objects.update(published_at_ko=timezone.now())
    logo_files.move_logos()
    assert f'src="{draft.logo.url}"' in client.get(link_of(draft, admin_user)).text


@pytest.mark.django_db(transaction=True)
def test_who_tidies_goes_by_what_is_true_when_it_is_their_turn(member):
    logo_files.move_logos()
    assert public_files() == names_of(member)
    another = connection.copy()
    with closing(another), another.cursor() as other, ThreadPoolExecutor(1) as pool:
        other.execute("SELECT pg_advisory_lock(%s)", [lock_key(logo_files.LOCK)])
        waiting = pool.submit(tidied)
        while not waiting.done() and not is_somebody_waiting(other):
            pass
        Organisation.objects.update(is_delisted=True, delisting_reason="탈퇴")
        other.execute("SELECT pg_advisory_unlock(%s)", [lock_key(logo_files.LOCK)])
    assert waiting.result() == 2
    assert public_files() == set()
    assert all_files() == names_of(member)


def tidied() -> int:
    try:
        return logo_files.move_logos()
    finally:
        connection.close()


def is_somebody_waiting(cursor) -> bool:
    cursor.execute(
        "SELECT FROM pg_locks JOIN pg_database ON pg_database.oid = database "
        "WHERE locktype = 'advisory' AND NOT granted AND datname = current_database()"
    )
    return cursor.fetchone() is not None
