"""System checks: nobody else must be able to read the private folders, or the object store."""

import os
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.checks import CheckMessage, Error, Warning

from cms.files import permissions
from cms.files.storage import object_folder, uses_object_store


def check_private_folders(app_configs: Any, **kwargs: Any) -> list[Warning]:
    if uses_object_store():
        return []
    return [warning for root in permissions.private_roots() for warning in _warnings(root)]


def check_object_store(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Asks the store, so it is a check for deployments (`check --deploy`)."""
    if not uses_object_store():
        return []
    try:
        exposed = object_folder("private").exposed_object()
    except OSError as error:
        return [
            Error(
                f"The object store of OBJECT_STORE_URL cannot be used. {error}",
                hint="Make the bucket, and let the key list, read, write and delete in it.",
                id="network.E001",
            )
        ]
    if not exposed:
        return []
    return [
        Error(
            "Anybody can fetch files from the object store without a key: originals of photos and "
            "files of applicants, too.",
            hint="Take every public access from the bucket: its policy, its ACL, website hosting. "
            "The site serves public files itself.",
            id="network.E002",
        )
    ]


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
