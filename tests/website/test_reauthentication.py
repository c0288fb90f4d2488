"""Which pages of the admin ask for the password again when it was given a while ago."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from accounts.models import LoginSession
from cms.admin.requires_reauthentication import deletes_selected, requires_reauthentication
from tests.accounts.login_forms import make_coordinator

pytestmark = pytest.mark.django_db

ASKED = "본인 확인"

DELETING = {
    "accounts_securityevent_delete",
    "concerns_concernaccesslogentry_delete",
    "concerns_concern_delete",
    "concerns_guidance_delete",
    "events_campaign_delete",
    "events_event_delete",
    "joining_applicationaccesslogentry_delete",
    "joining_retentionlogentry_delete",
    "mail_email_delete",
    "members_agreement_delete",
    "members_linkcheck_delete",
    "members_milestone_delete",
    "members_office_delete",
    "members_organisation_delete",
    "members_person_delete",
    "members_proposal_delete",
    "members_region_delete",
    "network_contact_delete",
    "network_network_delete",
    "network_page_delete",
    "network_redirect_delete",
    "network_topic_delete",
    "news_article_delete",
    "photos_photo_delete",
    "resources_resource_delete",
    "photos_photographer_delete",
    "page_views_pageview_delete",
    "search_missedquery_delete",
    "search_synonym_delete",
}
ACCOUNTS = {
    "auth_group_add",
    "auth_group_change",
    "auth_group_delete",
    "auth_user_add",
    "auth_user_change",
    "auth_user_delete",
    "auth_user_password_change",
}
OWN_ACCOUNT = {
    "account-codes",
    "account-passkey",
    "account-passkey-add",
    "account-passkey-remove",
    "account-set-up",
    "account-turn-off",
    "password_change",
}
IN_BULK = {
    "joining_application_export",
    "members_organisation_list",
    "members_organisation_merge",
    "members_organisation_upload",
}
IN_TRASH = {
    "events_campaign_erase",
    "events_event_erase",
    "members_agreement_erase",
    "members_organisation_erase",
    "network_page_erase",
    "news_article_erase",
    "resources_resource_erase",
}
ALWAYS = DELETING | IN_TRASH | ACCOUNTS | OWN_ACCOUNT | IN_BULK
WHEN_POSTED = {
    "auth_group_changelist",
    "auth_group_history",
    "auth_user_changelist",
    "auth_user_history",
}
LISTS = {f"{name.removesuffix('_delete')}_changelist" for name in DELETING} | {
    "auth_group_changelist",
    "auth_user_changelist",
    "joining_application_changelist",
}
ERASE = "/admin/joining/application/1/erase/"


def addresses() -> dict[str, str]:
    """Every page of the admin by its name, each with some number in the place of a key."""
    routes = get_resolver("website.urls").namespace_dict["admin"][1].reverse_dict
    found = {}
    for name in filter(lambda name: isinstance(name, str), routes):
        path, parameters = routes.getlist(name)[-1][0][0]
        found[name] = "/admin/" + path % dict.fromkeys(parameters, "1")
    return found


@pytest.fixture
def staff(client) -> Client:
    """Somebody who may do everything, and gave the password eleven minutes ago."""
    client.force_login(make_coordinator(is_superuser=True))
    then = timezone.now() - timedelta(minutes=11)
    LoginSession.objects.update(reauthenticated_at=then)
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("name", sorted(ALWAYS))
def test_these_pages_ask_for_the_password_again(staff, name):
    address = addresses()[name]
    assert ASKED in staff.get(address).text
    assert ASKED in staff.post(address).text


@pytest.mark.parametrize("name", sorted(WHEN_POSTED))
def test_accounts_are_looked_at_without_and_changed_with_the_password(staff, name):
    address = addresses()[name]
    assert ASKED not in staff.get(address).text
    assert ASKED in staff.post(address).text


@pytest.mark.parametrize("name", sorted(LISTS))
def test_deleting_from_a_list_asks_whichever_action_comes_first(staff, name):
    address = addresses()[name]
    assert ASKED in staff.post(address, {"action": "delete_selected"}).text
    assert ASKED in staff.post(address, {"action": ["publish", "delete_selected"]}).text
    assert ASKED not in staff.get(address).text


def test_erasing_an_application_asks_and_other_transitions_do_not(staff):
    assert ASKED in staff.get(ERASE).text
    assert ASKED in staff.post(ERASE).text
    assert ASKED not in staff.get(ERASE.replace("erase", "accept")).text
    assert staff.get(ERASE.replace("erase", "nonsense")).status_code == 404


def test_no_other_page_asks_when_it_is_opened(staff):
    others = addresses().keys() - ALWAYS - {"logout", "confirm", "confirm-passkey"}
    assert len(others) > 100
    asking = {name for name in others if ASKED in staff.get(addresses()[name]).text}
    assert asking == set()


def test_every_list_is_tried_here():
    registered = {
        f"{model._meta.app_label}_{model._meta.model_name}_changelist"
        for model in admin.site._registry
    }
    assert registered == LISTS


def plain(_request) -> HttpResponse:
    return HttpResponse("done")


def test_the_mark_on_a_view_decides(staff, rf):
    request = rf.post("/", {"action": "delete_selected"})
    request.user = staff.get("/admin/").wsgi_request.user
    request.session = staff.session
    request.resolver_match = staff.get("/admin/").resolver_match
    request._dont_enforce_csrf_checks = True
    answers = [
        admin.site.admin_view(view)(request)
        for view in (
            plain,
            requires_reauthentication(lambda request: plain(request)),
            requires_reauthentication(when=deletes_selected)(lambda request: plain(request)),
            requires_reauthentication(when=lambda request: False)(lambda request: plain(request)),
        )
    ]
    assert [answer.content == b"done" for answer in answers] == [True, False, False, True]
