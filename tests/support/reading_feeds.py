"""Feeds as reader programs read them, with a library that did not write them."""

from datetime import datetime

import feedparser

SITE = "http://testserver"


def atom(client, path: str):
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    parsed = feedparser.parse(response.content, sanitize_html=False, resolve_relative_uris=False)
    assert not parsed.bozo, parsed.bozo_exception
    assert parsed.version == "atom10"
    return parsed


def json_feed(client, path: str) -> dict:
    """A feed with all that version 1.1 of the format asks for."""
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/feed+json"
    feed = response.json()
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"]
    assert feed["feed_url"] == f"{SITE}{path}"
    for item in feed["items"]:
        assert isinstance(item["id"], str)
        assert item["content_html"]
        assert datetime.fromisoformat(item["date_published"]).tzinfo
        assert datetime.fromisoformat(item["date_modified"]).tzinfo
    return feed


def titles(client, path: str) -> list[str]:
    """The same in both formats."""
    found = [entry.title for entry in atom(client, f"{path}.atom").entries]
    assert [item["title"] for item in json_feed(client, f"{path}.json")["items"]] == found
    return found
