"""Loading the regions of a country from a file: see `countries/` and docs/operations.md."""

import tomllib
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from cms.i18n import languages
from members.models import Region

COUNTRIES_FOLDER = Path(__file__).parent / "countries"
MAP_FIELDS = ("map_row", "map_column")


class RegionsFileError(Exception):
    """The file is missing, or describes a region that is not valid; the message says which."""


def available_countries() -> list[str]:
    return sorted(file.stem for file in COUNTRIES_FOLDER.glob("*.toml"))


@transaction.atomic
def load_regions(country: str) -> int:
    """Create the regions of a country, or update them; other regions stay as they are.

    `country` is a code such as "kr", or the path of a file. Returns the number of regions in it.
    Raises RegionsFileError; then nothing has changed.
    """
    rows = _read(
        COUNTRIES_FOLDER / f"{country}.toml" if country in available_countries() else Path(country)
    )
    existing = Region.objects.in_bulk([row["slug"] for row in rows], field_name="slug")
    # Two regions may swap places: the unique constraint needs both to be empty first.
    Region.objects.filter(slug__in=existing).update(**dict.fromkeys(MAP_FIELDS))
    for order, row in enumerate(rows, start=1):
        _save(existing.get(row["slug"]) or Region(), row | {"order": order})
    return len(rows)


def _read(file: Path) -> list[dict]:
    try:
        rows = tomllib.loads(file.read_text())["regions"]
        return [{**row, "slug": row["slug"]} for row in rows]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RegionsFileError(f"No regions can be read from {file}: {error!r}") from error


def _save(region: Region, row: dict) -> None:
    """Names in languages that this site does not have are ignored."""
    names = [*languages.field_names("name"), *languages.field_names("short_name")]
    for name in ("slug", "order", *MAP_FIELDS, *names):
        setattr(region, name, row.get(name, None if name in MAP_FIELDS else ""))
    try:
        region.full_clean()
    except ValidationError as error:
        problems = " ".join(error.messages)
        raise RegionsFileError(f"The region {row['slug']} cannot be: {problems}") from error
    region.save()
