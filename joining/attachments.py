"""The files that come with a form or with an answer to the desk: kept, replaced and taken away."""

import logging
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q

from joining import retention
from joining.models import Application, ApplicationFile, Draft
from network.storage import NotKept
from network.text import clean_line

Kind = ApplicationFile.Kind
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Attached:
    """What a page brought along, checked; `removed` are keys of files that are to go."""

    logo: UploadedFile | None = None
    documents: tuple[UploadedFile, ...] = ()
    removed: tuple[str, ...] = ()

    def kinds(self) -> set[str]:
        brought = {Kind.LOGO: self.logo, Kind.DOCUMENT: self.documents}
        return {kind for kind, files in brought.items() if files}


def keep(
    home: Draft | Application, files: Attached, *, within: Iterable[str] = tuple(Kind)
) -> list[tuple[str, str]]:
    """Keep files with a draft or an application; only those of the kinds `within` are taken away.
    There is one logo: a new one takes the place of the old.

    Returns those for which there is no room on the disk. Shape: kind, name of the file.
    """
    doomed = Q(pk__in=[key for key in files.removed if key.isdecimal() and len(key) < 19])
    new = [(Kind.DOCUMENT, document) for document in files.documents]
    if files.logo:
        new.append((Kind.LOGO, files.logo))
    there = list(home.files.filter(kind__in=list(within)).values_list("pk", flat=True))
    lost = [(kind, upload.name) for kind, upload in new if not _keep_one(home, kind, upload)]
    if files.logo and (Kind.LOGO, files.logo.name) not in lost:
        doomed |= Q(kind=Kind.LOGO)
    if rows := list(home.files.filter(doomed, pk__in=there)):
        retention.delete_files(rows)
    return lost


def _keep_one(home: Draft | Application, kind: Kind, upload: UploadedFile) -> bool:
    """Whether there was room for it. What was typed is kept, whatever becomes of a file."""
    file = ApplicationFile(kind=kind, name=clean_line(upload.name))
    setattr(file, home._meta.model_name, home)
    ending = PurePath(upload.name).suffix.lower()
    try:
        file.file.save(f"{secrets.token_hex(16)}{ending}", upload)
    except NotKept:
        log.exception("A file of an application could not be written.")
        return False
    return True
