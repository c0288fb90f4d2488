"""Groups: one table says who may do what."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.utils.translation import gettext_lazy as _

from network import roles

pytestmark = pytest.mark.django_db


def member(role: roles.Role, **words):
    user = get_user_model().objects.create_user("member", is_staff=True, **words)
    user.groups.set(role.groups())
    return user


def test_groups_are_made_in_the_networks_language_and_made_once():
    call_command("roles")
    call_command("roles")
    names = sorted(Group.objects.values_list("name", flat=True))
    assert names == ["고충 담당", "심사위원", "코디네이터", "편집자"]


def test_the_table_decides_and_groups_of_ones_own_are_left_alone():
    roles.apply()
    own = Group.objects.create(name="번역 모임")
    group = roles.EDITORS.groups().get()
    group.permissions.clear()
    roles.apply()
    assert group.permissions.filter(codename="change_article").exists()
    assert Group.objects.filter(pk=own.pk).exists()


def test_a_group_keeps_its_members_when_the_networks_language_changes(settings):
    roles.apply()
    user = member(roles.CONCERNS)
    settings.LANGUAGES = [("en", "English"), ("ko", "한국어")]
    roles.apply()
    assert user.groups.get().name == "Concerns group"
    assert roles.CONCERNS.holds(user)


def test_editors_write_and_have_no_part_in_confidential_things():
    roles.apply()
    allowed = member(roles.EDITORS).get_all_permissions()
    assert {"news.add_article", "events.change_event", "photos.add_photo"} <= allowed
    assert not [name for name in allowed if name.startswith(("letters.", "concerns.", "auth."))]
    assert "network.change_network" not in allowed


def test_who_reads_concerns_reads_nothing_else():
    roles.apply()
    allowed = member(roles.CONCERNS).get_all_permissions()
    assert {name.partition(".")[0] for name in allowed} == {"concerns"}


def test_a_superuser_is_in_no_group_by_nature():
    roles.apply()
    user = get_user_model().objects.create_superuser("root")
    assert not roles.CONCERNS.holds(user)


def test_a_permission_that_does_not_exist_is_told(monkeypatch):
    broken = roles.Role(_("Editors"), ("news.change_artcle",))
    monkeypatch.setattr(roles, "ROLES", (broken,))
    with pytest.raises(ImproperlyConfigured, match=r"news\.change_artcle"):
        roles.apply()
