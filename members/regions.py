"""The regions of a country, from a file to rows: see `countries/` and docs/operations.md."""

import tomllib
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from members.models import Region
from network import languages

COUNTRIES = Path(__file__).parent / "countries"
PLACE = ("map_row", "map_column")


class CannotLoad(Exception):  # noqa: N818 - a sentence for who typed the command
    """The file is not there, or says something that no region can be."""


def countries() -> list[str]:
    """The countries this program brings along."""
    return sorted(file.stem for file in COUNTRIES.glob("*.toml"))


@transaction.atomic
def load(country: str) -> int:
    """Make the regions of a country, or bring them up to date; any others stay as they are.

    `country` is a code such as "kr", or the path of a file. Returns how many regions it names.
    Raises CannotLoad with a sentence, and then nothing has changed.
    """
    rows = _read(COUNTRIES / f"{country}.toml" if country in countries() else Path(country))
    known = Region.objects.in_bulk([row["slug"] for row in rows], field_name="slug")
    # Two regions may change places: all leave theirs before one takes another's.
    Region.objects.filter(slug__in=known).update(**dict.fromkeys(PLACE))
    for order, row in enumerate(rows, start=1):
        _save(known.get(row["slug"]) or Region(), row | {"order": order})
    return len(rows)


def _read(file: Path) -> list[dict]:
    try:
        rows = tomllib.loads(file.read_text())["regions"]
        return [{**row, "slug": row["slug"]} for row in rows]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CannotLoad(f"No regions can be read from {file}: {error!r}") from error


def _save(region: Region, row: dict) -> None:
    """Words in languages this site does not have are passed over."""
    words = [column for field in ("name", "short_name") for column in languages.columns(field)]
    for name in ("slug", "order", *PLACE, *words):
        setattr(region, name, row.get(name, None if name in PLACE else ""))
    try:
        region.full_clean()
    except ValidationError as error:
        said = " ".join(error.messages)
        raise CannotLoad(f"The region {row['slug']} cannot be: {said}") from error
    region.save()
