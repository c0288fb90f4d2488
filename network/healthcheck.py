"""Ask the site on this machine whether it is well: `python -m network.healthcheck`."""

import os
import urllib.request

if __name__ == "__main__":
    port = os.environ.get("BIND", ":8000").rpartition(":")[2]
    # The site answers to its own names only.
    host = os.environ["ALLOWED_HOSTS"].split(",")[0].strip()
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/healthz", headers={"Host": host.removeprefix(".")}
    )
    with urllib.request.urlopen(request, timeout=4):  # noqa: S310
        pass
