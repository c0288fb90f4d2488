"""From a list of members to organisations: looked at first, written only when confirmed.

`plan` reads and writes nothing; `write` does what was planned, in one transaction. An empty cell
changes nothing, and a list that was taken in before changes nothing either.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from members import same_name, sheets
from members.models import MemberList, Organisation, Region
from network import dates, languages, text
from network.fields import RichTextField

# An uploaded list holds addresses of people; nobody needs it longer than it takes to look at it.
KEPT = timedelta(days=7)

TRANSLATED = ("name", "summary", "description", "city")
PLAIN = (
    "abbreviation",
    "other_names",
    "kind",
    "website",
    "social_links",
    "region",
    "founded_on",
    "joined_on",
    "joined_alliance_on",
    "is_founding_member",
    "left_on",
    "contact_name",
    "contact_email",
    "contact_language",
)


@dataclass
class Row:
    """A row of the list: what it changes, or why it cannot be taken."""

    number: int
    organisation: Organisation | None = None
    is_new: bool = False
    # Shape: column: (before, after); after is what the organisation now has.
    changes: dict[str, tuple] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

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


def columns() -> list[str]:
    """What a list can say of an organisation, in the order of the template."""
    names_first, *others = (languages.columns(name) for name in TRANSLATED)
    return [*names_first, *PLAIN, *(column for group in others for column in group)]


def label_of(column: str) -> str:
    return languages.label(Organisation._meta.get_field(column))


def recognised(headings: list[str]) -> list[str]:
    """The column each heading means, in whichever language of the site it is written; empty for
    what nobody knows and for what another heading said already."""
    known, found = dict(known_headings()), []
    for heading in headings:
        column = known.get(same_name.NO_LETTER.sub("", heading.casefold()), "")
        found.append("" if column in found else column)
    return found


def known_headings() -> Iterator[tuple[str, str]]:
    """Shape: heading without signs and spaces, column."""
    for reader in languages.codes():
        with override(reader):
            for column in PLAIN:
                for word in words_for(column):
                    yield word, column
            for name in TRANSLATED:
                for word in words_for(name):
                    yield word, languages.column(name, reader)
                    for code in languages.codes():
                        for tongue in words_for_language(code, reader):
                            yield tongue + word, languages.column(name, code)
                            yield word + tongue, languages.column(name, code)


def words_for(name: str) -> list[str]:
    """What a field is called in headings, in the active language."""
    others = {
        "name": pgettext("headings of a list, comma separated", "name, organisation, group"),
        "kind": pgettext("headings of a list, comma separated", "type, kind"),
        "joined_on": pgettext("headings of a list, comma separated", "joined, member since"),
        "website": pgettext("headings of a list, comma separated", "homepage, url, web"),
        "founded_on": pgettext("headings of a list, comma separated", "founded, launched"),
        "region": pgettext("headings of a list, comma separated", "province, area"),
        "contact_email": pgettext("headings of a list, comma separated", "e-mail, contact e-mail"),
        "contact_name": pgettext("headings of a list, comma separated", "contact, contact name"),
    }
    label = Organisation._meta.get_field(name).verbose_name
    words = [str(label), *others.get(name, "").split(",")]
    return [same_name.NO_LETTER.sub("", word.casefold()) for word in words if word.strip()]


def words_for_language(code: str, reader: str) -> list[str]:
    """What a language is called in headings, for a reader of another."""
    with override(code):
        short = pgettext("this language in headings, comma separated", "English, 영문, 영어")
    words = [code, *short.split(","), languages.own_name(code), languages.name(code)]
    return [same_name.NO_LETTER.sub("", word.casefold()) for word in words]


def template() -> bytes:
    """An empty list with every heading, for whoever begins one."""
    return sheets.as_csv([[label_of(column) for column in columns()]])


@transaction.atomic
def take_in(file, by) -> MemberList:
    """Keep an uploaded list to be looked at. Raises ValidationError for what is none."""
    sheet = sheets.read(file)
    return MemberList.objects.create(
        file_name=text.clean_line(file.name)[:200],
        headings=sheet.headings,
        rows=sheet.rows,
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
        row = Row(number)
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
    if members.written_at or planned.fingerprint != fingerprint:
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


def faulty_csv(members: MemberList) -> bytes:
    """The rows that were left out, each with the reason, to be put right and uploaded again."""
    cells = dict(members.rows)
    lines = [[*members.headings, _("What to put right")]]
    lines += [[*cells[row.number], " ".join(row.errors)] for row in plan(members).faulty]
    return sheets.as_csv(lines)


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
            row.errors += [
                _("Row {row}, {column}: {problem}").format(
                    row=row.number, column=label_of(column), problem=problem
                )
                for problem in error.messages
            ]
    return values


def read_cell(column: str, cell: str, regions: dict[str, Region]) -> dict:
    """The value a cell gives a column, or two for a date. Raises ValidationError."""
    model_field = Organisation._meta.get_field(column)
    match model_field:
        case models.DateField():
            return read_date(column, cell)
        case models.BooleanField():
            return {column: read_yes_no(cell)}
        case models.ForeignKey():
            region = regions.get(same_name.key(cell))
            if region is None:
                raise ValidationError(
                    _("no region is called “{value}”. Write it as in the list of regions.").format(
                        value=cell
                    )
                )
            return {column: region}
    if model_field.choices:
        return {column: read_choice(model_field, cell)}
    return {column: read_text(model_field, cell)}


def read_text(model_field: models.Field, cell: str) -> str:
    if isinstance(model_field, models.URLField) and "://" not in cell:
        cell = f"https://{cell}"
    if isinstance(model_field, RichTextField):
        cell = text.from_typed(cell)
    return model_field.clean(cell, None)


def read_date(column: str, cell: str) -> dict:
    try:
        day, precision = dates.read(cell)
    except ValueError as error:
        raise ValidationError(
            _("“{value}” is not a date. Write it as 2025-07-09, 2025-07 or 2025.").format(
                value=cell
            )
        ) from error
    companion = f"{column.removesuffix('_on')}_precision"
    if hasattr(Organisation, companion):
        return {column: day, companion: precision.value}
    if precision != dates.Precision.DAY:
        raise ValidationError(
            _("“{value}” lacks the day. Write the whole date as 2025-07-09.").format(value=cell)
        )
    return {column: day}


def read_yes_no(cell: str) -> bool:
    for code in languages.codes():
        with override(code):
            yes = pgettext("cells of a list, comma separated", "yes, y, true, 1, o")
            no = pgettext("cells of a list, comma separated", "no, n, false, 0, x")
        for words, answer in ((yes, True), (no, False)):
            if cell.casefold() in map(str.strip, words.split(",")):
                return answer
    raise ValidationError(_("“{value}” is neither yes nor no.").format(value=cell))


def read_choice(model_field: models.Field, cell: str) -> str:
    """A choice by its value or by what it is called in any language."""
    for code in languages.codes():
        with override(code):
            for value, label in model_field.choices:
                if cell.casefold() in (value, str(label).casefold()):
                    return value
    known = ", ".join(str(label) for _value, label in model_field.choices)
    raise ValidationError(
        _("“{value}” is not known. Write one of these: {choices}.").format(
            value=cell, choices=known
        )
    )


def find(row: Row, values: dict, by_name: dict, seen: dict[str | int, int]) -> None:
    """The organisation a row is about: one that is there, or a new one."""
    full = [values.get(column, "") for column in languages.columns("name")]
    keys = list(same_name.keys(full))
    if not any(full):
        if not row.errors:
            row.errors.append(_("Row {row}: the name is missing.").format(row=row.number))
        return
    found = {known.pk: known for key in keys for known in by_name.get(key, [])}
    earlier = next((seen[key] for key in (*keys, *found) if key in seen), None)
    seen.update(dict.fromkeys((*keys, *found), row.number))
    if len(found) > 1:
        words = _("Row {row}: several organisations are called so. Merge them first: {names}.")
        said = ", ".join(map(str, found.values()))
        row.errors.append(words.format(row=row.number, names=said))
    elif earlier:
        words = _("Row {row}: row {earlier} names the same organisation. Keep one of them.")
        row.errors.append(words.format(row=row.number, earlier=earlier))
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
        row.errors.append(words.format(row=row.number, problem=problem))


def give_addresses(new: list[Organisation]) -> None:
    """Each new organisation its own, without asking the database for each."""
    taken = set(Organisation.objects.values_list("slug", flat=True))
    for organisation in new:
        wanted = text.propose_slug(*map(organisation.title_in, languages.codes()))
        organisation.slug = text.free_slug(wanted, taken) if wanted else ""
        taken.add(organisation.slug)


def shown(column: str, value) -> str:
    """A value as a coordinator reads it."""
    model_field = Organisation._meta.get_field(column)
    match value:
        case None | "":
            return ""
        case bool():
            return _("yes") if value else _("no")
        case date():
            return f"{value:%Y-%m-%d}"
    if isinstance(model_field, RichTextField):
        return text.typed(value)
    return str(dict(model_field.flatchoices).get(value, value))
