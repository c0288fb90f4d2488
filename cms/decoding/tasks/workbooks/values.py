"""Numbers and texts as the XML of a workbook writes them."""

import re

ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_", re.ASCII)


def parse_int(text: str, otherwise: int = -1) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def unescape(text: str) -> str:
    """A workbook writes characters that XML does not allow as _x000D_."""
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
