"""Reads a copy of the site as a static host serves it (nginx: `try_files $uri $uri/index.html`)."""

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

LIVE = "http://testserver"
HOST = "https://copy.example"
LINKING = {"href", "src", "action", "poster"}


class LinkParser(HTMLParser):
    """Links, and the text of the page without its own last line."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if found.get("rel") in ("canonical", "alternate", "external"):
            return
        self.links += [value for name, value in attrs if name in LINKING]
        for candidate in found.get("srcset", "").split(","):
            self.links += candidate.split()[:1]


def links_in(html: str) -> list[str]:
    parser = LinkParser()
    parser.feed(html)
    return parser.links


def served(root: Path, url: str) -> Path | None:
    """The file that a host serves at a URL, whose query it does not read."""
    path = root / unquote(urlsplit(url).path).lstrip("/")
    if path.is_dir():
        path /= "index.html"
    return path if path.is_file() else None


def read(root: Path, url: str) -> str:
    return served(root, url).read_text()


def all_text(root: Path) -> str:
    return "".join(path.read_text(errors="replace") for path in root.rglob("*") if path.is_file())


def crawl(root: Path, start: str = "/") -> tuple[dict[str, Path], set[str]]:
    """The files that links lead to, by URL, and the URLs that lead to none."""
    waiting, found, dead = [urljoin(HOST, start)], {}, set()
    while waiting:
        url = waiting.pop()
        if url in found or url in dead:
            continue
        file = served(root, url)
        if file is None:
            dead.add(url)
            continue
        found[url] = file
        if file.suffix == ".html":
            waiting += list(internal(file.read_text(), url))
    return found, dead


def internal(html: str, url: str) -> Iterator[str]:
    for link in links_in(html):
        target = urljoin(url, link).partition("#")[0]
        if target.startswith(HOST):
            yield target
