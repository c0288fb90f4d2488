"""Accounts and groups: superusers alone change who may do what, and nobody goes further unasked."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.test import Client

from accounts.credentials import second_factor
from accounts.models import LoginSession, SecurityEvent
from mail.models import Email
from operations import group_permissions
from tests.accounts.login_forms import is_in, make_coordinator, with_second_factor

pytestmark = pytest.mark.django_db

User = get_user_model()


@pytest.fixture
def root(client):
    client.force_login(make_coordinator("root", is_superuser=True))
    return client


@pytest.fixture
def mina():
    return make_coordinator()


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def account_form(user, **words) -> dict:
    fields = {"username": user.username, "email": user.email, "is_active": "on", "is_staff": "on"}
    return {name: value for name, value in (fields | words).items() if value is not None}


def change(client, user, **words):
    return client.post(f"/admin/auth/user/{user.pk}/change/", account_form(user, **words))


def test_a_new_account_logs_in_and_needs_an_address(root):
    fields = {"username": "hana", "password1": "a-good-password", "password2": "a-good-password"}
    refused = root.post("/admin/auth/user/add/", fields)
    assert "이메일" in refused.text
    assert not User.objects.filter(username="hana").exists()
    answer = root.post("/admin/auth/user/add/", fields | {"email": "hana@example.org"})
    hana = User.objects.get(username="hana")
    assert answer.headers["Location"] == f"/admin/auth/user/{hana.pk}/change/"
    assert (hana.is_staff, hana.is_superuser, hana.email) == (True, False, "hana@example.org")


def test_an_account_of_the_staff_does_not_lose_its_address(root, mina):
    assert "이메일 주소를 입력해 주세요" in change(root, mina, email="").text
    assert change(root, mina, email="", is_staff=None).status_code == 302


RIGHTS = {
    "a group": {"groups": "group"},
    "everything": {"is_superuser": "on"},
    "no desk": {"is_staff": None},
    "closed": {"is_active": None},
}


@pytest.mark.parametrize("what", RIGHTS)
def test_other_rights_end_the_sessions_of_an_account(root, mina, what):
    hers = signed_in(mina)
    group = Group.objects.create(name="번역")
    words = {name: group.pk if value == "group" else value for name, value in RIGHTS[what].items()}
    assert change(root, mina, **words).status_code == 302
    assert not is_in(hers)
    assert not LoginSession.objects.filter(account=mina).exists()
    assert SecurityEvent.objects.get(account=mina).action == "rights"
    assert SecurityEvent.objects.get(account=mina).by == "root"
    assert is_in(root)


def test_another_name_does_not(root, mina):
    hers = signed_in(mina)
    change(root, mina, first_name="미나")
    assert is_in(hers)


def test_permissions_are_named_in_the_readers_language(root):
    form = root.get("/admin/auth/group/add/").text
    for words in ("글: 수정", "사진: 삭제", "가입 신청: 가입 신청을 처리할 수 있음"):
        assert words in form
    assert "Can add" not in form


def test_other_permissions_of_a_group_end_the_sessions_of_its_people(root, mina):
    group = Group.objects.create(name="번역")
    mina.groups.add(group)
    hers, others = signed_in(mina), signed_in(make_coordinator("jisu"))
    permission = Permission.objects.get(codename="view_article")
    address = f"/admin/auth/group/{group.pk}/change/"
    root.post(address, {"name": "번역", "permissions": [permission.pk]})
    assert group.permissions.get() == permission
    assert (is_in(hers), is_in(others)) == (False, True)


def test_a_password_set_by_somebody_else_ends_sessions_and_is_told(root, mina):
    hers = signed_in(mina)
    new = {"password1": "quite-another-one", "password2": "quite-another-one"}
    root.post(f"/admin/auth/user/{mina.pk}/password/", {**new, "usable_password": "true"})
    mina.refresh_from_db()
    assert mina.check_password("quite-another-one")
    assert not is_in(hers)
    email = Email.objects.get()
    assert email.recipient == "mina@example.org"
    assert "처리자: root" in email.text


def test_an_account_keeps_a_password_and_its_page_speaks_the_readers_language(root, mina):
    root.cookies["django_language"] = "en"
    address = f"/admin/auth/user/{mina.pk}/password/"
    page = root.get(address).text
    assert "LDAP" not in page
    assert "Disable password-based authentication" not in page
    assert not re.search("[가-힣]", page.split('id="content-main"')[1].split("</form>")[0])
    refused = root.post(address, {"usable_password": "false"})
    assert refused.status_code == 200
    mina.refresh_from_db()
    assert mina.has_usable_password()


def test_the_second_factor_of_who_lost_the_phone_is_taken_off(root, mina):
    with_second_factor(mina)
    hers = signed_in(mina)
    fields = {"action": "remove_second_factor", "_selected_action": [mina.pk]}
    assert (
        "2단계 인증을 새로 설정합니다" in root.post("/admin/auth/user/", fields, follow=True).text
    )
    assert not second_factor.is_enabled(mina)
    assert mina.recovery_codes.count() == 0
    assert not is_in(hers)
    assert Email.objects.get().recipient == "mina@example.org"


def everything_but_superuser(user):
    """Whatever a group made by hand could ever give."""
    user.user_permissions.set(Permission.objects.all())
    return user


@pytest.mark.parametrize(
    "role",
    ["every permission", *(role.name for role in group_permissions.permission_patterns())],
    ids=str,
)
def test_nobody_but_a_superuser_changes_what_anybody_may_do(mina, role):
    group_permissions.apply_roles()
    if role == "every permission":
        everything_but_superuser(mina)
    else:
        mina.groups.set(Group.objects.filter(name=role))
    other = make_coordinator("jisu", is_superuser=True)
    group = Group.objects.first()
    hers = signed_in(mina)
    before = list(User.objects.order_by("pk").values_list())
    attempts = [
        f"/admin/auth/user/{mina.pk}/change/",
        f"/admin/auth/user/{mina.pk}/password/",
        f"/admin/auth/user/{other.pk}/change/",
        f"/admin/auth/user/{other.pk}/password/",
        f"/admin/auth/user/{other.pk}/delete/",
        f"/admin/auth/user/{other.pk}/history/",
        "/admin/auth/user/add/",
        "/admin/auth/user/",
        f"/admin/auth/group/{group.pk}/change/",
        f"/admin/auth/group/{group.pk}/delete/",
        "/admin/auth/group/add/",
        "/admin/auth/group/",
        "/admin/accounts/securityevent/",
    ]
    fields = account_form(mina, is_superuser="on", groups=group.pk, post="yes", name="x")
    fields |= {"password1": "a-good-password", "password2": "a-good-password"}
    fields |= {"action": "remove_second_factor", "_selected_action": [mina.pk]}
    for address in attempts:
        assert hers.get(address).status_code == 403, address
        assert hers.post(address, fields).status_code == 403, address
    assert list(User.objects.order_by("pk").values_list()) == before
    assert Group.objects.filter(pk=group.pk).exists()
    assert "/admin/auth/" not in hers.get("/admin/").text


def test_a_superuser_reads_the_record_and_nobody_writes_in_it(root, mina):
    entry = SecurityEvent.objects.create(account=mina, name="mina", action="logged-in")
    assert "mina" in root.get("/admin/accounts/securityevent/").text
    for page in ("change", "delete"):
        answer = root.post(
            f"/admin/accounts/securityevent/{entry.pk}/{page}/", {"name": "x", "post": "yes"}
        )
        assert answer.status_code == 403
    assert root.get("/admin/accounts/securityevent/add/").status_code == 403
    assert SecurityEvent.objects.get(pk=entry.pk).name == "mina"


def test_the_record_outlives_the_account(root, mina):
    SecurityEvent.objects.create(account=mina, name="mina", action="logged-in")
    mina.delete()
    assert SecurityEvent.objects.get().name == "mina"


def test_accounts_have_headings_of_their_own(root, mina):
    assert "계정과 그룹" in root.get("/admin/").text
    page = root.get(f"/admin/auth/user/{mina.pk}/change/").text
    assert "계정 권한" in page
    assert mina.password not in page
