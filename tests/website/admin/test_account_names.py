"""The name of a colleague is read as its language writes it."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from cms.i18n.account_names import account_name, short_account_name
from tests.support.builders import make_network


@pytest.mark.parametrize(
    ("first", "last", "name", "short"),
    [
        ("미나", "김", "김미나", "김미나"),
        ("민수", "남궁", "남궁민수", "남궁민수"),
        ("김미나", "", "김미나", "김미나"),
        ("Mina", "Kim", "Mina Kim", "Mina"),
        ("미나 Mina", "Kim", "미나 Mina Kim", "미나 Mina"),
        ("", "", "mina", "mina"),
    ],
)
def test_a_korean_name_begins_with_that_of_the_family(first, last, name, short):
    user = User(username="mina", first_name=first, last_name=last)
    assert account_name(user) == name
    assert short_account_name(user) == short


def test_the_first_page_greets_by_it(admin_client, admin_user):
    make_network()
    admin_user.first_name, admin_user.last_name = "미나", "김"
    admin_user.save()
    page = admin_client.get(reverse("admin:index")).text
    assert "김미나 님, 안녕하세요." in page
    assert "미나 김" not in page
