"""A fresh site in other languages: everything that `make run` does, and then every page."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from demo import content_loader

# Its pictures are small: what is tried is languages.
PROGRAM = """
import json
import sys

import django
from django.conf import settings

from website import startup

startup.prepare()
settings.STORAGES |= {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
django.setup()

from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client

from events.models import Event
from members.models import Organisation
from cms.i18n import languages
from demo import content_loader, pictures
from network.models import Page
from news.models import Article
from tests.support.builders import picture_bytes

call_command("migrate", verbosity=0)
call_command("roles")
small = picture_bytes((600, 400))
pictures.read = lambda file: ContentFile(small, file.name)
call_command("demo", "--if-empty")
call_command("demo", "--if-empty")

client = Client(headers={"host": "127.0.0.1"}, raise_request_exception=True)
told = {"pages": {}, "html": {}, "public": {}}
items = [item for kind in (Article, Event, Organisation, Page) for item in kind.objects.all()]
for code in languages.codes():
    public = [item for item in items if code in item.published_languages]
    told["public"][code] = len(public)
    for name in ("", "news/", "events/", "members/", "people/", "join/", "press/"):
        address = f"/{code}/{name}"
        told["pages"][address] = client.get(address).status_code
    for item in public:
        address = item.url_in(code)
        told["pages"][address] = client.get(address).status_code
    home = client.get(f"/{code}/").text
    told["html"][code] = home[home.index("<html") : home.index(">", home.index("<html")) + 1]
login = {"username": content_loader.LOGIN, "password": content_loader.PASSWORD}
staff = Client(headers={"host": "127.0.0.1"})
told["login"] = staff.post("/admin/login/?next=/admin/", login, follow=True).status_code
lists = ("news/article", "events/event", "joining/application", "members/organisation")
for address in ("/admin/", *(f"/admin/{name}/" for name in lists), "/admin/news/article/add/"):
    told["pages"][address] = staff.get(address).status_code
sys.stdout.write("\\n" + json.dumps(told))
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder with a space and a short path, as sockets need it."""
    path = Path(tempfile.mkdtemp(prefix="a b "))
    yield path
    shutil.rmtree(path, ignore_errors=True)


def fresh_site(codes: str, folder: Path) -> dict:
    """What a site in these languages says. Shape: see the end of the program."""
    environment = os.environ | {
        "DEVELOPMENT": "1",
        "NETWORK_LANGUAGES": codes,
        "VAR_DIR": str(folder),
    }
    environment.pop("DATABASE_URL", None)
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-W", "ignore", "-c", PROGRAM],
        env=environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.faults
@pytest.mark.parametrize("codes", ["ja,en", "ar,en", "en,ko,fr", "ko", "fr", "id,pt-br,zh-hans"])
def test_a_fresh_site_in_any_languages_has_what_the_demonstration_has_in_them(codes, folder):
    site = fresh_site(codes, folder)
    assert {address: code for address, code in site["pages"].items() if code != 200} == {}
    for code in codes.split(","):
        direction = "rtl" if code == "ar" else "ltr"
        assert site["html"][code] == f'<html lang="{code}" dir="{direction}">'
        assert (site["public"][code] > 50) == (code in content_loader.CONTENT_LANGUAGES)
