"""Articles, lists and other pages beside a bare Django article, in one interleaved run.

Run with `make benchmarks`; `SIZE=20000` fills that many articles (1,000 without). It makes a
database of its own on the server of the project, starts the site twice (with its page cache, and
with nothing cached) and plain Django twice (without and with its cache middleware), and asks each
in turn for a few seconds, several times over. The site with its page cache is asked a second time
with a cookie of a session: then each page is made anew, with the network's row and the menu from
memory. Printed: requests a second as a ratio to plain Django of the same round, median (lowest to
highest), then the median and 99th percentile of one answer in ms; of lists also as a ratio to the
article of plain Django. At the end the other pages, made anew each time, as a multiple of the time
of an article.

`wrk` (Debian's package) asks when it is there; the client in this file otherwise, which is slower
than a cached page and then measures itself.
"""

import os
import re
import shutil
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection

import django

from website import startup

startup.prepare()
django.setup()

from django.db import connection

from benchmarks.large_site_texts import texts
from benchmarks.own_database import large_database
from benchmarks.servers import BASE_DIR, OF_SITE, free_port, gunicorn
from cms.i18n import languages

SIZE = int(os.environ.get("SIZE", "1000"))
ROUNDS, SECONDS, CONNECTIONS = 5, 3, 8
CODE = languages.codes()[0]
DATABASE = f"benchmark_{SIZE}"
MISSING = f"/{CODE}/nothing/here/"


@dataclass
class Server:
    name: str
    port: int
    article: str
    list: str
    cookie: str = ""
    others: dict[str, str] = field(default_factory=dict)
    samples: dict[str, list["Sample"]] = field(default_factory=dict)


@dataclass(frozen=True)
class Sample:
    """Requests a second; median and 99th percentile of one answer in ms."""

    rate: float
    p50: float
    p99: float


@contextmanager
def filled_database() -> Iterator[None]:
    with large_database(DATABASE, SIZE):
        fill_plain()
        yield


def fill_plain() -> None:
    """The same number of articles in the tables of `plain_django.py`."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            CREATE TABLE plain_author (id bigserial PRIMARY KEY, name varchar(200) NOT NULL);
            CREATE TABLE plain_article (
                id bigserial PRIMARY KEY, slug varchar(50) UNIQUE, title varchar(200),
                standfirst text, author_id bigint REFERENCES plain_author, published_at timestamptz
            );
            CREATE INDEX ON plain_article (published_at);
            CREATE TABLE plain_block (
                id bigserial PRIMARY KEY, article_id bigint REFERENCES plain_article, body text
            );
            CREATE INDEX ON plain_block (article_id);
            INSERT INTO plain_author (name) SELECT 'Author ' || n FROM generate_series(1, 20) n;
            """
        )
        cursor.execute(
            "INSERT INTO plain_article (slug, title, standfirst, author_id, published_at) "
            "SELECT 'article-' || n, 'Article ' || n, 'What article ' || n || ' says.', "
            "n %% 20 + 1, now() - n * interval '1 hour' FROM generate_series(0, %s - 1) n",
            [SIZE],
        )
        body = texts()[languages.field_name("body", CODE)]
        cursor.execute(
            "INSERT INTO plain_block (article_id, body) SELECT id, %s FROM plain_article", [body]
        )
        cursor.execute("ANALYZE")


def start_servers(stack: ExitStack) -> list[Server]:
    article = f"article-{SIZE // 2 + 7}"
    ours = (f"/{CODE}/news/{article}/", f"/{CODE}/news/")
    bare = (f"/{article}/", "/")
    plain = Server("plain Django", free_port(), *bare)
    cached = Server("plain Django, its cache", free_port(), *bare)
    uncached = Server("ours, nothing cached", free_port(), *ours)
    page_cached = Server("ours, page cached", free_port(), *ours)
    rendered = Server("ours, page made", page_cached.port, *ours, cookie="sessionid=none")
    rendered.others = other_pages()
    folder = stack.enter_context(tempfile.TemporaryDirectory())
    for server, megabytes in ((uncached, "0"), (page_cached, "16")):
        own = {"PAGE_CACHE_MEGABYTES": megabytes, "STATEMENT_TIMEOUT": "60"}
        stack.enter_context(gunicorn(server.port, *OF_SITE, **own))
    for server, more in ((plain, {}), (cached, {"PLAIN_CACHE": "1"})):
        how = (
            "--workers=2",
            "--threads=4",
            f"--bind=127.0.0.1:{server.port}",
            f"--chdir={BASE_DIR}",
        )
        how += ("benchmarks.plain_django:application",)
        stack.enter_context(gunicorn(server.port, *how, TMPDIR=folder, **more))
    return [plain, cached, uncached, page_cached, rendered]


def other_pages() -> dict[str, str]:
    paths = {
        "home": "",
        "event": f"events/event-{SIZE // 20}/",
        "member": "members/member-10/",
        "directory": "members/",
        "campaign": "campaigns/campaign/",
        "topic": "topics/topic-3/",
        "search": "search/?q=Member",
    }
    return {name: f"/{CODE}/{path}" for name, path in paths.items()} | {"404": MISSING}


def ask(server: Server, path: str, seconds: float) -> Sample:
    headers = {"Accept-Encoding": "gzip"} | ({"Cookie": server.cookie} if server.cookie else {})
    if program := shutil.which("wrk"):
        return with_wrk(program, server.port, path, headers, seconds)
    return by_hand(server.port, path, headers, seconds)


def with_wrk(program: str, port: int, path: str, headers: dict[str, str], seconds: float) -> Sample:
    command = [program, "-t2", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency"]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    command.append(f"http://127.0.0.1:{port}{path}")
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in told and path != MISSING:
        raise SystemExit(f"{path} was not answered with 200.\n{told}")
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1])
    return Sample(rate, in_ms(told, "50%"), in_ms(told, "99%"))


def in_ms(told: str, share: str) -> float:
    number, unit = re.search(rf"{share}\s+([\d.]+)(us|ms|s)", told).groups()
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


def by_hand(port: int, path: str, headers: dict[str, str], seconds: float) -> Sample:
    times: list[float] = []
    end = time.perf_counter() + seconds

    def read() -> None:
        line = HTTPConnection("127.0.0.1", port)
        while (begun := time.perf_counter()) < end:
            line.request("GET", path, headers=headers)
            answer = line.getresponse()
            answer.read()
            if answer.status != (404 if path == MISSING else 200):
                raise SystemExit(f"{path} was answered with {answer.status}.")
            times.append((time.perf_counter() - begun) * 1000)

    threads = [threading.Thread(target=read) for _connection in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times.sort()
    return Sample(len(times) / seconds, times[len(times) // 2], times[len(times) * 99 // 100])


def measure(servers: list[Server]) -> None:
    for server in servers:
        for page in ("article", "list"):
            ask(server, getattr(server, page), 1)
    for _round in range(ROUNDS):
        for page in ("article", "list"):
            for server in servers:
                sample = ask(server, getattr(server, page), SECONDS)
                server.samples.setdefault(page, []).append(sample)
        for server in servers:
            for page, path in server.others.items():
                server.samples.setdefault(page, []).append(ask(server, path, SECONDS))


def table(servers: list[Server]) -> None:
    print(f"{SIZE} articles, {CONNECTIONS} connections   x plain (lowest-highest)   p50   p99 ms")
    for page in ("article", "list"):
        for server in servers:
            samples = server.samples[page]
            p50 = statistics.median(sample.p50 for sample in samples)
            p99 = statistics.median(sample.p99 for sample in samples)
            line = f"{page:<8} {server.name:<26} {ratio(samples, servers[0].samples[page])}"
            print(f"{line:<60} {p50:7.1f} {p99:7.1f}")
    made = servers[-1]
    beside = ratio(made.samples["list"], articles_of(servers[0]))
    print(f"list, page made, beside the article of plain Django {beside}")
    for page in made.others:
        print(f"{page:<10} time x article {ratio(articles_of(made), made.samples[page])}")


def articles_of(server: Server) -> list[Sample]:
    return server.samples["article"]


def ratio(samples: list[Sample], measure: list[Sample]) -> str:
    """Median, lowest and highest ratio of the rates in the same round."""
    ratios = [one.rate / other.rate for one, other in zip(samples, measure, strict=True)]
    return f"{statistics.median(ratios):7.3f} ({min(ratios):.3f}-{max(ratios):.3f})"


def main() -> None:
    with filled_database(), ExitStack() as stack:
        servers = start_servers(stack)
        measure(servers)
        table(servers)


if __name__ == "__main__":
    main()
