"""The health check of the container: `python -m website.health.container_check`."""

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
        # A late scheduler or a full disk is no reason to restart this process.
        if answer.code != 503 or b"database: ok" not in answer.read():
            raise
