"""The cells of a sheet as text, and how large a workbook may be."""

from dataclasses import asdict, dataclass, field

# An XLSX is a ZIP: a few kilobytes can expand to gigabytes.
MAX_UNPACKED_MEGABYTES = 60
MAX_PARTS = 500
MAX_SHEETS = 50
MAX_ROWS = 5_000
MAX_COLUMNS = 60
MAX_CELL = 20_000
# Of all cells of a workbook; a list of members has a few hundred thousand.
MAX_CHARACTERS = 8_000_000
MAX_STRINGS = MAX_ROWS * MAX_COLUMNS
MAX_MERGED = 2_000
# XFD, the last that Excel has.
LAST_COLUMN = 16_384


class WorkbookRejectedError(Exception):
    """The workbook cannot be read.

    `reason` is "unreadable", "binary" (XLSB), "opendocument", "password", "bomb", "size" or "cell",
    with the number of its row.
    """

    def __init__(self, reason: str, row: int = 0) -> None:
        super().__init__(reason)
        self.reason, self.row = reason, row


@dataclass
class Grid:
    """The cells of a sheet that are not empty, and what is hidden from its author."""

    name: str
    is_hidden: bool = False
    # Shape: {number of the row: {number of the column from 0: text}}.
    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    # Shape: (first row, first column, last row, last column), all of them in it.
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    # Names (B2) of cells with a formula but without its result.
    without_result: list[str] = field(default_factory=list)

    def as_json(self) -> dict:
        return {**asdict(self), "rows": sorted(self.rows.items())}
