"""System checks: other users must not be able to read the private folders."""

import os
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.checks import Warning

from cms.files import permissions


def check_private_folders(app_configs: Any, **kwargs: Any) -> list[Warning]:
    return [warning for root in permissions.private_roots() for warning in _warnings(root)]


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
    elif permissions.is_readable_by_others(root):
        yield Warning(
            f"Other users of this machine can read {root}.",
            hint=f"The site closes it when it starts. Or by hand: chmod -R go= {folder}",
            id="network.W002",
        )
