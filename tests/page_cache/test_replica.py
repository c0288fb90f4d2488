"""Pages are read from a replica only while it has all that this process has heard of.

The replica of these tests is the same database, seen by another connection: in a transaction that
sees what was there at its beginning, it is a replica that has stopped to follow. A real one is in
`test_standby.py`.
"""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import DatabaseError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from cms.queries.replica import REPLICA, reading_from
from members.names import hiding
from network.context_processors import standing_pages
from network.models import Page
from news.models import Article
from operations import clock_jumps
from page_cache import replica
from page_cache.change_listener import listener
from page_cache.decorators import PARAMETERS_ATTRIBUTE
from page_cache.models import ReplicaMark
from page_cache.page_store import store
from search import index
from tests.page_cache.hearing import cache_status, settle, wait_until
from tests.support import crawling
from tests.support.builders import (
    add_quote,
    add_session,
    add_text,
    make_article,
    make_campaign,
    make_event,
    make_member,
    make_page,
    make_person,
    make_photo,
    make_resource,
    make_topic,
)

FROM_DATABASE, FROM_REPLICA = "fwd=miss", "fwd=miss; detail=replica"


@pytest.fixture
def copy(caching, settings, monkeypatch):
    """The connection to the replica."""
    monkeypatch.setattr(replica, "replica", replica.Replica())
    in_recovery = replica.HAS_MARK.replace("pg_is_in_recovery()", "true")
    monkeypatch.setattr(replica, "HAS_MARK", in_recovery)
    options = {
        name: value for name, value in connection.settings_dict["OPTIONS"].items() if name != "pool"
    }
    settings.DATABASES[REPLICA] = connection.settings_dict | {"OPTIONS": options}
    settings.DATABASE_ROUTERS = ["cms.queries.replica.ReplicaRouter"]
    own = connections[REPLICA]

    def connect_if_needed():
        """Django lets a test use only databases that were there before it."""
        if own.connection is None:
            with own.wrap_database_errors:
                own.connect()

    own.ensure_connection = connect_if_needed
    settle()
    yield own
    own.close()
    del connections[REPLICA], settings.DATABASES[REPLICA]


@contextmanager
def paused(copy):
    with copy.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT 1")
    yield
    with copy.cursor() as cursor:
        cursor.execute("COMMIT")


def status_of(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return cache_status(response)


def read_other_pages_from_replica(client) -> None:
    """After the first page, which writes the mark."""
    assert status_of(client, "/ko/") == FROM_DATABASE
    assert status_of(client, "/en/") == FROM_REPLICA


def test_the_first_page_after_a_change_marks_it_and_the_next_come_from_the_replica(copy, client):
    article = make_article(title_ko="옛 제목")
    settle()
    read_other_pages_from_replica(client)
    [mark] = ReplicaMark.objects.all()
    assert "옛 제목" in client.get("/ko/news/").text
    Article.objects.update(title_ko="새 제목")
    settle()
    assert status_of(client, "/ko/news/") == FROM_DATABASE
    [other_mark] = ReplicaMark.objects.all()
    assert other_mark != mark
    response = client.get(article.get_absolute_url())
    assert cache_status(response) == FROM_REPLICA
    assert "새 제목" in response.text
    assert status_of(client, article.get_absolute_url()) == "hit"


def test_a_page_from_the_replica_costs_the_database_nothing(copy, client, monkeypatch):
    topic, person = make_topic(), make_person(has_public_profile=True)
    event = make_event(campaign=make_campaign())
    event.topics.add(topic)
    add_session(event)
    articles = [make_article(slug=f"no-{n}", event=event, lead_photo=make_photo()) for n in (1, 2)]
    for article in articles:
        article.topics.add(topic)
        add_text(article)
        add_quote(article, person=person)
    page = make_page(place=Page.Place.MENU)
    items = [*articles, event, topic, page, make_member(), make_resource(), event.campaign]
    # The suggestions of the search would do it.
    index.index_all_changes()
    settle()
    # Every page is made each time.
    monkeypatch.setattr(store, "put", lambda *_page, **_more: None)
    lists = ("/ko/", "/ko/news/", "/ko/members/", "/ko/resources/", "/ko/people/")
    for shared in (*lists, event.campaign.get_absolute_url()):
        client.get(shared)
    costs = {}
    unlinked = [address for address in crawling.unlinked() if address.startswith("/ko/")]
    for address in [*unlinked, *(item.get_absolute_url() for item in items)]:
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
        if hasattr(response, PARAMETERS_ATTRIBUTE):
            costs[address] = len(queries), cache_status(response)
    assert {address: cost for address, cost in costs.items() if cost != (0, FROM_REPLICA)} == {}
    assert {item.get_absolute_url() for item in items} <= costs.keys()
    assert {"/ko/", "/ko/people/", "/ko/members/", "/ko/events/"} <= costs.keys()


def test_a_replica_that_lacks_a_change_is_not_asked_and_nothing_old_is_kept(copy, client):
    person = make_person(name_ko="홍길동", has_public_profile=True)
    settle()
    read_other_pages_from_replica(client)
    assert "홍길동" in client.get("/ko/people/").text
    with paused(copy):
        hiding.hide_person(person, by=get_user_model().objects.create_user("mina"))
        settle()
        for expected in (FROM_DATABASE, "hit"):
            response = client.get("/ko/people/")
            assert "홍길동" not in response.text
            assert cache_status(response) == expected
        assert status_of(client, "/ko/news/") == FROM_DATABASE
        with reading_from(REPLICA):
            assert not type(person).objects.get(pk=person.pk).is_hidden
    assert status_of(client, "/ko/events/") == FROM_REPLICA
    assert "홍길동" not in client.get("/en/people/").text


def test_what_pages_share_is_never_read_from_a_replica_that_lacks_a_change(
    copy, client, monkeypatch
):
    """A change comes while a page is read from a replica that stops at this moment."""
    read_other_pages_from_replica(client)
    published = Article.objects.published
    pausing = paused(copy)

    def change_meanwhile():
        monkeypatch.undo()
        pausing.__enter__()
        make_page(title_ko="새 안내", slug="new", place=Page.Place.MENU)
        settle()
        return published()

    with monkeypatch.context() as patch:
        patch.setattr(Article.objects, "published", change_meanwhile)
        monkeypatch.undo = patch.undo
        client.get("/ko/news/")
    assert [page.slug for page in standing_pages()["menu"]] == ["new"]
    pausing.__exit__(None, None, None)


def test_what_belongs_to_one_visitor_is_read_from_the_database(copy, client, admin_user):
    read_other_pages_from_replica(client)
    addresses = ["/ko/search/?q=x", "/ko/join/organisation/", "/media/x.jpg", "/admin/login/"]
    with CaptureQueriesContext(connections[REPLICA]) as queries:
        for address in addresses:
            client.get(address)
        client.post("/ko/")
        client.force_login(admin_user)
        assert "Cache-Status" not in client.get("/ko/news/")
        assert client.get("/admin/").status_code == 200
    assert len(queries) == 0


def test_a_transaction_reads_what_it_has_written(copy):
    with reading_from(REPLICA), transaction.atomic():
        article = make_article()
        assert Article.objects.get().get_absolute_url() == article.get_absolute_url()
        assert Article.objects.get()._state.db == "default"


def test_what_an_item_refers_to_is_read_where_the_item_was(copy):
    topic = make_topic()
    make_article().topics.add(topic)
    with reading_from(REPLICA):
        assert topic.articles.get()._state.db == "default"
        assert Article.objects.get().topics.get()._state.db == REPLICA
    # An item of the replica is changed in the database.
    with reading_from(REPLICA):
        article = Article.objects.get()
    article.save()
    assert article._state.db == "default"


def test_a_process_that_cannot_hear_reads_from_the_database(copy, client, monkeypatch):
    read_other_pages_from_replica(client)
    monkeypatch.setattr(listener, "is_alive", lambda: False)
    assert status_of(client, "/ko/news/") == FROM_DATABASE
    monkeypatch.undo()
    store.suspend()
    assert status_of(client, "/ko/news/") == FROM_DATABASE


def test_without_room_for_a_mark_pages_are_read_from_the_database(copy, client, monkeypatch):
    monkeypatch.setattr(replica, "WRITE_MARK", "INSERT INTO nothing VALUES (%s, %s)")
    with CaptureQueriesContext(connection) as queries:
        for address in ("/ko/", "/en/", "/ko/news/"):
            assert status_of(client, address) == FROM_DATABASE
    # It is not tried for every page.
    assert len([query for query in queries if "nothing" in query["sql"]]) == 1


def end_connection(copy) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [copy.connection.info.backend_pid])


def test_a_replica_that_dies_while_it_is_read_costs_no_reader_a_page(copy, client, monkeypatch):
    article = make_article(title_ko="제목")
    settle()
    read_other_pages_from_replica(client)
    shown_blocks = Article.shown_blocks

    def die_meanwhile(self):
        if self._state.db == REPLICA:
            end_connection(copy)
        return shown_blocks(self)

    monkeypatch.setattr(Article, "shown_blocks", die_meanwhile)
    response = client.get(article.get_absolute_url())
    assert (response.status_code, cache_status(response)) == (200, FROM_DATABASE)
    assert "제목" in response.text
    # For a while nobody asks it.
    assert status_of(client, "/ko/news/") == FROM_DATABASE
    monkeypatch.setattr(replica.replica, "_retry_at", 0.1)
    assert status_of(client, "/ko/events/") == FROM_REPLICA
    assert status_of(client, "/ko/people/") == FROM_REPLICA


def test_a_page_whose_template_swallowed_an_error_is_made_again(copy, client, monkeypatch):
    """As conditions in templates do."""
    read_other_pages_from_replica(client)
    published = Article.objects.published

    def fail_in_silence():
        if published().db == REPLICA:
            with pytest.raises(DatabaseError), copy.cursor() as cursor:
                cursor.execute("SELECT nonsense")
        return published()

    monkeypatch.setattr(Article.objects, "published", fail_in_silence)
    assert status_of(client, "/ko/news/") == FROM_DATABASE


def refuse_connections(copy, monkeypatch) -> list[int]:
    """A list that has as many entries as somebody tried to connect."""
    tries: list[int] = []

    def refuse():
        tries.append(1)
        raise connection.Database.OperationalError

    copy.close()
    monkeypatch.setattr(copy, "connect", refuse)
    return tries


def test_a_replica_that_is_away_is_tried_by_one_reader_at_a_time(copy, client, monkeypatch):
    read_other_pages_from_replica(client)
    tries = refuse_connections(copy, monkeypatch)
    for address in ("/ko/news/", "/en/news/", "/ko/events/"):
        assert status_of(client, address) == FROM_DATABASE
    assert len(tries) == 1
    monkeypatch.setattr(replica.replica, "_retry_at", 0.1)
    for address in ("/en/events/", "/ko/people/"):
        assert status_of(client, address) == FROM_DATABASE
    assert len(tries) == 2


def test_threads_write_one_mark(copy):
    generation = store.generation
    with replica.replica._writing:
        assert replica.replica.mark_for(generation) is None
        assert not ReplicaMark.objects.exists()
    assert replica.replica.mark_for(generation) is None
    [mark] = ReplicaMark.objects.all()
    assert replica.replica.mark_for(generation) == mark.token
    # A page that was begun before may be read as well.
    assert replica.replica.mark_for(generation - 1) == mark.token


def health_of_replica(client) -> str:
    [line] = [line for line in client.get("/healthz").text.splitlines() if "replica" in line]
    return line.removeprefix("replica: ")


def test_operators_are_told_of_a_replica_that_is_late_or_away(copy, client, monkeypatch):
    assert health_of_replica(client) == "ok"
    clock_jumps.check()
    assert health_of_replica(client) == "ok"
    reading = clock_jumps.last_reading()
    with paused(copy):
        reading.believed_at += timedelta(seconds=61)
        reading.save()
        assert health_of_replica(client) == "ok"
        reading.believed_at += timedelta(seconds=60)
        reading.save()
        assert health_of_replica(client) == "more than a minute behind"
    assert health_of_replica(client) == "ok"
    refuse_connections(copy, monkeypatch)
    assert health_of_replica(client) == "does not answer"


def test_waiting_for_a_change_ends(copy, client):
    """A replica that has stopped is read again as soon as it has the mark."""
    read_other_pages_from_replica(client)
    with paused(copy):
        make_topic()
        settle()
        for address in ("/ko/news/", "/en/news/", "/ko/events/"):
            assert status_of(client, address) == FROM_DATABASE
    wait_until(lambda: status_of(client, "/en/events/") == FROM_REPLICA)
