"""Somebody is hidden, or a text taken back, while a colleague saves the same: that counts."""

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from django.db import connection

from members.models import Person
from news.models import Article
from tests.support.builders import make_article, make_network, make_person

pytestmark = pytest.mark.django_db(transaction=True)

WAITING = """
    SELECT EXISTS (
        SELECT FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'
    )
"""


def while_changed(change: str, client, address: str, form: dict) -> None:
    """Send a form while another connection is about to finish a change of the same row."""
    database = {
        name: value for name, value in connection.get_connection_params().items() if name in WHERE
    }

    def send():
        try:
            return client.post(address, form)
        finally:
            connection.close()

    with psycopg.connect(**database) as colleague, ThreadPoolExecutor(1) as thread:
        colleague.execute(change)
        sent = thread.submit(send)
        with psycopg.connect(**database, autocommit=True) as watch:
            while not watch.execute(WAITING).fetchone()[0]:
                assert not sent.done(), "the form waited for nobody"
        colleague.commit()
        assert sent.result().status_code == 302


WHERE = ("dbname", "user", "password", "host", "port")


def test_a_form_of_a_person_does_not_show_who_was_hidden_meanwhile(admin_client):
    make_network()
    person = make_person()
    form = {"name_ko": "김보기", "role_ko": "연구원"}
    for rows in ("offices", "appearances"):
        form |= {f"{rows}-TOTAL_FORMS": 0, f"{rows}-INITIAL_FORMS": 0}
    hide = "UPDATE members_person SET hidden_at = now()"
    while_changed(hide, admin_client, f"/admin/members/person/{person.pk}/change/", form)
    person = Person.objects.get()
    assert (person.is_hidden, person.role_ko) == (True, "연구원")


def test_publishing_one_language_does_not_publish_the_other_that_was_taken_back(admin_client):
    make_network()
    article = make_article(published_at_en=None)
    take_back = "UPDATE news_article SET published_at_ko = NULL"
    form = {"action": "publish_en", "_selected_action": article.pk}
    while_changed(take_back, admin_client, "/admin/news/article/", form)
    article = Article.objects.get()
    assert (article.status_in("ko"), article.status_in("en")) == ("draft", "public")
