"""A canvas for calm flat pictures with soft, grainy light.

Every length is a pixel of the finished picture; a shape is a list of polygons, so shapes add up.
"""

import math
from collections.abc import Iterable
from functools import lru_cache
from random import Random

from PIL import Image, ImageChops, ImageColor, ImageDraw

SUPERSAMPLING = 2  # Pillow draws hard edges; they turn smooth when the picture is reduced.

Point = tuple[float, float]
Shape = list[list[Point]]
Colour = str | tuple[int, int, int]


def rgb(colour: Colour) -> tuple[int, int, int]:
    return ImageColor.getrgb(colour)[:3] if isinstance(colour, str) else colour


def mix(one: Colour, other: Colour, share: float) -> tuple[int, int, int]:
    """`share` is how much of the other colour, 0 to 1."""
    pairs = zip(rgb(one), rgb(other), strict=True)
    return tuple(round(a + (b - a) * share) for a, b in pairs)


def oval(
    x: float, y: float, rx: float, ry: float | None = None, turn: float = 0, corners: int = 120
) -> Shape:
    ry = rx if ry is None else ry
    cos, sin = math.cos(turn), math.sin(turn)
    points = []
    for step in range(corners):
        angle = step * math.tau / corners
        dx, dy = rx * math.cos(angle), ry * math.sin(angle)
        points.append((x + dx * cos - dy * sin, y + dx * sin + dy * cos))
    return [points]


def box(left: float, top: float, right: float, bottom: float, radius: float = 0) -> Shape:
    if not radius:
        return [[(left, top), (right, top), (right, bottom), (left, bottom)]]
    radius = min(radius, abs(right - left) / 2, abs(bottom - top) / 2)
    corners = ((right - radius, bottom - radius), (left + radius, bottom - radius))
    corners += ((left + radius, top + radius), (right - radius, top + radius))
    points = []
    for quarter, (x, y) in enumerate(corners):
        for step in range(9):
            angle = (quarter + step / 8) * math.pi / 2
            points.append((x + radius * math.cos(angle), y + radius * math.sin(angle)))
    return [points]


def _between(a: Point, b: Point, c: Point, d: Point, steps: int) -> list[Point]:
    """The Catmull-Rom curve from b to c."""
    points = []
    for step in range(steps):
        t = step / steps
        weights = (
            -0.5 * t + t**2 - 0.5 * t**3,
            1 - 2.5 * t**2 + 1.5 * t**3,
            0.5 * t + 2 * t**2 - 1.5 * t**3,
            -0.5 * t**2 + 0.5 * t**3,
        )
        quad = (a, b, c, d)
        pairs = list(zip(weights, quad, strict=True))
        points.append((sum(w * p[0] for w, p in pairs), sum(w * p[1] for w, p in pairs)))
    return points


def smooth(points: list[Point], steps: int = 8) -> Shape:
    """A closed soft outline through the points."""
    count, outline = len(points), []
    for i in range(count):
        outline += _between(*(points[(i + k) % count] for k in (-1, 0, 1, 2)), steps)
    return [outline]


def curve(points: list[Point], steps: int = 8) -> list[Point]:
    """An open soft line through the points."""
    padded = [points[0], *points, points[-1]]
    line = []
    for i in range(len(points) - 1):
        line += _between(*padded[i : i + 4], steps)
    return [*line, points[-1]]


def mirrored(right_half: list[Point]) -> list[Point]:
    """A symmetrical outline from the points of its right half, top to bottom."""
    return right_half + [(-x, y) for x, y in reversed(right_half) if abs(x) > 1e-6]


def stroke(points: list[Point], start: float, end: float | None = None) -> Shape:
    """A line with round ends, `start` wide at its beginning and `end` wide at its end."""
    end = start if end is None else end
    line = curve(points) if len(points) > 2 else points
    last = len(line) - 1
    radii = [(start + (end - start) * i / last) / 2 for i in range(last + 1)]
    shape = []
    for i, (x, y) in enumerate(line):
        shape += oval(x, y, radii[i], corners=28)
        if i < last:
            shape.append(_link((x, y), line[i + 1], radii[i], radii[i + 1]))
    return shape


def _link(a: Point, b: Point, ra: float, rb: float) -> list[Point]:
    length = math.dist(a, b) or 1
    nx, ny = (a[1] - b[1]) / length, (b[0] - a[0]) / length
    return [
        (a[0] + nx * ra, a[1] + ny * ra),
        (b[0] + nx * rb, b[1] + ny * rb),
        (b[0] - nx * rb, b[1] - ny * rb),
        (a[0] - nx * ra, a[1] - ny * ra),
    ]


@lru_cache(maxsize=64)
def _ramp(dx: float, dy: float, start: float) -> Image.Image:
    """A small gradient that brightens in the direction (dx, dy), black up to `start`."""
    side, reach = 24, (abs(dx) + abs(dy)) / 2 or 1
    values = bytearray()
    for row in range(side):
        for column in range(side):
            along = (column / (side - 1) - 0.5) * dx + (row / (side - 1) - 0.5) * dy
            level = (along / reach + 1) / 2
            values.append(round(255 * max(0, min(1, (level - start) / (1 - start)))))
    return Image.frombytes("L", (side, side), bytes(values))


@lru_cache(maxsize=1)
def _spot() -> Image.Image:
    """A soft round light, bright in the middle."""
    edge = 178  # Pillow's gradient reaches white only in the corners.
    away = [min(1, v / edge) for v in range(256)]
    easing = [round(255 * (1 - far) ** 2 * (1 + 2 * far)) for far in away]
    return Image.radial_gradient("L").point(easing)


class Canvas:
    """Where a scene is drawn. Set `light`, `shadow` and `haze` before drawing what they touch."""

    def __init__(self, seed: str, width: int = 2400, height: int = 1600):
        self.width, self.height = width, height
        self.random = Random(seed)
        self.image = Image.new("RGB", (width * SUPERSAMPLING, height * SUPERSAMPLING))
        self.brush = ImageDraw.Draw(self.image)
        self.grain = self._noise(width, height).resize(self.image.size, Image.Resampling.BILINEAR)
        self.light: Point = (-0.7, -0.7)  # the side the light comes from
        self.shadow: Colour = "#12303c"
        self.haze: tuple[Colour, float] | None = None  # the air in front of distant things
        self.silhouette: Colour | None = None  # draws everything in one colour, for rims of light

    def _noise(self, width: int, height: int) -> Image.Image:
        return Image.frombytes("L", (width, height), self.random.randbytes(width * height))

    def seen(self, colour: Colour) -> tuple[int, int, int]:
        if self.silhouette:
            return rgb(self.silhouette)
        return mix(colour, *self.haze) if self.haze else rgb(colour)

    def wash(self, *colours: Colour) -> None:
        """Fills the whole canvas from the top colour down to the last."""
        strip = Image.new("RGB", (1, len(colours)))
        strip.putdata([rgb(colour) for colour in colours])
        strip = strip.resize((1, 256), Image.Resampling.BICUBIC)
        self.image.paste(strip.resize(self.image.size, Image.Resampling.BILINEAR))

    def fill(
        self,
        shape: Shape,
        colour: Colour,
        *,
        shade: float = 0,
        alpha: float = 1,
        fade: Point | None = None,
        within: Shape | None = None,
        into: Colour | None = None,
    ) -> None:
        """`shade` is how far the side away from the light turns to shadow, stippled like a print;
        `into` gives a shadow colour of its own and is smooth, for skin and hair."""
        if self.silhouette:
            shade = 0
        if not shade and alpha == 1 and not fade and not within:
            for polygon in shape:
                self.brush.polygon(_scaled(polygon), fill=self.seen(colour))
            return
        corners = self._corners(shape)
        if not corners:
            return
        mask = self._mask(shape, corners, alpha)
        if within:
            mask = ImageChops.multiply(mask, self._mask(within, corners, 1))
        if fade:
            mask = ImageChops.multiply(mask, _ramp(*fade, 0.0).resize(mask.size))
        self.image.paste(self.seen(colour), corners, mask)
        if shade:
            pale = max(0, sum(rgb(colour)) / 3 - 150) / 105  # stipple is loud on pale cloth
            dark = self.seen(mix(colour, into or self.shadow, shade * (1 - 0.5 * pale)))
            shadow = self._even(mask.size) if into else self._stippled(corners)
            self.image.paste(dark, corners, ImageChops.multiply(mask, shadow))

    def _corners(self, shape: Shape) -> tuple[int, int, int, int] | None:
        xs = [x * SUPERSAMPLING for polygon in shape for x, _ in polygon]
        ys = [y * SUPERSAMPLING for polygon in shape for _, y in polygon]
        left, top = max(0, int(min(xs))), max(0, int(min(ys)))
        right = min(self.image.width, int(max(xs)) + 2)
        bottom = min(self.image.height, int(max(ys)) + 2)
        return (left, top, right, bottom) if left < right and top < bottom else None

    def _mask(self, shape: Shape, corners: tuple, alpha: float) -> Image.Image:
        left, top, right, bottom = corners
        mask = Image.new("L", (right - left, bottom - top))
        brush = ImageDraw.Draw(mask)
        for polygon in shape:
            points = [(x - left, y - top) for x, y in _scaled(polygon)]
            brush.polygon(points, fill=round(255 * alpha))
        return mask

    def _even(self, size: tuple[int, int]) -> Image.Image:
        ramp = _ramp(-self.light[0], -self.light[1], 0.3)
        return ramp.resize(size, Image.Resampling.BILINEAR)

    def _stippled(self, corners: tuple) -> Image.Image:
        """Shade as a printmaker's stipple: dots that thicken away from the light."""
        grain = self.grain.crop(corners)
        ramp = self._even(grain.size)
        return ImageChops.add(ramp, grain, 1, -200).point([min(255, v * 3) for v in range(256)])

    def glow(self, x: float, y: float, rx: float, ry: float, colour: Colour, alpha: float) -> None:
        """A soft light, or with a dark colour a soft shadow."""
        corners = [round(v * SUPERSAMPLING) for v in (x - rx, y - ry, x + rx, y + ry)]
        left, top, right, bottom = corners
        mask = _spot().point([round(v * alpha) for v in range(256)])
        mask = mask.resize((right - left, bottom - top), Image.Resampling.BILINEAR)
        self.image.paste(rgb(colour), (left, top, right, bottom), mask)

    def veil(self, colour: Colour, alpha: float, fade: Point | None = None) -> None:
        """Air over everything drawn so far."""
        self.fill(box(0, 0, self.width, self.height), colour, alpha=alpha, fade=fade)

    def finish(self) -> Image.Image:
        picture = self.image.resize((self.width, self.height), Image.Resampling.LANCZOS)
        paper = self._noise(self.width, self.height).point([120 + v // 16 for v in range(256)])
        return ImageChops.overlay(picture, Image.merge("RGB", [paper] * 3))


def _scaled(polygon: Iterable[Point]) -> list[Point]:
    return [(x * SUPERSAMPLING, y * SUPERSAMPLING) for x, y in polygon]


class Pen:
    """Draws on a canvas in its own measure: `x, y` is its origin, `unit` the pixels of 1."""

    def __init__(self, canvas: Canvas, x: float, y: float, unit: float, lean=0.0, mirror=False):
        self.canvas, self.x, self.y, self.unit = canvas, x, y, unit
        self.lean, self.mirror = lean, mirror

    def place(self, point: Point) -> Point:
        x, y = -point[0] if self.mirror else point[0], point[1]
        cos, sin = math.cos(self.lean), math.sin(self.lean)
        return (
            self.x + self.unit * (x * cos - y * sin),
            self.y + self.unit * (x * sin + y * cos),
        )

    def at(self, x: float, y: float, scale: float = 1, lean: float = 0, mirror=False) -> "Pen":
        """A pen of its own for a part, such as a tilted head."""
        lean = -lean if self.mirror else lean
        return Pen(
            self.canvas,
            *self.place((x, y)),
            self.unit * scale,
            self.lean + lean,
            self.mirror != mirror,
        )

    def shape(self, shape: Shape) -> Shape:
        return [[self.place(point) for point in polygon] for polygon in shape]

    def fill(self, shape: Shape, colour: Colour, within: Shape | None = None, **how) -> None:
        within = self.shape(within) if within else None
        self.canvas.fill(self.shape(shape), colour, within=within, **how)
