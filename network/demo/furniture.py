"""Furniture and rooms that several scenes share. Lengths are pixels, `unit` is a head's height."""

import math

from network.demo import figures
from network.demo.canvas import Canvas, Colour, Pen, box, curve, mix, oval, smooth, stroke
from network.demo.people import Person, somebody


def audience(
    canvas: Canvas, y: float, unit: float, gap: float, tone: tuple[Colour, float], rim: Colour
) -> None:
    """A row of people from behind, their heads at `y`, edged by the light of the stage."""
    x = canvas.random.uniform(-0.5, 0.3) * gap
    while x < canvas.width + gap:
        person = somebody(canvas.random, 0.45)
        shift = canvas.random.uniform(-0.1, 0.1) * unit
        onlooker(canvas, x + shift, y + abs(shift), unit, person, tone, rim)
        x += gap * canvas.random.uniform(0.92, 1.1)


def onlooker(canvas: Canvas, x: float, y: float, unit: float, person: Person, tone: tuple, rim: Colour) -> None:  # fmt: skip
    lean = canvas.random.uniform(-0.07, 0.07)
    rise = max(3, unit * 0.025)
    canvas.silhouette = rim
    pen = Pen(canvas, x, y + 0.76 * unit - rise, unit)
    figures.bust(pen, person, view="back", arms=figures.ARMS_DOWN, lean=lean, hem=3)
    canvas.silhouette, canvas.haze = None, tone
    pen = Pen(canvas, x, y + 0.76 * unit, unit)
    figures.bust(pen, person, view="back", arms=figures.ARMS_DOWN, lean=lean, hem=3)
    canvas.haze = None


def chair(canvas: Canvas, x: float, ground: float, unit: float, colour: Colour) -> None:
    """An upright chair behind a person who faces us."""
    pen = Pen(canvas, x, ground, unit)
    dark = mix(colour, canvas.shadow, 0.5)
    for side in (-1, 1):
        pen.fill(stroke([(side * 0.78, -1.7), (side * 0.9, 0)], 0.13), dark)
        pen.fill(stroke([(side * 0.66, -1.7), (side * 0.68, -0.25)], 0.1), dark)
    pen.fill(box(-0.88, -3.5, 0.88, -1.6, 0.3), colour, shade=0.4)
    pen.fill(box(-0.95, -1.95, 0.95, -1.55, 0.18), mix(colour, "#fff4e0", 0.12), shade=0.4)


def chair_aside(canvas: Canvas, x: float, ground: float, unit: float, colour: Colour, mirror=False) -> None:  # fmt: skip
    pen = Pen(canvas, x, ground, unit, mirror=mirror)
    dark = mix(colour, canvas.shadow, 0.5)
    for x0, x1 in ((-0.5, -0.7), (0.75, 0.85)):
        pen.fill(stroke([(x0, -1.7), (x1, 0)], 0.12), dark)
    pen.fill(stroke([(-0.62, -1.7), (-0.82, -3.3)], 0.2), colour)
    pen.fill(box(-0.7, -1.85, 0.95, -1.6, 0.1), colour, shade=0.3)


def chair_from_behind(canvas: Canvas, x: float, ground: float, unit: float, colour: Colour) -> None:
    """Drawn over the person who sits on it."""
    pen = Pen(canvas, x, ground, unit)
    dark = mix(colour, canvas.shadow, 0.5)
    for side in (-1, 1):
        pen.fill(stroke([(side * 0.78, -2.2), (side * 0.86, 0)], 0.13), dark)
    pen.fill(box(-0.86, -3.35, 0.86, -2.0, 0.26), colour, shade=0.4)
    pen.fill(box(-0.9, -1.8, 0.9, -1.5, 0.12), dark)


def lectern(canvas: Canvas, x: float, ground: float, unit: float, colour: Colour) -> None:
    """Its top reaches a speaker's waist; the microphone bends towards the speaker."""
    pen = Pen(canvas, x, ground, unit)
    canvas.glow(x + unit * 0.4, ground, unit * 2, unit * 0.35, canvas.shadow, 0.6)
    pen.fill([[(-0.95, -4.0), (0.95, -4.0), (0.78, 0), (-0.78, 0)]], colour, shade=0.5)
    pen.fill([[(-0.7, -3.6), (0.7, -3.6), (0.58, -0.4), (-0.58, -0.4)]], mix(colour, "#fff4e0", 0.08))  # fmt: skip
    pen.fill([[(-1.15, -4.35), (1.15, -4.35), (1.02, -3.95), (-1.02, -3.95)]], mix(colour, "#fff4e0", 0.2), shade=0.3)  # fmt: skip


def microphone(pen: Pen, start: tuple, end: tuple) -> None:
    """A thin bent stem from `start` to the head at `end`."""
    bend = (start[0] * 0.75 + end[0] * 0.25, (start[1] + end[1]) / 2)
    pen.fill(stroke([start, bend, end], 0.045), "#15181c")
    length = math.dist(bend, end) or 1
    tip = (end[0] + (end[0] - bend[0]) / length * 0.18, end[1] + (end[1] - bend[1]) / length * 0.18)
    pen.fill(stroke([end, tip], 0.17), "#15181c")


def leaf(pen: Pen, x: float, y: float, length: float, angle: float, colour: Colour) -> None:
    part = pen.at(x, y, length, angle)
    part.fill(smooth([(0, 0), (0.16, -0.35), (0.13, -0.7), (0, -1), (-0.13, -0.7), (-0.16, -0.35)]), colour, shade=0.35)  # fmt: skip
    part.fill(stroke([(0, 0), (0, -0.85)], 0.02), mix(colour, "#fff4e0", 0.25))


def plant(
    canvas: Canvas, x: float, ground: float, size: float, pot: Colour, leaves: Colour
) -> None:
    """A potted plant, `size` high."""
    pen = Pen(canvas, x, ground, size)
    for angle, length in ((-0.9, 0.5), (0.9, 0.5), (-0.6, 0.62), (0.55, 0.64), (-0.28, 0.72), (0.3, 0.7), (0, 0.78)):  # fmt: skip
        tone = mix(leaves, "#fff4e0", 0.12 * (1 - abs(angle)))
        leaf(pen, angle * 0.05, -0.26, length, angle, tone)
    pen.fill([[(-0.17, -0.3), (0.17, -0.3), (0.12, 0), (-0.12, 0)]], pot, shade=0.45)
    pen.fill(box(-0.19, -0.33, 0.19, -0.26, 0.02), mix(pot, "#fff4e0", 0.15), shade=0.3)


def beam(canvas: Canvas, top: tuple, left: float, right: float, floor: float, colour: Colour, alpha: float) -> None:  # fmt: skip
    """A spotlight's cone, fading on its way down."""
    x, y = top
    cone = [[(x - 14, y), (x + 14, y), (right, floor), (left, floor)]]
    canvas.fill(cone, colour, alpha=alpha, fade=(0, -1))


def sheet(pen: Pen, x: float, y: float, width: float, height: float, colour: Colour, angle=0.0) -> None:  # fmt: skip
    """A piece of paper or card lying on a table or floor."""
    part = pen.at(x, y, 1, angle)
    half, depth = width / 2, height / 2
    part.fill(
        [[(-half * 0.9, -depth), (half * 0.9, -depth), (half, depth), (-half, depth)]], colour
    )


def cup(pen: Pen, x: float, y: float, size: float, colour: Colour) -> None:
    part = pen.at(x, y, size)
    part.fill(stroke([(0.4, -0.75), (0.72, -0.62), (0.66, -0.35), (0.36, -0.25)], 0.1), colour)
    part.fill(smooth([(-0.45, -0.9), (0.45, -0.9), (0.42, -0.4), (0.26, 0), (-0.26, 0), (-0.42, -0.4)]), colour, shade=0.35)  # fmt: skip
    part.fill(oval(0, -0.9, 0.45, 0.13), mix(colour, "#12303c", 0.22))
    part.fill(oval(0, -0.89, 0.38, 0.09), "#6b4a35")


def open_book(pen: Pen, x: float, y: float, width: float, cover: Colour, angle: float = 0) -> None:
    """An open book lying on a table, seen at a slant."""
    book = pen.at(x, y, width, angle)
    book.fill([[(-0.53, -0.13), (0.53, -0.13), (0.58, 0.2), (-0.58, 0.2)]], cover)
    for side in (-1, 1):
        top = curve([(0, -0.1), (side * 0.15, -0.175), (side * 0.49, -0.15)])
        bottom = curve([(side * 0.53, 0.14), (side * 0.17, 0.1), (0, 0.17)])
        page = [*top, *bottom]
        book.fill([page], "#fbf3e0" if side < 0 else "#efe2c6")
        for row in range(4):
            line = -0.09 + row * 0.055
            book.fill(stroke([(side * 0.12, line), (side * 0.43, line + 0.01)], 0.012), "#c9b693")
    book.fill(stroke([(0, -0.1), (0, 0.18)], 0.014), "#b59d76")


def shelf_of_books(canvas: Canvas, left: float, top: float, right: float, height: float, tones: tuple) -> None:  # fmt: skip
    """Spines of different heights, some leaning, standing on `top + height`."""
    random, x = canvas.random, left + 8
    floor = top + height
    while x < right - 40:
        thick, tall = random.uniform(18, 44), height * random.uniform(0.62, 0.9)
        if random.random() < 0.12:
            x += random.uniform(24, 70)
            continue
        tone = random.choice(tones)
        canvas.fill(box(x, floor - tall, x + thick, floor, 4), tone, shade=0.3)
        band = floor - tall * random.uniform(0.7, 0.85)
        canvas.fill(box(x, band, x + thick, band + 9), mix(tone, "#fff4e0", 0.45))
        x += thick + 3
