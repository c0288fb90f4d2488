"""Importing a list of members.

`plan_import` returns what would change and saves nothing; `save_import` saves it, in one
transaction, once a coordinator has confirmed the plan. An empty cell changes nothing, and importing
a list a second time changes nothing either.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.encryption.fields import is_encrypted
from cms.fields import RichTextField, get_model_field
from cms.i18n import languages
from cms.text import plain_text, rich_text, slugs
from cms.validators import national_id_numbers
from members.limits_and_periods import UPLOAD_RETENTION
from members.lists import csv_files, spreadsheets
from members.lists.cells import display_cell, is_blank, read_cell
from members.lists.headings import field_label, recognise_headings
from members.models import MemberListUpload, Organisation, Region
from members.names.normalised_names import names_by_normalised_form, normalise_name
from notes import second_reader
from versions.translations.item_edits import edit_without_form
from versions.translations.outdated import update_translations


@dataclass
class ImportRow:
    number: int
    # As in the list, valid or not.
    name: str = ""
    organisation: Organisation = field(default_factory=Organisation)
    is_new: bool = False
    # Shape: {field name: (before, after)}.
    changes: dict[str, tuple] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    # The names of the fields with errors.
    error_fields: list[str] = field(default_factory=list)

    def add_error(self, message: str, *field_names: str) -> None:
        self.errors.append(message)
        self.error_fields += [name for name in field_names if name not in self.error_fields]

    @property
    def display_changes(self) -> list[tuple[str, str, str]]:
        """The changes as they are shown. Shape: (label of the field, before, after)."""
        return [
            (
                field_label(field_name),
                display_cell(field_name, before),
                display_cell(field_name, after),
            )
            for field_name, (before, after) in self.changes.items()
        ]


@dataclass
class ImportPlan:
    rows: list[ImportRow]

    @property
    def new(self) -> list[ImportRow]:
        return [row for row in self.rows if not row.errors and row.is_new]

    @property
    def changed(self) -> list[ImportRow]:
        return [row for row in self.rows if not row.errors and not row.is_new and row.changes]

    @property
    def same(self) -> list[ImportRow]:
        return [row for row in self.rows if not row.errors and not row.is_new and not row.changes]

    @property
    def faulty(self) -> list[ImportRow]:
        return [row for row in self.rows if row.errors]

    @property
    def fingerprint(self) -> str:
        """Equal for equal plans: only the plan that was shown can be confirmed."""
        plan = [(row.number, row.errors or (row.is_new, row.changes)) for row in self.rows]
        return sha256(repr(plan).encode()).hexdigest()


@transaction.atomic
def store_upload(file: UploadedFile, by: User) -> MemberListUpload:
    """Stores an uploaded list for review. Raises ValidationError if the file contains no list."""
    sheet = spreadsheets.read_spreadsheet(file)
    return MemberListUpload.objects.create(
        file_name=national_id_numbers.mask_file_name(plain_text.clean_line(file.name or ""))[:200],
        headings=sheet.headings,
        rows=sheet.rows,
        notes=sheet.notes,
        field_names=recognise_headings(sheet.headings),
        uploaded_by=by,
    )


def plan_import(upload: MemberListUpload) -> ImportPlan:
    """Makes three queries, however long the list is."""
    regions = regions_by_name()
    by_name = organisations_by_name()
    rows: list[ImportRow] = []
    seen: dict[str | int, int] = {}
    needs_reader = second_reader.is_required()
    for number, cells in upload.rows:
        cells_by_field = dict(zip(upload.field_names, cells, strict=False))
        row = ImportRow(
            number, next(filter(None, map(cells_by_field.get, languages.field_names("name"))), "")
        )
        rows.append(row)
        values = read_row(row, cells_by_field, regions)
        match_organisation(row, values, by_name, seen)
        if not row.errors:
            apply_values(row, values)
            if needs_reader and not row.is_new:
                refuse_public_changes(row)
    return ImportPlan(rows)


@transaction.atomic
def save_import(
    upload: MemberListUpload,
    fingerprint: str,
    by: User,
    version_recorder: Callable[[Organisation], AbstractContextManager] = nullcontext,
) -> ImportPlan | None:
    """Returns None if the plan has changed since it was shown. `version_recorder` is entered around
    each change."""
    upload = MemberListUpload.objects.select_for_update().get(pk=upload.pk)
    plan = plan_import(upload)
    if plan.fingerprint != fingerprint:
        return None
    assign_slugs([row.organisation for row in plan.new])
    for row in plan.new:
        row.organisation.save()
    for row in plan.changed:
        with version_recorder(row.organisation):
            row.organisation.save()
            update_translations(edit_without_form(row.organisation, row.changes))
    message = _("From the list “{file}”.").format(file=upload.file_name)
    for rows, flag in ((plan.new, ADDITION), (plan.changed, CHANGE)):
        items = [row.organisation for row in rows]
        LogEntry.objects.log_actions(by.pk, items, flag, change_message=message)
    # Only the faulty rows are still needed.
    numbers = {row.number for row in plan.faulty}
    upload.rows = [row for row in upload.rows if row[0] in numbers]
    upload.imported_at = timezone.now()
    upload.save()
    return plan


@transaction.atomic
def correct_cells(upload: MemberListUpload, corrections: dict[tuple[int, int], str]) -> None:
    """`corrections` has the new texts by the number of the row and the index of the cell."""
    upload = MemberListUpload.objects.select_for_update().get(pk=upload.pk)
    for row in upload.rows:
        number, cells = row
        row[1] = [corrections.get((number, index), cell) for index, cell in enumerate(cells)]
    upload.save(update_fields=["rows"])


def faulty_csv(upload: MemberListUpload) -> bytes:
    """The faulty rows, each with its errors, to be corrected and uploaded again."""
    cells = dict(upload.rows)
    lines = [[*upload.headings, _("What to correct")]]
    lines += [[*cells[row.number], " ".join(row.errors)] for row in plan_import(upload).faulty]
    return csv_files.as_csv(lines)


def count_expired() -> int:
    return _expired_uploads().count()


def delete_expired() -> int:
    return _expired_uploads().delete()[0]


def _expired_uploads() -> QuerySet[MemberListUpload]:
    return MemberListUpload.objects.filter(uploaded_at__lt=timezone.now() - UPLOAD_RETENTION)


def regions_by_name() -> dict[str, Region]:
    field_names = ["slug", *languages.field_names("short_name"), *languages.field_names("name")]
    return {
        normalise_name(getattr(region, field_name)): region
        for region in Region.objects.all()
        for field_name in field_names
        if getattr(region, field_name)
    }


def organisations_by_name() -> dict[str, list[Organisation]]:
    organisations: dict[str, list[Organisation]] = {}
    for organisation in Organisation.objects.select_related("region"):
        names = [
            getattr(organisation, field_name) or "" for field_name in languages.field_names("name")
        ]
        for key in names_by_normalised_form(names):
            organisations.setdefault(key, []).append(organisation)
    return organisations


def read_row(row: ImportRow, cells_by_field: dict[str, str], regions: dict[str, Region]) -> dict:
    values: dict[str, Any] = {}
    for field_name, cell in cells_by_field.items():
        if not field_name or is_blank(field_name, cell):
            continue
        try:
            values |= read_cell(field_name, cell, regions)
        except ValidationError as error:
            for problem in error.messages:
                message = _("Row {row}, {column}: {problem}").format(
                    row=row.number, column=field_label(field_name), problem=problem
                )
                row.add_error(message, field_name)
    return values


def match_organisation(
    row: ImportRow, values: dict, by_name: dict, seen: dict[str | int, int]
) -> None:
    """Sets the organisation of a row: an existing or a new one. `seen` has the numbers of earlier
    rows by name and by primary key of their organisation."""
    names = languages.field_names("name")
    row_names = [values.get(field_name, "") for field_name in names]
    keys = list(names_by_normalised_form(row_names))
    if not any(row_names):
        if not row.errors:
            row.add_error(_("Row {row}: the name is missing.").format(row=row.number), *names)
        return
    matches = {match.pk: match for key in keys for match in by_name.get(key, [])}
    earlier = next((seen[key] for key in (*keys, *matches) if key in seen), None)
    seen.update(dict.fromkeys((*keys, *matches), row.number))
    if len(matches) > 1:
        message = _("Row {row}: several organisations have this name. Merge them first: {names}.")
        matching_names = ", ".join(map(str, matches.values()))
        row.add_error(message.format(row=row.number, names=matching_names))
    elif earlier:
        message = _("Row {row}: row {earlier} names the same organisation. Keep one of them.")
        row.add_error(message.format(row=row.number, earlier=earlier), *names)
    row.is_new = not matches
    if matches:
        row.organisation = next(iter(matches.values()))


def apply_values(row: ImportRow, values: dict) -> None:
    """Sets the values on the organisation, unsaved, and records what they change."""
    organisation = row.organisation
    for field_name, after in values.items():
        before = getattr(organisation, field_name)
        if isinstance(Organisation._meta.get_field(field_name), RichTextField):
            # Paragraphs with unchanged text keep their formatting.
            after = rich_text.from_paragraphs(rich_text.to_paragraphs(after), like=before or "")
        if before != after:
            row.changes[field_name] = (before, after)
            setattr(organisation, field_name, after)
    joined, left = organisation.joined_on, organisation.left_on
    if left and joined and left < joined:
        message = _("Row {row}: {problem}")
        problem = _("An organisation cannot leave before it joins.")
        row.add_error(message.format(row=row.number, problem=problem), "joined_on", "left_on")


def refuse_public_changes(row: ImportRow) -> None:
    """What readers see of an organisation is changed where a second person can read it first. A new
    one is a draft."""
    seen = [name for name in row.changes if not is_encrypted(get_model_field(Organisation, name))]
    if seen and second_reader.visible_languages(row.organisation):
        problem = _(
            "“{name}” is public: change it in its form, where a second person can read it first."
        ).format(name=row.organisation)
        message = _("Row {row}: {problem}")
        row.add_error(message.format(row=row.number, problem=problem), *seen)


def assign_slugs(new: list[Organisation]) -> None:
    """Assigns unique slugs with one query for all organisations."""
    taken = set(Organisation.objects.values_list("slug", flat=True))
    for organisation in new:
        slug = slugs.propose_slug(*map(organisation.title_in, languages.codes()))
        organisation.slug = slugs.free_slug(slug, taken) if slug else ""
        taken.add(organisation.slug)
