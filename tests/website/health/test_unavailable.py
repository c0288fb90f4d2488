"""The site while its database does not answer."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from queue import Queue
from threading import Event

import psycopg
import pytest
from django.conf import settings
from django.db import OperationalError, transaction
from django.test import override_settings

from cms.queries.database_availability import DatabaseAvailability, availability
from network.models import Contact, Network, PublicFeature
from tests.support.builders import make_contact, make_network
from website.health import unavailable_page

# Asks a site whose database is nowhere, in a process of its own; prints seconds, status and text.
ASK = """
import json, sys, time
from concurrent.futures import ThreadPoolExecutor
import django
from psycopg_pool import ConnectionPool
from website import startup
startup.prepare()
django.setup()
from django.conf import settings
from django.test import Client
from django.test.utils import override_settings
plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
override_settings(
    ALLOWED_HOSTS=["testserver"],
    ORIGINALS_ROOT=sys.argv[1],
    MEDIA_ROOT=sys.argv[1],
    ERASURES_ROOT=sys.argv[1],
    STORAGES=settings.STORAGES | {"staticfiles": plain},
).enable()
client = Client(raise_request_exception=False)
client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
tries = []
getconn = ConnectionPool.getconn
ConnectionPool.getconn = lambda *arguments: (tries.append(1), getconn(*arguments))[1]
answers = {}
for method, path, sent in json.loads(sys.argv[2]):
    started = time.monotonic()
    answer = getattr(client, method)(path, sent)
    answers[f"{method} {path}"] = [time.monotonic() - started, answer.status_code, answer.text]
del tries[:]
with ThreadPoolExecutor(8) as threads:
    flood = list(threads.map(lambda n: Client().get(f"/ko/?n={n}").status_code, range(200)))
answers["flood"] = [len(tries), set(flood) == {503}, ""]
print(json.dumps(answers))
"""
ASKED = [
    ("get", "/healthz", {}),
    ("get", "/ko/", {}),
    ("get", "/en/news/?page=2", {}),
    ("get", "/admin/", {}),
    ("get", "/en/nothing-here/", {}),
    ("post", "/en/how-to-reach/", {}),
    ("post", "/ko/concern/", {"description": "<b>첫 줄\n둘째 줄", "password": "secret"}),
]


def keep_contact() -> Contact:
    contact = make_contact()
    make_network(contact=contact)
    assert unavailable_page.is_contact_outdated() == 1
    assert unavailable_page.store_contact() == 1
    assert unavailable_page.is_contact_outdated() == unavailable_page.store_contact() == 0
    return contact


@pytest.fixture
def kept(db):
    return keep_contact()


@pytest.fixture(scope="module")
def answers(django_db_setup, django_db_blocker, tmp_path_factory):
    """Asked once for all tests, as every answer waits for the database in vain."""
    folder = str(tmp_path_factory.mktemp("unavailable"))
    with (
        django_db_blocker.unblock(),
        transaction.atomic(),
        override_settings(ORIGINALS_ROOT=folder),
    ):
        keep_contact()
        transaction.set_rollback(True)
    command = [sys.executable, "-c", ASK, folder, json.dumps(ASKED)]
    environment = {
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing",
        "DEVELOPMENT": "1",
        "PYTHONPATH": str(settings.BASE_DIR),
        "VAR_DIR": folder,
    }
    done = subprocess.run(  # noqa: S603 - our own command
        command, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_every_page_says_in_both_languages_what_is_the_matter(answers):
    for asked in ("get /ko/", "get /en/news/?page=2", "get /admin/", "get /en/nothing-here/"):
        _seconds, status, text = answers[asked]
        assert status == 503, asked
        assert "데이터베이스에 연결할 수 없습니다" in text
        assert "cannot reach its database" in text
        assert "예시 네트워크" in text
        assert "Example Network" in text
        assert 'action="/en/how-to-reach/"' in text
        assert "press@example.org" not in text
    english = answers["get /en/news/?page=2"][2]
    assert english.index("We will be back") < english.index("잠시 뒤에 다시 열립니다")
    _seconds, status, text = answers["post /en/how-to-reach/"]
    assert status == 503
    assert "press@example.org" in text
    assert "02-123-4567" in text


def test_what_was_typed_is_kept_in_the_page(answers):
    _seconds, status, text = answers["post /ko/concern/"]
    assert status == 503
    assert '<form class="form" method="post" action="/ko/concern/">' in text
    assert '<textarea name="description" hidden>\n&lt;b&gt;첫 줄\n둘째 줄</textarea>' in text
    assert "secret" not in text


def test_nobody_waits_long_for_it(answers):
    # Half a minute before; two seconds are promised. A busy machine is given twice as much.
    for method, path, _sent in ASKED:
        seconds, _status, _text = answers[f"{method} {path}"]
        assert seconds < 4, path


def test_a_flood_of_200_requests_asks_a_lost_database_a_few_times(answers):
    """Each attempt costs one of eight threads 1.5 seconds."""
    attempts, is_told, _text = answers["flood"]
    assert is_told
    assert 1 <= attempts <= 20


def test_the_watcher_is_told_what_is_wrong(answers):
    _seconds, status, text = answers["get /healthz"]
    assert status == 503
    assert text.startswith("database: does not answer\n")
    assert "timer" not in text


def test_while_the_database_answers_the_pages_tell_how_to_reach_the_network(client, kept):
    answer = client.post("/en/how-to-reach/")
    assert (answer.status_code, answer["Location"]) == (302, "/en/")
    assert client.get("/en/how-to-reach/").status_code == 405


def test_a_file_that_is_broken_or_missing_leaves_a_page(rf, kept):
    unavailable_page.contact_file().write_text('{"name": ')
    assert unavailable_page.unavailable_page(rf.get("/en/")).status_code == 503
    unavailable_page.contact_file().unlink()
    text = unavailable_page.unavailable_page(rf.get("/en/")).text
    assert "We will be back" in text
    assert "<form" not in text
    assert unavailable_page.store_contact() == 1
    assert unavailable_page.contact_file().stat().st_mode & 0o777 == 0o600


def test_closed_contact_details_are_not_kept(kept):
    network = Network.objects.current()
    network.set_closed([PublicFeature.CONTACTS], closed=True)
    assert unavailable_page.store_contact() == 1
    assert "press@example.org" not in unavailable_page.contact_file().read_text()


def test_a_network_without_a_contact_is_kept_as_such(db):
    assert unavailable_page.store_contact() == 1
    assert json.loads(unavailable_page.contact_file().read_text())["email"] == ""


class SlowDatabase:
    """Answers when it is told what: until then whoever asks waits."""

    def __init__(self):
        self.asked, self.answer, self.times = Event(), Queue(), 0

    def __call__(self) -> bool:
        self.times += 1
        self.asked.set()
        return self.answer.get()


def test_while_the_database_is_away_one_thread_waits_for_it_and_no_other():
    database = SlowDatabase()
    known = DatabaseAvailability(database)
    assert not known.is_unavailable()
    assert database.times == 0
    known.mark_unavailable()
    with ThreadPoolExecutor(1) as other:
        waiting = other.submit(known.is_unavailable)
        database.asked.wait()
        # The first is still waiting.
        assert [known.is_unavailable() for _number in range(500)] == [True] * 500
        assert database.times == 1
        database.answer.put(False)
        assert waiting.result() is True
        database.answer.put(True)
    # Back at once: the next who asks finds it, and nobody asks after that.
    assert not known.is_unavailable()
    assert not known.is_unavailable()
    assert database.times == 2


@pytest.fixture
def away(kept, monkeypatch):
    """The database is known to be away; who asks is told so until `away` is cleared."""
    is_away = Event()
    is_away.set()
    monkeypatch.setattr(availability, "_ask", lambda: not is_away.is_set())
    monkeypatch.setattr(availability, "_is_unavailable", True)
    return is_away


def test_pages_are_told_at_once_and_come_back_at_once(client, away, django_assert_num_queries):
    with django_assert_num_queries(0):
        for path in ("/ko/", "/admin/", "/en/nothing-here/"):
            assert client.get(path).status_code == 503
        revealed = client.post("/en/how-to-reach/")
        typed = client.post("/ko/concern/", {"description": "둘째 줄"})
    assert "press@example.org" in revealed.text
    assert "둘째 줄</textarea>" in typed.text
    assert client.get("/healthz").text.startswith("database: does not answer\n")
    away.clear()
    assert client.get("/ko/").status_code == 200


def test_a_query_that_finds_no_database_is_remembered(client, kept, monkeypatch):
    def lose(*_arguments):
        raise OperationalError from psycopg.OperationalError()

    monkeypatch.setattr(availability, "_is_unavailable", False)
    monkeypatch.setattr("website.views.home.newest_articles", lose)
    client.raise_request_exception = False
    assert client.get("/en/").status_code == 503
    assert availability._is_unavailable
    monkeypatch.undo()
    availability.mark_unavailable()
    assert client.get("/en/").status_code == 200
    assert not availability._is_unavailable
