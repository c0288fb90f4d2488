"""The demonstration's logos: a few shapes each, in colours for light screens and for dark ones.

`draw("kite", DARK)` gives an RGBA picture; the same mark is always the same picture.
"""

from collections.abc import Sequence

from PIL import Image, ImageDraw

SIDE, SUPERSAMPLING = 400, 2
# Marks are drawn in hundredths of the side.
UNIT = SIDE * SUPERSAMPLING / 100

LIGHT = {"deep": "#0e3a40", "warm": "#b0411a", "gold": "#c98a2b", "teal": "#2f6f77"}
DARK = {"deep": "#e6ebe9", "warm": "#f09a6c", "gold": "#e5cfa8", "teal": "#86cdc9"}
GROUND = "ground"

Part = tuple[str, str, Sequence[float]]

# Shape, colour, measures. disc: x, y, radius; box: left, top, right, bottom, rounding;
# ring: x, y, radius, breadth, from, to (degrees clockwise from the right); area: corners.
MARKS: dict[str, list[Part]] = {
    "cloud-island": [
        ("disc", "teal", (32, 42, 18)),
        ("disc", "teal", (54, 34, 22)),
        ("disc", "teal", (73, 45, 15)),
        ("box", "teal", (20, 42, 82, 60, 9)),
        ("ring", "deep", (50, 96, 32, 8, 205, 335)),
    ],
    "rabbit-hole": [
        ("box", "deep", (29, 8, 42, 56, 6.5)),
        ("box", "deep", (58, 8, 71, 56, 6.5)),
        ("disc", "deep", (50, 62, 29)),
        ("disc", GROUND, (40, 58, 4)),
        ("disc", GROUND, (60, 58, 4)),
        ("area", "warm", (45, 70, 55, 70, 50, 76)),
    ],
    "shooting-star": [
        (
            "area",
            "gold",
            (62, 8, 69, 28, 90, 29, 74, 42, 79, 63, 62, 51, 45, 63, 50, 42, 34, 29, 55, 28),
        ),
        ("area", "warm", (40, 52, 46, 58, 12, 92, 8, 88)),
        ("area", "warm", (34, 40, 37, 47, 6, 66, 4, 60)),
        ("area", "warm", (54, 66, 60, 66, 38, 94, 33, 91)),
    ],
    "two-fish": [
        ("ring", "teal", (50, 50, 34, 12, 200, 20)),
        ("ring", "warm", (50, 50, 34, 12, 20, 200)),
        ("area", "teal", (78, 60, 94, 50, 90, 74)),
        ("area", "warm", (22, 40, 6, 50, 10, 26)),
        ("disc", GROUND, (26, 34, 2.5)),
        ("disc", GROUND, (74, 66, 2.5)),
    ],
    "tiger-tale": [
        ("disc", "gold", (50, 52, 40)),
        ("disc", "gold", (20, 22, 13)),
        ("disc", "gold", (80, 22, 13)),
        ("area", GROUND, (44, 14, 56, 14, 50, 34)),
        ("area", GROUND, (12, 46, 12, 56, 30, 51)),
        ("area", GROUND, (88, 46, 88, 56, 70, 51)),
        ("disc", GROUND, (36, 50, 5)),
        ("disc", GROUND, (64, 50, 5)),
        ("area", GROUND, (43, 62, 57, 62, 50, 71)),
    ],
    "half-moon": [
        ("disc", "gold", (50, 42, 34)),
        ("disc", GROUND, (66, 34, 30)),
        ("box", "deep", (8, 78, 92, 85, 3)),
        ("box", "deep", (20, 85, 27, 95, 0)),
        ("box", "deep", (73, 85, 80, 95, 0)),
    ],
    "paper-boat": [
        ("area", "warm", (50, 12, 72, 52, 28, 52)),
        ("area", "deep", (6, 50, 94, 50, 74, 80, 26, 80)),
        ("box", "teal", (14, 86, 86, 92, 3)),
    ],
    "dandelion": [
        ("ring", "teal", (50, 38, 34, 3, 0, 360)),
        ("box", "deep", (48, 38, 52, 96, 2)),
        ("box", "teal", (16, 36.5, 84, 39.5, 1)),
        ("area", "teal", (24, 14, 26, 12, 76, 62, 74, 64)),
        ("area", "teal", (76, 14, 74, 12, 24, 62, 26, 64)),
        ("disc", "gold", (50, 38, 10)),
        ("disc", "warm", (16, 38, 5)),
        ("disc", "warm", (84, 38, 5)),
        ("disc", "warm", (50, 6, 5)),
        ("disc", "warm", (26, 13, 5)),
        ("disc", "warm", (74, 13, 5)),
    ],
    "three-umbrellas": [
        ("ring", "warm", (28, 44, 22, 22, 180, 360)),
        ("ring", "teal", (72, 44, 22, 22, 180, 360)),
        ("box", "warm", (26.5, 44, 29.5, 68, 1)),
        ("box", "teal", (70.5, 44, 73.5, 68, 1)),
        ("ring", "deep", (50, 66, 28, 28, 180, 360)),
        ("box", "deep", (48, 66, 52, 94, 2)),
    ],
    "kite": [
        ("area", "teal", (50, 4, 86, 38, 50, 62, 14, 38)),
        ("area", "gold", (50, 4, 52, 38, 50, 62, 14, 38)),
        ("disc", GROUND, (40, 30, 4)),
        ("disc", GROUND, (60, 30, 4)),
        ("area", "warm", (48, 60, 52, 60, 60, 96, 54, 96)),
    ],
    "teapot": [
        ("disc", "warm", (48, 60, 30)),
        ("box", "warm", (24, 84, 72, 91, 3)),
        ("ring", "warm", (78, 56, 15, 6, 270, 90)),
        ("area", "warm", (22, 52, 26, 70, 4, 44, 10, 40)),
        ("box", "deep", (32, 28, 64, 35, 3)),
        ("disc", "deep", (48, 23, 6)),
    ],
    "whaleback": [
        ("ring", "teal", (48, 74, 38, 38, 180, 360)),
        ("area", "teal", (78, 66, 96, 44, 96, 60, 86, 74)),
        ("disc", GROUND, (26, 62, 3.5)),
        ("ring", "gold", (30, 26, 10, 4, 180, 350)),
        ("ring", "gold", (52, 26, 10, 4, 190, 360)),
        ("box", "deep", (6, 80, 94, 86, 3)),
    ],
    "saegim": [
        ("box", "deep", (10, 12, 46, 88, 6)),
        ("box", "gold", (54, 12, 90, 88, 6)),
        ("box", GROUND, (18, 30, 38, 36, 2)),
        ("box", GROUND, (18, 46, 38, 52, 2)),
        ("box", GROUND, (62, 30, 82, 36, 2)),
        ("box", GROUND, (62, 46, 74, 52, 2)),
    ],
    "buttonhole": [
        ("disc", "warm", (50, 50, 42)),
        ("ring", "gold", (50, 50, 33, 3, 0, 360)),
        ("disc", GROUND, (39, 39, 6)),
        ("disc", GROUND, (61, 39, 6)),
        ("disc", GROUND, (39, 61, 6)),
        ("disc", GROUND, (61, 61, 6)),
    ],
}


def draw(mark: str, colours: dict[str, str]) -> Image.Image:
    """A mark on a transparent ground; what is "ground" is cut out of what lies below it."""
    picture = Image.new("RGBA", (SIDE * SUPERSAMPLING,) * 2)
    pen = ImageDraw.Draw(picture)
    for shape, colour, measures in MARKS[mark]:
        ink = (0, 0, 0, 0) if colour == GROUND else colours[colour]
        _draw_part(pen, shape, [measure * UNIT for measure in measures], measures, ink)
    return picture.resize((SIDE, SIDE), Image.Resampling.LANCZOS)


def _draw_part(pen, shape: str, lengths: list[float], measures: Sequence[float], ink) -> None:
    match shape:
        case "disc":
            x, y, radius = lengths
            pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=ink)
        case "box":
            left, top, right, bottom, rounding = lengths
            pen.rounded_rectangle((left, top, right, bottom), rounding, fill=ink)
        case "ring":
            x, y, radius, breadth = lengths[:4]
            around = (x - radius, y - radius, x + radius, y + radius)
            pen.arc(around, *measures[4:], fill=ink, width=round(breadth))
        case "area":
            pen.polygon(lengths, fill=ink)
