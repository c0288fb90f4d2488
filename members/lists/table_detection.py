"""Finds the list in a file: its sheet, its headings, its rows, and what is left out."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.decoding.tasks.workbooks.grid import MAX_COLUMNS, MAX_ROWS, Grid
from cms.i18n import languages
from members.lists.cells import is_ditto
from members.lists.headings import recognise_headings
from members.lists.remarks import is_remark

# Headings are searched in the first rows that are not empty, and further down below a long
# introduction.
USUAL_HEADING_ROW, MAX_HEADING_ROW = 40, 300
# A row that names so many fields is no text that happens to contain one.
CERTAIN_HEADINGS = 2
# Cells that all merged cells together may fill.
MAX_FILLED_CELLS = MAX_ROWS * MAX_COLUMNS
# Sheets or rows that a sentence lists.
MAX_NAMED = 5
# A row with one cell over that many columns is the heading of a group and no organisation.
MIN_DIVIDER_COLUMNS = 3


@dataclass
class Table:
    grid: Grid
    headings: list[str]
    # Shape: (number of the row in the file, cells).
    rows: list[tuple[int, list[str]]]
    # How many fields of an organisation the headings name, and whether its name is among them.
    recognised_count: int
    has_names: bool
    notes: list[str] = field(default_factory=list)

    @property
    def is_list(self) -> bool:
        return self.has_names and bool(self.rows)

    @property
    def rank(self) -> tuple:
        """Lists before other sheets, visible before hidden ones, long ones first."""
        return (self.is_list, not self.grid.is_hidden, len(self.rows) * self.recognised_count)


def find_table(grids: list[Grid], known: dict[str, str]) -> Table:
    """Empty if there is no list; the notes say what was left out."""
    tables = [read_table(grid, known) for grid in grids]
    if not tables:
        return Table(Grid(""), [], [], 0, False)
    # The first of equals: `max` keeps the order of the workbook.
    best = max(tables, key=lambda table: table.rank)
    best.notes += notes_on_sheets(best, [table for table in tables if table is not best])
    return best


def count_headings(lines: list[list[str]], known: dict[str, str]) -> int:
    """Returns the number of headings in the line with the most headings."""
    return max((_score([cell.strip() for cell in line], known) for line in lines), default=0)


def read_table(grid: Grid, known: dict[str, str]) -> Table:
    dividers = divider_rows(grid)
    fill_merged(grid)
    hidden = {"rows": drop_hidden_rows(grid), "columns": drop_hidden_columns(grid)}
    last, headings = find_headings(grid, known)
    below = [number for number in grid.rows if number > last]
    dividers = [number for number in dividers if number in below]
    # If every row is a divider, the column of names is merged.
    dividers = dividers if len(dividers) < len(below) else []
    rows = {
        number: cells
        for number, cells in grid.rows.items()
        if number > last and number not in dividers and not is_repeated(cells, headings)
    }
    remarks = remark_rows(rows, headings, known)
    rows = {number: cells for number, cells in rows.items() if number not in remarks}
    fill_dittos(rows)
    used = sorted({index for cells in (headings, *rows.values()) for index in cells})
    field_names = recognise_headings([headings.get(index, "") for index in used], known)
    return Table(
        grid=grid,
        headings=[headings.get(index, "") for index in used],
        rows=[(number, [cells.get(index, "") for index in used]) for number, cells in rows.items()],
        recognised_count=len(set(filter(None, field_names))),
        has_names=not set(languages.field_names("name")).isdisjoint(field_names),
        notes=notes_on_table(grid, hidden, dividers, remarks),
    )


# Merged and hidden cells.


def divider_rows(grid: Grid) -> list[int]:
    wide = {
        top
        for top, left, bottom, right in grid.merged
        if top == bottom and right - left + 1 >= MIN_DIVIDER_COLUMNS
    }
    return [number for number in sorted(wide) if len(grid.rows.get(number, {})) == 1]


def fill_merged(grid: Grid) -> None:
    """Copies the text of a merged cell into all cells that it covers, in rows that are not
    empty."""
    numbers, left_to_fill = sorted(grid.rows), MAX_FILLED_CELLS
    for top, left, bottom, right in grid.merged:
        words = grid.rows.get(top, {}).get(left)
        if not words:
            continue
        right = min(right, MAX_COLUMNS - 1)
        for number in numbers[bisect_left(numbers, top) : bisect_right(numbers, bottom)]:
            for index in range(left, right + 1):
                grid.rows[number].setdefault(index, words)
            left_to_fill -= right - left + 1
            if left_to_fill < 0:
                return


def fill_dittos(rows: dict[int, dict[int, str]]) -> None:
    """Copies the text above into cells that stand for it."""
    above: dict[int, str] = {}
    for cells in rows.values():
        for index, cell in cells.items():
            if is_ditto(cell) and above.get(index):
                cells[index] = above[index]
        above = cells


def drop_hidden_rows(grid: Grid) -> int:
    hidden = set(grid.hidden_rows) & grid.rows.keys()
    grid.rows = {number: cells for number, cells in grid.rows.items() if number not in hidden}
    return len(hidden)


def drop_hidden_columns(grid: Grid) -> int:
    hidden = set(grid.hidden_columns)
    found = hidden & {index for cells in grid.rows.values() for index in cells}
    for number, cells in grid.rows.items():
        grid.rows[number] = {index: cell for index, cell in cells.items() if index not in hidden}
    grid.rows = {number: cells for number, cells in grid.rows.items() if cells}
    return len(found)


# Headings.


def find_headings(grid: Grid, known: dict[str, str]) -> tuple[int, dict[int, str]]:
    """Returns the number of the last row of the headings, and their texts by index of the column.

    The headings are the row, or the two rows read together, that name the most fields of an
    organisation; if no row names any, the first row that is at least half as wide as the widest.
    """
    searched = sorted(grid.rows)[:MAX_HEADING_ROW]
    best, found = 0, None
    for index, number in enumerate(searched):
        if index == USUAL_HEADING_ROW and best >= CERTAIN_HEADINGS:
            break
        words = grid.rows[number]
        score = _score(words.values(), known)
        if score > best:
            best, found = score, (number, words)
        for below in searched[index + 1 : index + 2]:
            both = _two_rows(words, grid.rows[below], known)
            together = _score(both.values(), known)
            if together > max(best, score, _score(grid.rows[below].values(), known)):
                best, found = together, (below, both)
    return found or _first_wide_row(grid, searched[:USUAL_HEADING_ROW])


def _score(words: Iterable[str], known: dict[str, str]) -> int:
    return len(set(filter(None, recognise_headings(list(words), known))))


def _two_rows(
    above: dict[int, str], below: dict[int, str], known: dict[str, str]
) -> dict[int, str]:
    """Headings in two rows: a group above its columns, as "Name" above "Korean" and "English"."""
    found = {}
    for index in above.keys() | below.keys():
        group, own = above.get(index, ""), below.get(index, "")
        # A heading that is merged over both rows is in both.
        readings = [f"{group} {own}", own, group] if own not in ("", group) else [group]
        found[index] = next(
            (words for words in readings if any(recognise_headings([words], known))), readings[0]
        ).strip()
    return found


def _first_wide_row(grid: Grid, searched: list[int]) -> tuple[int, dict[int, str]]:
    widest = max((len(grid.rows[number]) for number in searched), default=0)
    for number in searched:
        if len(grid.rows[number]) * 2 > widest:
            return number, grid.rows[number]
    return 0, {}


def is_repeated(cells: dict[int, str], headings: dict[int, str]) -> bool:
    """Whether a row repeats the headings, as lists that are printed do on each page."""
    return cells == headings


def remark_rows(
    rows: dict[int, dict[int, str]], headings: dict[int, str], known: dict[str, str]
) -> list[int]:
    field_names = zip(headings, recognise_headings(list(headings.values()), known), strict=True)
    names = [index for index, name in field_names if name in languages.field_names("name")]
    return [number for number, cells in rows.items() if is_remark(cells, names, len(headings))]


# Notes.


def notes_on_table(
    grid: Grid, hidden: dict[str, int], dividers: list[int], remarks: list[int]
) -> list[str]:
    notes = []
    if rows := hidden["rows"]:
        words = ngettext(
            "{n} hidden row was not read. Show it in the spreadsheet if it belongs to the list.",
            "{n} hidden rows were not read. Show them in the spreadsheet if they belong to the "
            "list.",
            rows,
        )
        notes.append(words.format(n=rows))
    if columns := hidden["columns"]:
        words = ngettext(
            "{n} hidden column was not read. Show it in the spreadsheet if it belongs to the list.",
            "{n} hidden columns were not read. Show them in the spreadsheet if they belong to the "
            "list.",
            columns,
        )
        notes.append(words.format(n=columns))
    if dividers:
        words = _("Not read as organisations, as one cell fills each of these rows: {rows}.")
        notes.append(words.format(rows=_named(dividers)))
    if remarks:
        words = _("Not read as organisations, as they are totals or remarks: {rows}.")
        notes.append(words.format(rows=_named(remarks)))
    if grid.without_result:
        words = _(
            "The file does not contain the results of these formulas: {cells}. Open it in your "
            "spreadsheet program, save it and upload it again."
        )
        notes.append(words.format(cells=_named(grid.without_result)))
    return notes


def notes_on_sheets(found: Table, others: list[Table]) -> list[str]:
    notes: list[str] = []
    if not others:
        return notes
    if found.grid.is_hidden:
        words = _("The list was read from the sheet “{sheet}”, which is hidden.")
    else:
        words = _("The list was read from the sheet “{sheet}”.")
    notes.append(words.format(sheet=found.grid.name))
    lists = [table.grid.name for table in others if table.is_list and not table.grid.is_hidden]
    rest = [sheet_name(table.grid) for table in others if table.grid.name not in lists]
    if lists:
        words = _(
            "These sheets look like lists, too, and were not read: {sheets}. Save each as a file "
            "of its own and upload it."
        )
        notes.append(words.format(sheets=_named(lists)))
    if rest:
        notes.append(_("Sheets that were not read: {sheets}.").format(sheets=_named(rest)))
    return notes


def sheet_name(grid: Grid) -> str:
    return _("{sheet} (hidden)").format(sheet=grid.name) if grid.is_hidden else grid.name


def _named(items: list) -> str:
    shown = ", ".join(str(item) for item in items[:MAX_NAMED])
    return f"{shown} …" if len(items) > MAX_NAMED else shown
