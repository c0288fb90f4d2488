"""The map of regions: hexagons in rows, each with the number of its members."""

from dataclasses import dataclass, field

from members.models import Region

# In units of the SVG. Rows overlap, because the tiles are hexagons.
TILE_WIDTH, TILE_HEIGHT, ROW_STEP = 60, 68, 52


@dataclass(frozen=True)
class MapTile:
    """`x` and `y` are the centre, `count` is the number of members of the region in the filtered
    list, `query` is the query string that filters the list by the region."""

    region: Region
    name: str
    x: int
    y: int
    count: int
    query: str
    is_selected: bool


@dataclass(frozen=True)
class RegionMap:
    tiles: list[MapTile] = field(default_factory=list)

    @property
    def width(self) -> int:
        return max(tile.x for tile in self.tiles) + TILE_WIDTH // 2

    @property
    def height(self) -> int:
        return max(tile.y for tile in self.tiles) + TILE_HEIGHT // 2


def tile_center(region: Region) -> tuple[int, int] | None:
    """None for a region that has no place on the map."""
    if region.map_row is None or region.map_column is None:
        return None
    shift = TILE_WIDTH // 2 if region.map_row % 2 else 0
    return (
        region.map_column * TILE_WIDTH + TILE_WIDTH // 2 + shift,
        region.map_row * ROW_STEP + TILE_HEIGHT // 2,
    )
