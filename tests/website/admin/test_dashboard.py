"""The first page of the admin: what the apps declare for it."""

import pytest
from django.contrib.auth import get_user_model

from cms.declarations.roles import COORDINATORS, EDITORS
from concerns.declarations.roles import CONCERNS
from joining.declarations.roles import REVIEWERS
from joining.models import Application
from network.models import PublicFeature
from news.models import Article
from operations import group_permissions
from spam.declarations.dashboard import public_form_labels
from tests.support.builders import (
    make_application,
    make_article,
    make_concern,
    make_event,
    make_member,
    make_network,
)
from website.admin import dashboard

pytestmark = pytest.mark.django_db

WRITING = ["missing-ko", "missing-en", "drafts", "scheduled", "upcoming-events"]


def member(*groups):
    group_permissions.apply_roles()
    user = get_user_model().objects.create_user("member", is_staff=True)
    for role in groups:
        user.groups.add(*role.groups())
    return user


def names(user) -> list[str]:
    return [panel.name for panel in dashboard.panels(user)]


def test_who_may_see_nothing_sees_no_panel():
    assert names(member()) == []
    assert dashboard.shortcuts(get_user_model().objects.get()) == []


def test_editors_see_what_they_write():
    assert names(member(EDITORS)) == [*WRITING, "photos", "members", "latest"]


def test_coordinators_see_who_waits_first_and_the_switches_last():
    make_network()
    user = member(COORDINATORS)
    assert names(user) == ["applications", *WRITING, "photos", "members", "latest", "forms"]


def test_lines_of_several_kinds_say_which_they_are():
    make_event()
    make_article(published_at_en=None)
    found = {panel.name: panel for panel in dashboard.panels(member(EDITORS))}
    assert [item.kind for item in found["drafts"].items] == ["글"]
    assert {item.kind for item in found["latest"].items} == {"글", "행사"}


def test_reviewers_and_the_concerns_group_see_what_is_theirs():
    make_concern()
    user = member(REVIEWERS)
    assert names(user) == ["applications"]
    user.groups.set(CONCERNS.groups())
    user = get_user_model().objects.get()
    assert names(user) == ["todos"]
    [panel] = dashboard.panels(user)
    assert [item.url for item in panel.items] == ["/admin/concerns/concern/"]


def test_closed_forms_are_shown_above_what_is_written():
    network = make_network()
    network.set_closed(list(PublicFeature), closed=True)
    assert names(member(COORDINATORS))[:3] == ["applications", "forms", "missing-ko"]


def test_a_todo_of_another_app_stands_in_the_panel_that_it_names():
    organisation = make_member(published_at_ko=None, published_at_en=None)
    make_application(
        state=Application.State.ACCEPTED, organisation=organisation, agrees_to_listing=True
    )
    panel = next(one for one in dashboard.panels(member(COORDINATORS)) if one.name == "members")
    address = "/admin/members/organisation/?awaiting=yes"
    assert address in [item.url for item in panel.items]


def test_shortcuts_begin_with_the_kinds_of_articles():
    addresses = [link.url for link in dashboard.shortcuts(member(EDITORS))]
    kinds = [f"/admin/news/article/add/?kind={kind}" for kind in Article.Kind]
    events, photos = "/admin/events/event/add/", "/admin/photos/photo/"
    resources = "/admin/resources/resource/add/"
    assert addresses == [*kinds, resources, events, f"{photos}add/", f"{photos}bulk-upload/"]


def test_every_public_form_that_is_counted_has_a_name():
    """In the warning that it is flooded; a form counted without a name would never be in it."""
    assert public_form_labels().keys() == {"join", "join-send", "concern", "contact"}
