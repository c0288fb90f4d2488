"""What a site is told before it starts: folders that only this program may read are open."""

import os
import shlex
from collections.abc import Iterator
from pathlib import Path

from django.core.checks import Warning

from network import storage


def private_folders_are_closed(app_configs, **kwargs) -> list[Warning]:
    return [warning for root in storage.private_roots() for warning in _warnings(root)]


def _warnings(root: Path) -> Iterator[Warning]:
    if not root.exists():
        return
    folder = shlex.quote(str(root))
    if root.stat().st_uid != os.geteuid():
        yield Warning(
            f"{root} belongs to another user than the one who runs this.",
            hint=f"Run everything as one user, and once: chown -R {os.geteuid()} {folder}",
            id="network.W001",
        )
    elif storage.is_open(root):
        yield Warning(
            f"Other users of this machine can read {root}.",
            hint=f"The site closes it when it starts. Or by hand: chmod -R go= {folder}",
            id="network.W002",
        )
