"""The site while its database does not answer."""

import json
import subprocess
import sys

import pytest
from django.conf import settings

from network import unavailable
from network.models import Network, PublicPart
from tests.builders import make_contact, make_network

# Asks a site whose database is nowhere, in a process of its own; prints seconds, status and text.
ASK = """
import json, sys, time
import django
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
answers = {}
for method, path, sent in json.loads(sys.argv[2]):
    started = time.monotonic()
    answer = getattr(client, method)(path, sent)
    answers[f"{method} {path}"] = [time.monotonic() - started, answer.status_code, answer.text]
print(json.dumps(answers))
"""
ASKED = [
    ("get", "/healthz", {}),
    ("get", "/ko/", {}),
    ("get", "/en/news/?page=2", {}),
    ("get", "/admin/", {}),
    ("get", "/en/nothing-here/", {}),
    ("post", "/en/how-to-reach/", {}),
    ("post", "/ko/concern/", {"words": "<b>첫 줄\n둘째 줄", "password": "secret"}),
]


@pytest.fixture
def kept(db):
    contact = make_contact()
    make_network(contact=contact)
    assert unavailable.is_outdated() == 1
    assert unavailable.keep() == 1
    assert unavailable.is_outdated() == unavailable.keep() == 0
    return contact


@pytest.fixture
def answers(kept):
    command = [sys.executable, "-c", ASK, str(settings.ORIGINALS_ROOT), json.dumps(ASKED)]
    environment = {
        "DJANGO_SETTINGS_MODULE": "network.settings",
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing",
        "DEVELOPMENT": "1",
        "PYTHONPATH": str(settings.BASE_DIR),
        "VAR_DIR": str(settings.ORIGINALS_ROOT),
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
    assert english.index("We will be back") < english.index("잠시 후 다시 열립니다")
    _seconds, status, text = answers["post /en/how-to-reach/"]
    assert status == 503
    assert "press@example.org" in text
    assert "02-123-4567" in text


def test_what_was_typed_is_kept_in_the_page(answers):
    _seconds, status, text = answers["post /ko/concern/"]
    assert status == 503
    assert '<form method="post" action="/ko/concern/">' in text
    assert '<textarea name="words" hidden>\n&lt;b&gt;첫 줄\n둘째 줄</textarea>' in text
    assert "secret" not in text


def test_nobody_waits_long_for_it(answers):
    # Half a minute before; two seconds are promised. A busy machine is given twice as much.
    for asked, (seconds, _status, _text) in answers.items():
        assert seconds < 4, asked


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
    unavailable.kept_file().write_text('{"name": ')
    assert unavailable.page(rf.get("/en/")).status_code == 503
    unavailable.kept_file().unlink()
    text = unavailable.page(rf.get("/en/")).text
    assert "We will be back" in text
    assert "<form" not in text
    assert unavailable.keep() == 1
    assert unavailable.kept_file().stat().st_mode & 0o777 == 0o600


def test_closed_contact_details_are_not_kept(kept):
    network = Network.objects.current()
    network.switch([PublicPart.CONTACTS], closes=True)
    assert unavailable.keep() == 1
    assert "press@example.org" not in unavailable.kept_file().read_text()


def test_a_network_without_a_contact_is_kept_as_such(db):
    assert unavailable.keep() == 1
    assert json.loads(unavailable.kept_file().read_text())["email"] == ""
