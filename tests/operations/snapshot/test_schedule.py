"""The scheduler makes the copy anew when something public changed."""

from datetime import timedelta
from time import sleep

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from operations.models import ClockReading
from operations.snapshot import schedule
from tests.operations.snapshot.reading import served
from tests.support.builders import make_article, make_network

pytestmark = pytest.mark.django_db(transaction=True)


SESSIONS = """
    SELECT pid FROM pg_stat_activity
    WHERE datname = current_database() AND backend_type = 'client backend'
"""


@pytest.fixture(autouse=True)
def _counted_changes_of_earlier_tests():
    """Idle sessions would add theirs within seconds: all end now, which counts them."""
    earlier = sessions()
    connection.close()
    connection.close_pool()
    while earlier & sessions():
        sleep(0.1)


def sessions() -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(SESSIONS)
        return {pid for (pid,) in cursor.fetchall()}


@pytest.fixture
def root(settings, tmp_path):
    settings.SNAPSHOT_DIR = tmp_path / "copy"
    make_network()
    return tmp_path / "copy"


def count_changes() -> None:
    """PostgreSQL adds what a session changed up to a second later, unless it is told."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")


def test_without_a_folder_nothing_is_due():
    assert schedule.is_due() == 0
    assert schedule.make_if_due() == 0


def test_a_copy_is_made_once_and_again_after_a_change(root):
    count_changes()
    assert schedule.make_if_due() > 0
    assert schedule.is_due() == 0
    article = make_article(slug="launch")
    count_changes()
    assert schedule.is_due() == 1
    schedule.make_if_due()
    assert served(root, "/ko/news/launch/")
    article.delete()
    count_changes()
    schedule.make_if_due()
    assert served(root, "/ko/news/launch/") is None


def test_what_is_never_public_makes_nothing_due(root):
    schedule.make_if_due()
    count_changes()
    schedule.make_if_due()
    ClockReading.objects.create(
        believed_at=timezone.now(), believed_boot="boot", believed_uptime=1.0
    )
    count_changes()
    assert schedule.is_due() == 0


def test_a_scheduled_publication_and_a_new_day_make_one_due(root):
    with time_machine.travel("2026-11-29 12:00+09:00", tick=False):
        make_article(slug="soon", published_at_ko=timezone.now() + timedelta(hours=1))
        count_changes()
        schedule.make_if_due()
        assert schedule.is_due() == 0
    with time_machine.travel("2026-11-29 13:00+09:00", tick=False):
        assert schedule.is_due() == 1
        schedule.make_if_due()
        assert served(root, "/ko/news/soon/")
        assert schedule.is_due() == 0
    with time_machine.travel("2026-11-30 00:00+09:00", tick=False):
        assert schedule.is_due() == 1
