"""Where the list stands in a file: which sheet, its headings, its rows, and what is left out."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from members.headings import recognised
from network import languages
from network.isolated.workbooks import MAX_COLUMNS, MAX_ROWS, Grid

# Headings stand within so many rows that are not empty.
SEARCHED = 40
# Cells that merged ones may fill, however many they are.
MOST_FILLED = MAX_ROWS * MAX_COLUMNS
# Sheets and rows that a sentence names.
NAMED = 5
# A row with one cell over so many columns is a line between groups and no organisation.
DIVIDER_COLUMNS = 3


@dataclass
class Table:
    """What one sheet holds of a list."""

    grid: Grid
    headings: list[str]
    # Shape: (number of the row in the file, cells).
    rows: list[tuple[int, list[str]]]
    # How many columns of an organisation the headings name, and whether its name is among them.
    recognised: int
    has_names: bool
    notes: list[str] = field(default_factory=list)

    @property
    def is_list(self) -> bool:
        return self.has_names and bool(self.rows)

    @property
    def rank(self) -> tuple:
        """Lists before other sheets, those that are seen before hidden ones, long ones first."""
        return (self.is_list, not self.grid.is_hidden, len(self.rows) * self.recognised)


def find(grids: list[Grid], known: dict[str, str]) -> Table:
    """The list of a file. It is empty where there is none; its notes say what was left out."""
    tables = [table_in(grid, known) for grid in grids]
    if not tables:
        return Table(Grid(""), [], [], 0, False)
    # The first of equals: `max` keeps the order of the workbook.
    found = max(tables, key=lambda table: table.rank)
    found.notes += notes_on_sheets(found, [table for table in tables if table is not found])
    return found


def recognised_in_lines(lines: list[list[str]], known: dict[str, str]) -> int:
    """How many headings the best of some lines has."""
    return max((_score([cell.strip() for cell in line], known) for line in lines), default=0)


def table_in(grid: Grid, known: dict[str, str]) -> Table:
    dividers = divider_rows(grid)
    fill_merged(grid)
    hidden = {"rows": leave_out_rows(grid), "columns": leave_out_columns(grid)}
    last, words = headings_of(grid, known)
    below = [number for number in grid.rows if number > last]
    dividers = [number for number in dividers if number in below]
    # Where every row is like that, names are just wide.
    dividers = dividers if len(dividers) < len(below) else []
    rows = {
        number: cells
        for number, cells in grid.rows.items()
        if number > last and number not in dividers and not is_repeated(cells, words)
    }
    used = sorted({place for cells in (words, *rows.values()) for place in cells})
    meanings = recognised([words.get(place, "") for place in used], known)
    return Table(
        grid=grid,
        headings=[words.get(place, "") for place in used],
        rows=[(number, [cells.get(place, "") for place in used]) for number, cells in rows.items()],
        recognised=len(set(filter(None, meanings))),
        has_names=not set(languages.columns("name")).isdisjoint(meanings),
        notes=notes_on_table(grid, hidden, dividers),
    )


# Merged and hidden cells.


def divider_rows(grid: Grid) -> list[int]:
    """Rows whose only cell spans several columns: the name of a group above its rows."""
    wide = {
        top
        for top, left, bottom, right in grid.merged
        if top == bottom and right - left + 1 >= DIVIDER_COLUMNS
    }
    return [number for number in sorted(wide) if len(grid.rows.get(number, {})) == 1]


def fill_merged(grid: Grid) -> None:
    """Every cell that was merged with others says what they say, in rows that are not empty."""
    numbers, left_to_fill = sorted(grid.rows), MOST_FILLED
    for top, left, bottom, right in grid.merged:
        words = grid.rows.get(top, {}).get(left)
        if not words:
            continue
        right = min(right, MAX_COLUMNS - 1)
        for number in numbers[bisect_left(numbers, top) : bisect_right(numbers, bottom)]:
            for place in range(left, right + 1):
                grid.rows[number].setdefault(place, words)
            left_to_fill -= right - left + 1
            if left_to_fill < 0:
                return


def leave_out_rows(grid: Grid) -> int:
    hidden = set(grid.hidden_rows) & grid.rows.keys()
    grid.rows = {number: cells for number, cells in grid.rows.items() if number not in hidden}
    return len(hidden)


def leave_out_columns(grid: Grid) -> int:
    hidden = set(grid.hidden_columns)
    found = hidden & {place for cells in grid.rows.values() for place in cells}
    for number, cells in grid.rows.items():
        grid.rows[number] = {place: cell for place, cell in cells.items() if place not in hidden}
    grid.rows = {number: cells for number, cells in grid.rows.items() if cells}
    return len(found)


# Headings.


def headings_of(grid: Grid, known: dict[str, str]) -> tuple[int, dict[int, str]]:
    """The last row of the headings, and their words by column.

    The row, or two rows read together, that name most columns of an organisation; where none names
    any, the first that is about as wide as the sheet.
    """
    searched = sorted(grid.rows)[:SEARCHED]
    best, found = 0, None
    for place, number in enumerate(searched):
        words = grid.rows[number]
        score = _score(words.values(), known)
        if score > best:
            best, found = score, (number, words)
        for below in searched[place + 1 : place + 2]:
            both = _two_rows(words, grid.rows[below], known)
            together = _score(both.values(), known)
            if together > max(best, score, _score(grid.rows[below].values(), known)):
                best, found = together, (below, both)
    return found or _first_wide_row(grid, searched)


def _score(words, known: dict[str, str]) -> int:
    return len(set(filter(None, recognised(list(words), known))))


def _two_rows(above: dict[int, str], below: dict[int, str], known) -> dict[int, str]:
    """Headings in two rows: a group above its columns, as "Name" above "Korean" and "English"."""
    found = {}
    for place in above.keys() | below.keys():
        group, own = above.get(place, ""), below.get(place, "")
        readings = [f"{group} {own}", own, group] if own else [group]
        found[place] = next(
            (words for words in readings if any(recognised([words], known))), readings[0]
        ).strip()
    return found


def _first_wide_row(grid: Grid, searched: list[int]) -> tuple[int, dict[int, str]]:
    widest = max((len(grid.rows[number]) for number in searched), default=0)
    for number in searched:
        if len(grid.rows[number]) * 2 > widest:
            return number, grid.rows[number]
    return 0, {}


def is_repeated(cells: dict[int, str], headings: dict[int, str]) -> bool:
    """Headings that are printed again on every page."""
    return cells == headings


# What is said of it.


def notes_on_table(grid: Grid, hidden: dict[str, int], dividers: list[int]) -> list[str]:
    said = []
    if rows := hidden["rows"]:
        words = ngettext(
            "{n} hidden row was not read. Show it in the spreadsheet if it belongs to the list.",
            "{n} hidden rows were not read. Show them in the spreadsheet if they belong to the "
            "list.",
            rows,
        )
        said.append(words.format(n=rows))
    if columns := hidden["columns"]:
        words = ngettext(
            "{n} hidden column was not read. Show it in the spreadsheet if it belongs to the list.",
            "{n} hidden columns were not read. Show them in the spreadsheet if they belong to the "
            "list.",
            columns,
        )
        said.append(words.format(n=columns))
    if dividers:
        words = _("Not read as organisations, as one cell fills each of these rows: {rows}.")
        said.append(words.format(rows=_named(dividers)))
    if grid.without_result:
        words = _(
            "The file does not hold what these formulas show: {cells}. Open it in your spreadsheet "
            "program, save it and upload it again."
        )
        said.append(words.format(cells=_named(grid.without_result)))
    return said


def notes_on_sheets(found: Table, others: list[Table]) -> list[str]:
    """A word about the sheets that were not read."""
    said = []
    if not others:
        return said
    if found.grid.is_hidden:
        words = _("The list was read from the sheet “{sheet}”, which is hidden.")
    else:
        words = _("The list was read from the sheet “{sheet}”.")
    said.append(words.format(sheet=found.grid.name))
    lists = [table.grid.name for table in others if table.is_list and not table.grid.is_hidden]
    rest = [name_of(table.grid) for table in others if table.grid.name not in lists]
    if lists:
        words = _(
            "These sheets look like lists, too, and were not read: {sheets}. Save each as a file "
            "of its own and upload it."
        )
        said.append(words.format(sheets=_named(lists)))
    if rest:
        said.append(_("Sheets that were not read: {sheets}.").format(sheets=_named(rest)))
    return said


def name_of(grid: Grid) -> str:
    return _("{sheet} (hidden)").format(sheet=grid.name) if grid.is_hidden else grid.name


def _named(items: list) -> str:
    shown = ", ".join(str(item) for item in items[:NAMED])
    return f"{shown} …" if len(items) > NAMED else shown
