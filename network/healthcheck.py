"""Ask the site on this machine whether it is well: `python -m network.healthcheck`."""

import os
import urllib.error
import urllib.request

if __name__ == "__main__":
    port = os.environ.get("BIND", ":8000").rpartition(":")[2]
    # The site answers to its own names only.
    host = os.environ["ALLOWED_HOSTS"].split(",")[0].strip()
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/healthz", headers={"Host": host.removeprefix(".")}
    )
    try:
        with urllib.request.urlopen(request, timeout=4):  # noqa: S310
            pass
    except urllib.error.HTTPError as answer:
        # A late timer or a full disk is for a watcher; this process is well when it says so.
        if answer.code != 503 or b"database: ok" not in answer.read():
            raise
