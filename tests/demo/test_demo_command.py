"""The demonstration comes into an empty site only."""

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from network.models import Network
from tests.support.builders import make_topic

pytestmark = pytest.mark.django_db


def test_a_site_with_content_of_its_own_is_left_alone():
    make_topic()
    call_command("demo", "--if-empty")
    with pytest.raises(CommandError, match="content of its own"):
        call_command("demo")
    assert not Network.objects.exists()


@pytest.mark.parametrize("options", [[], ["--if-empty"]])
def test_in_production_it_is_refused_whatever_the_site_holds(settings, options):
    settings.DEVELOPMENT = False
    with pytest.raises(CommandError, match="not for production"):
        call_command("demo", *options)
    assert not Network.objects.exists()
    assert not get_user_model().objects.exists()
