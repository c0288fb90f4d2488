"""From a list of members to organisations: looked at first, written only when confirmed.

`plan` reads and writes nothing; `write` does what was planned, in one transaction. An empty cell
changes nothing, and a list that was taken in before changes nothing either.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members import csv_files, same_name, sheets
from members.cells import read_cell, shown
from members.headings import label_of, recognised
from members.models import MemberList, Organisation, Region
from network import languages, text
from network.fields import RichTextField

# An uploaded list holds addresses of people; nobody needs it longer than it takes to look at it.
KEPT = timedelta(days=7)


@dataclass
class Row:
    """A row of the list: what it changes, or why it cannot be taken."""

    number: int
    # As the list calls it, whether that can be read or not.
    name: str = ""
    organisation: Organisation | None = None
    is_new: bool = False
    # Shape: column: (before, after); after is what the organisation now has.
    changes: dict[str, tuple] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    # The columns that the errors are about.
    wrong: list[str] = field(default_factory=list)

    def refuse(self, words: str, *columns: str) -> None:
        self.errors.append(words)
        self.wrong += [column for column in columns if column not in self.wrong]

    @property
    def in_words(self) -> list[tuple[str, str, str]]:
        """What changes, for people. Shape: what the column is called, before, after."""
        return [
            (label_of(column), shown(column, before), shown(column, after))
            for column, (before, after) in self.changes.items()
        ]


@dataclass
class Plan:
    """What a list would do."""

    rows: list[Row]

    @property
    def new(self) -> list[Row]:
        return [row for row in self.rows if not row.errors and row.is_new]

    @property
    def changed(self) -> list[Row]:
        return [row for row in self.rows if not row.errors and not row.is_new and row.changes]

    @property
    def same(self) -> list[Row]:
        return [row for row in self.rows if not row.errors and not row.is_new and not row.changes]

    @property
    def faulty(self) -> list[Row]:
        return [row for row in self.rows if row.errors]

    @property
    def fingerprint(self) -> str:
        """The same for the same plan: what is confirmed is what was looked at."""
        said = [(row.number, row.errors or (row.is_new, row.changes)) for row in self.rows]
        return sha256(repr(said).encode()).hexdigest()


@transaction.atomic
def take_in(file, by) -> MemberList:
    """Keep an uploaded list to be looked at. Raises ValidationError for what is none."""
    sheet = sheets.read(file)
    return MemberList.objects.create(
        file_name=text.clean_line(file.name)[:200],
        headings=sheet.headings,
        rows=sheet.rows,
        notes=sheet.notes,
        columns=recognised(sheet.headings),
        uploaded_by=by,
    )


def plan(members: MemberList) -> Plan:
    """What the list would do now. Asks the database twice, however long the list is."""
    regions = known_regions()
    by_name = organisations_by_name()
    rows, seen = [], {}
    for number, cells in members.rows:
        said = dict(zip(members.columns, cells, strict=False))
        row = Row(number, next(filter(None, map(said.get, languages.columns("name"))), ""))
        rows.append(row)
        values = read_row(row, said, regions)
        find(row, values, by_name, seen)
        if not row.errors:
            apply(row, values)
    return Plan(rows)


@transaction.atomic
def write(members: MemberList, fingerprint: str, by) -> Plan | None:
    """Do what was planned; None when that is not what was looked at any more."""
    members = MemberList.objects.select_for_update().get(pk=members.pk)
    planned = plan(members)
    if planned.fingerprint != fingerprint:
        return None
    give_addresses([row.organisation for row in planned.new])
    for row in (*planned.new, *planned.changed):
        row.organisation.save()
    words = _("From the list “{file}”.").format(file=members.file_name)
    for rows, flag in ((planned.new, ADDITION), (planned.changed, CHANGE)):
        items = [row.organisation for row in rows]
        LogEntry.objects.log_actions(by.pk, items, flag, change_message=words)
    # Only the faulty rows are still of use.
    numbers = {row.number for row in planned.faulty}
    members.rows = [row for row in members.rows if row[0] in numbers]
    members.written_at = timezone.now()
    members.save()
    return planned


@transaction.atomic
def correct(members: MemberList, said: dict[tuple[int, int], str]) -> None:
    """Put cells right that could not be read; `said` holds their new words by row and place."""
    members = MemberList.objects.select_for_update().get(pk=members.pk)
    for row in members.rows:
        number, cells = row
        row[1] = [said.get((number, place), cell) for place, cell in enumerate(cells)]
    members.save(update_fields=["rows"])


def faulty_csv(members: MemberList) -> bytes:
    """The rows that were left out, each with the reason, to be put right and uploaded again."""
    cells = dict(members.rows)
    lines = [[*members.headings, _("What to put right")]]
    lines += [[*cells[row.number], " ".join(row.errors)] for row in plan(members).faulty]
    return csv_files.as_csv(lines)


def expired() -> int:
    """How many lists nobody looks at any more."""
    return MemberList.objects.filter(uploaded_at__lt=timezone.now() - KEPT).count()


def purge() -> int:
    """Erase them; how many."""
    return MemberList.objects.filter(uploaded_at__lt=timezone.now() - KEPT).delete()[0]


def known_regions() -> dict[str, Region]:
    """Regions by their names in every language, long and short, and by their addresses."""
    named = ["slug", *languages.columns("short_name"), *languages.columns("name")]
    return {
        same_name.key(getattr(region, column)): region
        for region in Region.objects.all()
        for column in named
        if getattr(region, column)
    }


def organisations_by_name() -> dict[str, list[Organisation]]:
    """Those that are there, by their full names however spelled."""
    found: dict[str, list[Organisation]] = {}
    for organisation in Organisation.objects.select_related("region"):
        full = [getattr(organisation, column) or "" for column in languages.columns("name")]
        for key in same_name.keys(full):
            found.setdefault(key, []).append(organisation)
    return found


def read_row(row: Row, said: dict[str, str], regions: dict[str, Region]) -> dict:
    """The values of a row by column; what cannot be read is told in the row's errors."""
    values = {}
    for column, cell in said.items():
        if not column or not cell:
            continue
        try:
            values |= read_cell(column, cell, regions)
        except ValidationError as error:
            for problem in error.messages:
                words = _("Row {row}, {column}: {problem}").format(
                    row=row.number, column=label_of(column), problem=problem
                )
                row.refuse(words, column)
    return values


def find(row: Row, values: dict, by_name: dict, seen: dict[str | int, int]) -> None:
    """The organisation a row is about: one that is there, or a new one."""
    names = languages.columns("name")
    full = [values.get(column, "") for column in names]
    keys = list(same_name.keys(full))
    if not any(full):
        if not row.errors:
            row.refuse(_("Row {row}: the name is missing.").format(row=row.number), *names)
        return
    found = {known.pk: known for key in keys for known in by_name.get(key, [])}
    earlier = next((seen[key] for key in (*keys, *found) if key in seen), None)
    seen.update(dict.fromkeys((*keys, *found), row.number))
    if len(found) > 1:
        words = _("Row {row}: several organisations are called so. Merge them first: {names}.")
        said = ", ".join(map(str, found.values()))
        row.refuse(words.format(row=row.number, names=said))
    elif earlier:
        words = _("Row {row}: row {earlier} names the same organisation. Keep one of them.")
        row.refuse(words.format(row=row.number, earlier=earlier), *names)
    row.is_new = not found
    row.organisation = Organisation() if row.is_new else next(iter(found.values()))


def apply(row: Row, values: dict) -> None:
    """Give the organisation its values and note what that changes."""
    organisation = row.organisation
    for column, after in values.items():
        before = getattr(organisation, column)
        if isinstance(Organisation._meta.get_field(column), RichTextField):
            # What was formatted stays so where its words stay.
            after = text.from_typed(text.typed(after), like=before or "")
        if before != after:
            row.changes[column] = (before, after)
            setattr(organisation, column, after)
    joined, left = organisation.joined_on, organisation.left_on
    if left and joined and left < joined:
        words = _("Row {row}: {problem}")
        problem = _("An organisation cannot leave before it joins.")
        row.refuse(words.format(row=row.number, problem=problem), "joined_on", "left_on")


def give_addresses(new: list[Organisation]) -> None:
    """Each new organisation its own, without asking the database for each."""
    taken = set(Organisation.objects.values_list("slug", flat=True))
    for organisation in new:
        wanted = text.propose_slug(*map(organisation.title_in, languages.codes()))
        organisation.slug = text.free_slug(wanted, taken) if wanted else ""
        taken.add(organisation.slug)
