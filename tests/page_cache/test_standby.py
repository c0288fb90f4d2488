"""A site with a real replica, which stops to follow, dies or becomes a database of its own."""

import http.client
import itertools
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.contrib.auth import get_user_model

from members.names import hiding
from news.models import Article
from operations import clock_jumps
from photos import actions
from tests.page_cache.standby import Standby, standby
from tests.support.builders import (
    make_article,
    make_network,
    make_person,
    make_photo,
)
from tests.website.proxy.serving import HOST, running_site

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

# A change is told to every process within milliseconds; a busy machine is given longer.
SOON_SECONDS = 30
# Each process has its own pages, and its own opinion of the replica.
PROCESSES = 2

numbers = itertools.count(1000)


@dataclass
class Answer:
    status: int
    cache_status: str
    text: str


@dataclass
class Site:
    port: int

    def ask(self, path: str) -> Answer:
        own = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            own.request("GET", path, headers={"Host": HOST, "X-Forwarded-Proto": "https"})
            response = own.getresponse()
            status = response.headers.get("Cache-Status", "").removeprefix("site; ")
            return Answer(response.status, status, response.read().decode())
        finally:
            own.close()

    def ask_often(self, path: str) -> list[Answer]:
        """So often that each process answers."""
        return [self.ask(path) for _time in range(PROCESSES * 6)]

    def made_anew(self) -> list[str]:
        """How pages were made that nobody had asked for."""
        answers = [self.ask(f"/ko/news/?year={next(numbers)}") for _time in range(PROCESSES * 6)]
        assert {answer.status for answer in answers} == {200}
        return [answer.cache_status for answer in answers]

    def reads_from_replica(self) -> bool:
        return set(self.made_anew()) == {"fwd=miss; detail=replica"}

    def reads_from_database(self) -> bool:
        return set(self.made_anew()) == {"fwd=miss"}


@pytest.fixture
def replica() -> Iterator[Standby]:
    with standby() as started:
        yield started


@pytest.fixture
def site(replica, settings, tmp_path) -> Iterator[Site]:
    make_network()
    told = {
        "SECRET_KEY": settings.SECRET_KEY,
        "ENCRYPTION_KEYS": ",".join(settings.ENCRYPTION_KEYS),
        "DATABASE_REPLICA_URL": replica.url,
        "WEB_CONCURRENCY": str(PROCESSES),
        "PAGE_CACHE_MEGABYTES": "16",
    }
    with running_site(tmp_path / "site", **told) as (port, _process):
        started = Site(port)
        # Until each process hears, has written its mark, and the replica has it.
        assert eventually(started.reads_from_replica)
        yield started


def eventually(is_so) -> bool:
    end = time.monotonic() + SOON_SECONDS
    while time.monotonic() < end:
        if is_so():
            return True
        time.sleep(0.02)
    return False


def test_who_was_hidden_is_gone_although_the_replica_stands_still(site, replica):
    person = make_person(name_ko="홍길동", has_public_profile=True)
    photo = make_photo(caption_ko="광장의 사람들")
    address = make_article(lead_photo=photo).get_absolute_url()
    assert eventually(lambda: all("홍길동" in page.text for page in site.ask_often("/ko/people/")))
    assert eventually(site.reads_from_replica)
    assert photo.folder_token in site.ask(address).text
    replica.pause()
    hiding.hide_person(person, by=get_user_model().objects.create_user("mina"))
    actions.take_down(photo)
    assert eventually(site.reads_from_database)
    # All processes have heard. They make pages anew, keep them, and show nothing old.
    for path, gone in (("/ko/people/", "홍길동"), (address, photo.folder_token)):
        answers = site.ask_often(path)
        assert {answer.status for answer in answers} == {200}
        assert not any(gone in answer.text for answer in answers)
        assert {answer.cache_status for answer in answers} <= {"fwd=miss", "hit"}
    assert replica.ask("SELECT pg_is_in_recovery()")
    replica.resume()
    assert eventually(site.reads_from_replica)
    for path, gone in (("/en/people/", "홍길동"), (address, photo.folder_token)):
        assert not any(gone in answer.text for answer in site.ask_often(path))


def test_readers_notice_nothing_when_the_replica_dies_and_comes_back(site, replica):
    clock_jumps.check()
    assert eventually(lambda: "replica: ok" in site.ask("/healthz").text)
    replica.kill()
    assert site.reads_from_database()
    assert "replica: does not answer" in site.ask("/healthz").text
    make_article(title_ko="새 제목")
    assert eventually(lambda: all("새 제목" in page.text for page in site.ask_often("/ko/news/")))
    replica.start()
    assert eventually(site.reads_from_replica)
    assert "replica: ok" in site.ask("/healthz").text


def test_a_replica_that_became_a_database_of_its_own_is_read_no_more(site, replica):
    article = make_article(title_ko="옛 제목")
    assert eventually(site.reads_from_replica)
    replica.promote()
    assert site.reads_from_database()
    Article.objects.filter(pk=article.pk).update(title_ko="새 제목")
    address = article.get_absolute_url()
    assert eventually(lambda: all("새 제목" in page.text for page in site.ask_often(address)))
    assert site.reads_from_database()
