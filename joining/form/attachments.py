import logging
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q

from cms.fields import is_primary_key
from cms.files.storage import FileNotSavedError
from cms.text.plain_text import clean_line
from cms.validators import national_id_numbers
from joining.models import Application, ApplicationDraft, ApplicationFile
from joining.privacy import retention

Kind = ApplicationFile.Kind
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Attachments:
    """The checked files of a form, and the primary keys of stored files that are to be removed."""

    logo: UploadedFile | None = None
    documents: tuple[UploadedFile, ...] = ()
    removed_pks: tuple[str, ...] = ()

    def kinds(self) -> set[str]:
        uploads = {Kind.LOGO: self.logo, Kind.DOCUMENT: self.documents}
        return {kind for kind, files in uploads.items() if files}


def save_attachments(
    owner: ApplicationDraft | Application,
    files: Attachments,
    *,
    kinds: Iterable[str] = tuple(Kind),
) -> list[tuple[str, str]]:
    """Stores the uploads with a draft or an application, and removes stored files of these `kinds`:
    those that the applicant marked, and the old logo if there is a new one.

    Returns field and name of the files for which there was no room on the disk.
    """
    removed = Q(pk__in=list(filter(is_primary_key, files.removed_pks)))
    uploads = [(Kind.DOCUMENT, document) for document in files.documents]
    if files.logo:
        uploads.append((Kind.LOGO, files.logo))
    stored_before = list(owner.files.filter(kind__in=list(kinds)).values_list("pk", flat=True))
    failed = [upload for upload in uploads if not _save_attachment(owner, *upload)]
    if files.logo and (Kind.LOGO, files.logo) not in failed:
        removed |= Q(kind=Kind.LOGO)
    if rows := list(owner.files.filter(removed, pk__in=stored_before)):
        retention.delete_files(rows)
    return [(kind, upload.name or "") for kind, upload in failed]


def _save_attachment(
    owner: ApplicationDraft | Application, kind: Kind, upload: UploadedFile
) -> bool:
    """Returns False if the disk is full: an exception would undo the saving of the answers."""
    original_name = upload.name or ""
    file = ApplicationFile(
        kind=kind, name=national_id_numbers.mask_file_name(clean_line(original_name))
    )
    if isinstance(owner, ApplicationDraft):
        file.draft = owner
    else:
        file.application = owner
    suffix = PurePath(original_name).suffix.lower()
    try:
        file.file.save(f"{secrets.token_hex(16)}{suffix}", upload)
    except FileNotSavedError:
        log.exception("A file of an application could not be written.")
        return False
    return True
