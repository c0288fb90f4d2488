"""Portraits of the two people whom the demonstration has invented."""

from network.demo import figures
from network.demo.canvas import Canvas, Colour, Pen, oval
from network.demo.people import Person

TRAINER = Person(skin="#e8b993", hair="#26212a", style="fringe", top="#c4603f", garment="jumper", glasses=True)  # fmt: skip
OFFICER = Person(skin="#efc6a2", hair="#3a2a26", style="bob", top="#2f6f77", garment="suit", inner="#f4ead7", woman=True)  # fmt: skip


def trainer(canvas: Canvas) -> None:
    _portrait(canvas, TRAINER, ("#f3e3c3", "#e5c48f", "#d9a86a"), "#8fae98", look=0.2)


def officer(canvas: Canvas) -> None:
    _portrait(canvas, OFFICER, ("#dfe9e4", "#b9d0c8", "#8fae98"), "#e3bd7d", look=-0.2)


def _portrait(canvas: Canvas, person: Person, wall: tuple, disc: Colour, look: float) -> None:
    canvas.shadow = "#12303c"
    canvas.light = (-0.6, -0.8)
    canvas.wash(*wall)
    canvas.fill(oval(canvas.width * 0.5, canvas.height * 0.46, 620), disc, shade=0.15)
    canvas.glow(500, 350, 900, 800, "#fff6dc", 0.35)
    pen = Pen(canvas, canvas.width / 2, canvas.height * 0.62, 560)
    figures.bust(pen, person, look=look, hem=2.6)
