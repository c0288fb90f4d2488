"""What readers notice of 2,000 requests a second, on the machine that also makes them.

Run with `make benchmarks`, in a database of its own with 1,000 articles; needs `wrk`. For a minute
half of the requests ask for one article, the others for 200 different ones, without a proxy, whose
limits would send most of them away. Meanwhile a few readers ask for other pages. Printed: requests
a second, answers that failed, and the median and 99th percentile of one answer of the readers in
ms, in a minute without and one with the raid. Fails when the last is over 300 ms.
"""

import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
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

ARTICLES, DIFFERENT = 1_000, 200
SECONDS, RATE, CONNECTIONS = 60, 2_000, 40
READERS, PAUSE = 4, 0.1
MOST_MILLISECONDS = 300.0
CODE = languages.codes()[0]
READ = ["", "news/", "news/article-900/", "events/event-50/", "members/", "topics/topic-3/"]

# Each connection waits between two requests, so that all of them together make `RATE`.
SCRIPT = f"""
local asked = 0
request = function()
  asked = asked + 1
  local number = asked % 2 == 0 and 500 or math.floor(asked / 2) % {DIFFERENT}
  return wrk.format("GET", "/{CODE}/news/article-" .. number .. "/")
end
delay = function() return {CONNECTIONS * 1000 // RATE} end
"""


def raid(port: int) -> str:
    """What wrk prints after a minute."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "raid.lua"
        script.write_text(SCRIPT)
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-s", str(script)]
        command += ["-H", "Accept-Encoding: gzip", f"http://127.0.0.1:{port}/"]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def read(port: int, end: float, times: list[float]) -> None:
    """Milliseconds of each answer; a new connection each time, as different readers have."""
    number = 0
    while time.perf_counter() < end:
        begun = time.perf_counter()
        line = HTTPConnection("127.0.0.1", port, timeout=30)
        line.request("GET", f"/{CODE}/{READ[number % len(READ)]}")
        answer = line.getresponse()
        answer.read()
        line.close()
        assert answer.status == 200, answer.status
        times.append((time.perf_counter() - begun) * 1000)
        number += 1
        time.sleep(PAUSE)


def start_readers(port: int) -> tuple[list[threading.Thread], list[float]]:
    end, times = time.perf_counter() + SECONDS, list[float]()
    readers = [threading.Thread(target=read, args=(port, end, times)) for _reader in range(READERS)]
    for reader in readers:
        reader.start()
    return readers, times


def report(name: str, times: list[float]) -> float:
    """Prints the median and the 99th percentile, and returns this."""
    p99 = statistics.quantiles(times, n=100)[98]
    print(
        f"readers, {name}: {len(times)} answers, {statistics.median(times):.0f} ms, p99 {p99:.0f}"
    )
    return p99


def main() -> int:
    if not shutil.which("wrk"):
        print("The raid is not measured: wrk is not installed.")
        return 0
    port = free_port()
    with large_database("benchmark_raid", ARTICLES), gunicorn(port, *OF_SITE):
        readers, times = start_readers(port)
        for reader in readers:
            reader.join()
        report("alone", times)
        readers, times = start_readers(port)
        told = raid(port)
        for reader in readers:
            reader.join()
        rate = float(re.findall(r"Requests/sec:\s+([\d.]+)", told)[0])
        failed = re.findall(r"Non-2xx or 3xx responses: (\d+)|Socket errors: (.*)", told)
        print(f"raid: {rate:.0f} requests a second, failed: {failed or 'none'}")
        return report("during the raid", times) > MOST_MILLISECONDS


if __name__ == "__main__":
    sys.exit(main())
