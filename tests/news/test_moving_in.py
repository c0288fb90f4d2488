"""Names that stood in words move to the people and organisations they mean; nothing is lost."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

# The network is as it is today: other rooms stand on it, and it never knew these names.
BEFORE = [
    ("news", "0001_initial"),
    ("members", "0002_regions_and_agreements"),
    ("network", "0004_parent_place"),
]
AFTER = [("news", "0002_articles_know_their_events"), ("network", "0004_parent_place")]


def migrate(targets: list):
    """The models as they were at some point of history."""
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return MigrationExecutor(connection).loader.project_state(targets).apps


@pytest.fixture
def before(django_db_setup, django_db_blocker):
    """The site as it was before articles knew anybody, in a database of its own: the way there
    from nothing is far shorter than the way back from today."""
    today = connection.settings_dict["NAME"]
    own = connection.ops.quote_name(f"{today}_before")
    with django_db_blocker.unblock(), connection._nodb_cursor() as server:
        server.execute(f"DROP DATABASE IF EXISTS {own} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {own}")
        turn_to(f"{today}_before")
        yield migrate(BEFORE)
        turn_to(today)
        server.execute(f"DROP DATABASE {own} WITH (FORCE)")


def turn_to(database: str) -> None:
    connection.close()
    connection.close_pool()
    connection.settings_dict["NAME"] = database


def test_publishers_and_speakers_become_who_they_are(before):
    organisations = before.get_model("members", "Organisation").objects
    known = organisations.create(slug="un-women", name_ko="유엔여성기구", name_en="UN Women")
    before.get_model("network", "Network").objects.create(pk=1, name_en="Example Network")
    people = before.get_model("members", "Person").objects
    goldie = people.create(name_ko="김명륜", name_en="Goldie Kim")
    for _namesake in range(2):
        people.create(name_ko="이호", name_en="Lee Ho")
    articles = before.get_model("news", "Article").objects
    for number, (korean, english) in enumerate(
        [("유엔여성기구", ""), ("", "A Daily"), ("", "A Daily"), ("", "Example Network"), ("", "")]
    ):
        words = {"publisher_ko": korean, "publisher_en": english}
        articles.create(slug=f"a-{number}", title_en="A title", **words)
    quotes = before.get_model("news", "QuoteBlock").objects
    for number, (korean, english) in enumerate(
        [("", "goldie kim"), ("유엔여성기구", "UN Women"), ("이호", ""), ("한 참가자", "")]
    ):
        words = {"speaker_ko": korean, "speaker_en": english, "role_en": f"role {number}"}
        quotes.create(parent=articles.first(), region="body", ordering=number, **words)

    after = migrate(AFTER)
    articles = after.get_model("news", "Article").objects.order_by("slug")
    publishers = [article.published_by for article in articles]
    assert publishers[0].pk == known.pk
    assert publishers[1] == publishers[2]
    assert (publishers[1].name_en, publishers[1].slug) == ("A Daily", "a-daily")
    assert publishers[1].published_at_en is None
    assert publishers[3:] == [None, None]
    quotes = list(after.get_model("news", "QuoteBlock").objects.order_by("ordering"))
    assert [quote.person_id for quote in quotes] == [goldie.pk, None, None, None]
    assert [quote.organisation_id for quote in quotes] == [None, known.pk, None, None]
    assert [quote.speaker_ko for quote in quotes] == ["", "", "이호", "한 참가자"]
    assert [quote.role_text_en for quote in quotes] == [f"role {number}" for number in range(4)]

    again = migrate(BEFORE)
    names = again.get_model("news", "Article").objects.order_by("slug")
    assert [article.publisher_en for article in names][:3] == ["UN Women", "A Daily", "A Daily"]
    speakers = again.get_model("news", "QuoteBlock").objects.order_by("ordering")
    assert [quote.speaker_ko for quote in speakers] == [
        "김명륜",
        "유엔여성기구",
        "이호",
        "한 참가자",
    ]
