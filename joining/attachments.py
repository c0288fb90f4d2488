"""The files that come with a form or with an answer to the desk: kept, replaced and taken away."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q

from joining import retention
from joining.models import Application, ApplicationFile, Draft
from network.text import clean_line

Kind = ApplicationFile.Kind


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
) -> None:
    """Keep files with a draft or an application; only those of the kinds `within` are taken away.
    There is one logo: a new one takes the place of the old."""
    doomed = Q(pk__in=[key for key in files.removed if key.isdecimal() and len(key) < 19])
    if files.logo:
        doomed |= Q(kind=Kind.LOGO)
    if rows := list(home.files.filter(doomed, kind__in=list(within))):
        retention.delete_files(rows)
    if files.logo:
        _keep_one(home, Kind.LOGO, files.logo)
    for document in files.documents:
        _keep_one(home, Kind.DOCUMENT, document)


def _keep_one(home: Draft | Application, kind: Kind, upload: UploadedFile) -> None:
    file = ApplicationFile(kind=kind, name=clean_line(upload.name))
    setattr(file, home._meta.model_name, home)
    ending = PurePath(upload.name).suffix.lower()
    file.file.save(f"{secrets.token_hex(16)}{ending}", upload)
