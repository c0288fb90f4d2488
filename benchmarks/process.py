"""What one process of the site needs: seconds until it answers, memory after load.

Run with `make benchmarks`, in a database of its own with 1,000 articles. Printed: seconds from the
start of gunicorn until its port is open, and of its first answer; MB of a process that answers,
beside another as on a small server, after 2,000 pages that were made for somebody with a session,
and after as many that its page cache keeps. Fails when these are over 75 MB or the first answer
takes more than a second.
"""

import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path

import django

from website import startup

startup.prepare()
django.setup()

from benchmarks.own_database import large_database
from benchmarks.servers import OF_SITE, free_port, gunicorn
from cms.i18n import languages

ARTICLES, PAGES = 1_000, 2_000
MOST_MEGABYTES, MOST_SECONDS = 75.0, 1.0
LISTS = ["", "news/", "events/", "members/", "resources/", "topics/topic-3/", "search/?q=Member"]


def address(number: int) -> str:
    kinds = [f"news/article-{number % ARTICLES}/", LISTS[number % len(LISTS)]]
    kinds += [f"events/event-{number % 100}/", f"members/member-{number % 100}/"]
    codes = languages.codes()
    return f"/{codes[number % len(codes)]}/{kinds[number % len(kinds)]}"


def ask(line: HTTPConnection, path: str, cookie: str = "") -> None:
    headers = {"Accept-Encoding": "gzip"} | ({"Cookie": cookie} if cookie else {})
    line.request("GET", path, headers=headers)
    answer = line.getresponse()
    answer.read()
    assert answer.status == 200, (path, answer.status)


def megabytes(process: int) -> float:
    """What it shares counts in parts (PSS); outside Linux, as a whole (RSS)."""
    rollup = Path(f"/proc/{process}/smaps_rollup")
    if rollup.exists():
        lines = [line.split() for line in rollup.read_text().splitlines()]
        return next(int(line[1]) for line in lines if line[0] == "Pss:") / 1024
    told = subprocess.run(["ps", "-o", "rss=", "-p", str(process)], capture_output=True, check=True)
    return int(told.stdout) / 1024


def children(process: int) -> list[int]:
    told = subprocess.run(["pgrep", "-P", str(process)], capture_output=True, check=True)
    return [int(line) for line in told.stdout.split()]


def main() -> int:
    port = free_port()
    with large_database("benchmark_process", ARTICLES):
        started = time.perf_counter()
        with gunicorn(port, *OF_SITE, WEB_CONCURRENCY="2") as server:
            until_open = time.perf_counter() - started
            line, begun = HTTPConnection("127.0.0.1", port), time.perf_counter()
            ask(line, address(0))
            first = time.perf_counter() - begun
            print(f"started: {until_open:.1f} s until its port is open, first answer {first:.2f} s")
            most = max(fill(line, server.pid, cookie) for cookie in ("sessionid=none", ""))
    return most > MOST_MEGABYTES or first > MOST_SECONDS


def fill(line: HTTPConnection, server: int, cookie: str) -> float:
    for number in range(PAGES):
        ask(line, address(number), cookie)
    # A connection stays with one process: the one with more.
    used = max(map(megabytes, children(server)))
    print(f"{PAGES} pages, {'made' if cookie else 'kept'}: {used:.0f} MB")
    return used


if __name__ == "__main__":
    sys.exit(main())
