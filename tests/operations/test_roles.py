"""Groups: one table says who may do what."""

from contextlib import suppress

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.urls import NoReverseMatch, get_resolver, reverse

from cms.declarations.roles import COORDINATORS, EDITORS, Role
from concerns.concern_readers import may_read_concerns
from concerns.declarations.roles import CONCERNS
from joining.declarations.roles import REVIEWERS
from operations import group_permissions
from tests.support.builders import make_network

pytestmark = pytest.mark.django_db


def member(role: Role, **words):
    user = get_user_model().objects.create_user("member", is_staff=True, **words)
    user.groups.set(role.groups())
    return user


def test_groups_are_made_in_the_networks_language_and_made_once():
    call_command("roles")
    call_command("roles")
    names = sorted(Group.objects.values_list("name", flat=True))
    assert names == ["고충 담당", "심사위원", "코디네이터", "편집자"]


def test_the_table_decides_and_groups_of_ones_own_are_left_alone():
    group_permissions.apply_roles()
    own = Group.objects.create(name="번역 모임")
    group = EDITORS.groups().get()
    group.permissions.clear()
    group_permissions.apply_roles()
    assert group.permissions.filter(codename="change_article").exists()
    assert Group.objects.filter(pk=own.pk).exists()


def test_a_group_keeps_its_members_when_the_networks_language_changes(settings):
    group_permissions.apply_roles()
    user = member(CONCERNS)
    settings.LANGUAGES = [("en", "English"), ("ko", "한국어")]
    group_permissions.apply_roles()
    assert user.groups.get().name == "Concerns group"
    assert may_read_concerns(user)


def test_editors_write_and_have_no_part_in_confidential_things():
    group_permissions.apply_roles()
    allowed = member(EDITORS).get_all_permissions()
    assert {"news.add_article", "events.change_event", "photos.add_photo"} <= allowed
    assert not [name for name in allowed if name.startswith(("mail.", "concerns.", "auth."))]
    assert "network.change_network" not in allowed


def test_who_reads_concerns_reads_nothing_else():
    group_permissions.apply_roles()
    allowed = member(CONCERNS).get_all_permissions()
    assert {name.partition(".")[0] for name in allowed} == {"concerns"}


def test_a_superuser_reads_no_concerns_without_a_group():
    group_permissions.apply_roles()
    user = get_user_model().objects.create_superuser("root")
    assert not may_read_concerns(user)


def test_a_permission_that_does_not_exist_is_told(monkeypatch):
    misspelt = {EDITORS: ["news.change_artcle"]}
    monkeypatch.setattr(group_permissions, "permission_patterns", lambda: misspelt)
    with pytest.raises(ImproperlyConfigured, match=r"news\.change_artcle"):
        group_permissions.apply_roles()


# The pages of the admin that stand by themselves, by who may open them. The pages of one article,
# one photo and so on ask for the same permissions.
WRITING, DECIDING, VOTING = {"editors", "coordinators"}, {"coordinators"}, {"reviewers"}
OWN = {"nobody", "concerns"} | WRITING | VOTING
OPEN_TO = {
    **dict.fromkeys(
        [
            "index",
            "jsi18n",
            "account",
            "account-set-up",
            "confirm",
            "login",
            "login-code",
            "handbook",
            "search",
        ],
        OWN,
    ),
    "account-passkey-add": OWN,
    **dict.fromkeys(["login-set-up", "password_change", "password_change_done"], OWN),
    **{
        f"{model}_{page}": WRITING
        for model in (
            "events_campaign",
            "events_event",
            "members_milestone",
            "members_office",
            "members_organisation",
            "members_person",
            "network_contact",
            "network_page",
            "network_topic",
            "news_article",
            "photos_photo",
            "photos_photographer",
            "resources_resource",
        )
        for page in ("changelist", "add")
    },
    **{
        f"photos_photo_{page}": WRITING
        for page in ("bulk_upload", "describe", "forms", "picker", "shared_fields")
    },
    **{f"members_organisation_{page}": WRITING for page in ("duplicates", "template", "upload")},
    **{
        f"{model}_trash": WRITING
        for model in (
            "events_campaign",
            "events_event",
            "members_organisation",
            "network_page",
            "news_article",
            "resources_resource",
        )
    },
    "members_agreement_trash": DECIDING,
    "members_agreement_changelist": WRITING,
    "translations": WRITING,
    "members_linkcheck_changelist": WRITING,
    "members_proposal_changelist": WRITING,
    "members_region_changelist": WRITING,
    "network_network_changelist": WRITING,
    "members_agreement_add": DECIDING,
    "members_agreement_ask_to_sign": DECIDING,
    "members_region_add": DECIDING,
    "network_redirect_add": DECIDING,
    "page_views_pageview_changelist": WRITING,
    "search_missedquery_changelist": WRITING,
    "search_synonym_add": DECIDING,
    "search_synonym_changelist": DECIDING,
    "network_redirect_changelist": DECIDING,
    "mail_email_changelist": DECIDING,
    "concerns_guidance_add": DECIDING,
    "concerns_guidance_changelist": DECIDING,
    "joining_application_changelist": DECIDING | VOTING,
    "joining_application_export": DECIDING,
    "joining_applicationaccesslogentry_changelist": DECIDING,
    "joining_retentionlogentry_changelist": DECIDING,
    "concerns_concern_changelist": {"concerns"},
    "concerns_concernaccesslogentry_changelist": {"concerns"},
}
# Buttons, which answer no look. Who may press them is tried where they are.
BUTTONS = {
    "accept-clock",
    "confirm-passkey",
    "login-passkey",
    "login-set-up-passkey",
    "passkey-creation-options",
    "passkey-options",
    "account-codes",
    "account-sign-out",
    "account-turn-off",
    "logout",
    "switch-forms",
    "photos_photo_upload",
}
GROUPS = {
    "nobody": None,
    "editors": EDITORS,
    "coordinators": COORDINATORS,
    "reviewers": REVIEWERS,
    "concerns": CONCERNS,
}


def standing_pages() -> dict[str, str]:
    """Every page of the admin whose address needs nothing filled in. Shape: name -> address."""
    names = get_resolver("website.urls").namespace_dict["admin"][1].reverse_dict
    found = {}
    for name in names:
        with suppress(NoReverseMatch):
            found[name] = reverse(f"admin:{name}")
    return found


@pytest.mark.parametrize("who", GROUPS)
def test_each_group_opens_what_is_its_own_and_everything_else_is_refused(client, who):
    make_network()
    group_permissions.apply_roles()
    user = get_user_model().objects.create_user(who, is_staff=True)
    user.groups.set(GROUPS[who].groups() if GROUPS[who] else [])
    client.force_login(user)
    pages = standing_pages()
    assert OPEN_TO.keys() | BUTTONS <= pages.keys()
    # Forms keep what is typed by a request of their own.
    typed = {name for name in pages if name.endswith("_new_working_copy")}
    for name in pages.keys() - BUTTONS - typed:
        status = client.get(pages[name], follow=True).status_code
        may = who in OPEN_TO.get(name, ())
        assert status in ({200} if may else {403, 404}), (who, name, status)
