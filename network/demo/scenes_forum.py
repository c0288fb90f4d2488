"""The forum: the group picture on the stage, the tables in the hall and the lecture."""

from network.demo import figures
from network.demo.canvas import Canvas, Colour, Pen, box, mix, oval, smooth, stroke
from network.demo.furniture import (
    audience,
    beam,
    chair_from_behind,
    cup,
    lectern,
    plant,
    sheet,
)
from network.demo.people import Person, somebody

INK = "#12303c"
FESTIVE = ("#2f6f77", "#1d4654", "#d99a3d", "#c4603f", "#8fae98", "#e3bd7d", "#5d8a8c", "#a94f38")
GESTURES = (figures.PALMS_UP, figures.PALM_UP, figures.PALMS_UP, figures.CROSSED_FOREARMS)


def hands(canvas: Canvas) -> None:
    canvas.shadow = INK
    canvas.light = (-0.5, -0.9)
    canvas.wash("#f5e3bd", "#f0cf93", "#e3a868")
    _bright_backdrop(canvas)
    rows = ((830, 11, 78, 190, 0.36), (975, 10, 82, 208, 0.22), (1115, 10, 87, 222, 0.1), (1258, 9, 92, 244, 0))  # fmt: skip
    for ground, count, unit, gap, air in rows:
        edge = gap * 5.3
        step = mix("#a9603f", "#f0cf93", air)
        canvas.fill(box(1200 - edge, ground, 1200 + edge, 1350), step)
        canvas.fill(box(1200 - edge, ground, 1200 + edge, ground + 12), mix(step, "#fff4e0", 0.3))
        _row_of_hands(canvas, ground, count, unit, gap, air)
    canvas.fill(box(0, 1285, 2400, 1350), "#6a3226")
    canvas.fill(box(0, 1285, 2400, 1297), "#e0a566")
    canvas.glow(700, 150, 1500, 1000, "#fff6dc", 0.35)


def _bright_backdrop(canvas: Canvas) -> None:
    canvas.fill(oval(1200, 900, 900), "#f3d59b")
    canvas.fill(oval(1200, 900, 690), "#f8e4b9")
    canvas.fill(oval(170, 1020, 560), "#5d9a96", shade=0.3)
    canvas.fill(oval(2250, 1020, 560), "#c96a48", shade=0.3)
    canvas.veil("#f6e2b8", 0.25)
    for x in range(150, 2400, 300):
        beam(canvas, (x, -20), x - 190, x + 190, 900, "#fffaf0", 0.3)
    canvas.fill(box(0, 1120, 2400, 1350), "#b9764c")
    canvas.fill(box(0, 1120, 2400, 1350), "#7f4430", fade=(0, 1), alpha=0.7)


def _row_of_hands(canvas: Canvas, ground: float, count: int, unit: float, gap: float, air: float) -> None:  # fmt: skip
    for step in range(count):
        x = 1200 + (step - (count - 1) / 2) * gap + canvas.random.uniform(-14, 14)
        person = somebody(canvas.random, 0.45, FESTIVE)
        canvas.haze = ("#f0cf93", air) if air else None
        size = unit * canvas.random.uniform(0.95, 1.04)
        arms = canvas.random.choice(GESTURES)
        look, lean = canvas.random.uniform(-0.4, 0.4), canvas.random.uniform(-0.06, 0.06)
        figures.standing(canvas, x, ground + 8, size, person, arms=arms, look=look, lean=lean)
        canvas.haze = None


def hall(canvas: Canvas) -> None:
    canvas.shadow = "#2a2a34"
    canvas.light = (-0.6, -0.8)
    canvas.wash("#dcb98a", "#cf9a66", "#b9764c")
    _tall_windows(canvas)
    rows = ((640, 62, (300, 880, 1480, 2080)), (860, 84, (40, 760, 1580, 2340)), (1190, 116, (420, 1260, 2110)))  # fmt: skip
    for y, unit, places in rows:
        for x in places:
            round_table(canvas, x, y, unit)
    canvas.glow(600, 350, 1500, 1000, "#fff0cc", 0.4)
    canvas.fill(box(0, 1100, 2400, 1600), "#5a2e25", fade=(0, 1), alpha=0.4)


def table(canvas: Canvas) -> None:
    canvas.shadow = "#2a2a34"
    canvas.light = (-0.6, -0.8)
    canvas.wash("#dcb98a", "#cf9a66", "#b9764c")
    _tall_windows(canvas)
    for x in (330, 1180, 2080):
        canvas.haze = ("#e9d2a6", 0.3)
        round_table(canvas, x, 610, 74)
    canvas.haze = None
    round_table(canvas, 1200, 1010, 218)
    canvas.glow(600, 350, 1500, 1000, "#fff0cc", 0.4)


def remarks(canvas: Canvas) -> None:
    canvas.shadow = INK
    canvas.light = (-0.5, -0.9)
    canvas.wash("#f5e3bd", "#f0cf93", "#e3a868")
    _bright_backdrop(canvas)
    canvas.fill(box(0, 1350, 2400, 1600), "#6a3226")
    plant(canvas, 330, 1440, 560, "#c4603f", "#4f7d68")
    plant(canvas, 2080, 1440, 620, "#c4603f", "#4f7d68")
    woman = Person(skin="#efc6a2", hair="#1f1b22", style="bob", woman=True, garment="suit", top="#1d4654", inner="#f4ead7", glasses=True)  # fmt: skip
    figures.bust(Pen(canvas, 1120, 660, 205), woman, arms=((-1.3, 0.9), (0.7, 1.6)), look=0.5)
    lectern(canvas, 1130, 1690, 180, "#7a3b2c")
    audience(canvas, 1500, 165, 370, ("#12303c", 0.5), "#e3bd80")


def _tall_windows(canvas: Canvas) -> None:
    canvas.fill(box(0, 0, 2400, 430), "#e9d2a6")
    canvas.fill(box(0, 400, 2400, 436), "#a9704a")
    for step in range(7):
        x = 70 + step * 340
        canvas.fill(box(x, 40, x + 220, 400), "#f7ecd2")
        pane = box(x + 12, 52, x + 208, 400)
        canvas.fill(pane, "#cfe0d6")
        canvas.fill(oval(x + 60, 420, 120), "#8fae98", within=pane)
        canvas.fill(oval(x + 200, 400, 110), "#5d8a8c", within=pane)
        canvas.fill(box(x + 104, 52, x + 116, 400), "#f7ecd2")
        light = [[(x + 20, 440), (x + 210, 440), (x + 560, 1600), (x + 180, 1600)]]
        canvas.fill(light, "#ffe9bd", alpha=0.3, fade=(0, -1))


def round_table(canvas: Canvas, x: float, y: float, unit: float) -> None:
    """A table with people all round, seen from slightly above; `y` is the middle of its top."""
    pen = Pen(canvas, x, y, unit)
    canvas.glow(x + unit * 0.4, y + unit * 1.9, unit * 4.2, unit * 1.3, canvas.shadow, 0.55)
    for dx, dy in ((-1.15, -0.95), (1.15, -0.95), (-2.5, -0.45), (2.5, -0.45)):
        _guest(canvas, pen.at(dx, dy - 0.95), look=-dx * 0.3)
    cloth = smooth([(-2.35, 0), (-2.2, 1.5), (-1.4, 2.0), (0, 2.15), (1.4, 2.0), (2.2, 1.5), (2.35, 0)])  # fmt: skip
    pen.fill(cloth, "#e3cfa6", shade=0.4)
    pen.fill(oval(0, 0, 2.4, 0.85), "#f8edd5")
    _table_things(pen)
    for dx, dy in ((-2.0, 0.75), (2.0, 0.75), (0, 1.1)):
        if canvas.random.random() < 0.86:
            _guest_from_behind(canvas, pen.at(dx, dy - 0.1))


def _guest(canvas: Canvas, pen: Pen, look: float) -> None:
    person = somebody(canvas.random, 0.5, FESTIVE)
    arms = canvas.random.choice((figures.HANDS_ON_TABLE, ((-0.5, 1.6), (1.2, 0.5)), figures.HANDS_ON_TABLE))  # fmt: skip
    look += canvas.random.uniform(-0.3, 0.3)
    lean = canvas.random.uniform(-0.08, 0.08)
    figures.bust(pen, person, arms=arms, look=look, lean=lean, hem=2.0)


def _guest_from_behind(canvas: Canvas, pen: Pen) -> None:
    person = somebody(canvas.random, 0.5, FESTIVE)
    lean = canvas.random.uniform(-0.1, 0.1)
    figures.bust(pen, person, view="back", arms=((-0.9, 1.5), (0.9, 1.5)), lean=lean, hem=2.1)
    chair_from_behind(canvas, pen.x, pen.y + 4.2 * pen.unit, pen.unit, "#7a4632")


def _table_things(pen: Pen) -> None:
    random = pen.canvas.random
    for x, y in ((-1.3, 0.15), (-0.6, -0.4), (0.75, -0.42), (1.35, 0.1), (0.0, 0.45), (-0.8, 0.45)):
        tone = random.choice(("#ffffff", "#d99a3d", "#8fae98", "#c4603f", "#ffffff"))
        sheet(pen, x, y, 0.62, 0.24, tone, random.uniform(-0.3, 0.3))
    cup(pen, -0.95, 0.12, 0.3, "#2f6f77")
    cup(pen, 1.0, -0.1, 0.3, "#c4603f")
    pen.fill(smooth([(-0.2, -0.35), (0.2, -0.35), (0.14, 0.1), (-0.14, 0.1)]), "#5d8a8c", shade=0.4)
    for dx, dy, tone in ((-0.18, -0.62, "#6f9a80"), (0.18, -0.62, "#6f9a80"), (0, -0.78, "#d99a3d")):  # fmt: skip
        pen.fill(oval(dx, dy, 0.2), tone, shade=0.3)


def lecture(canvas: Canvas) -> None:
    canvas.shadow = "#0f2733"
    canvas.light = (0.7, -0.6)
    canvas.wash("#14323f", "#1b4552", "#235460")
    _screen(canvas)
    canvas.fill([[(0, 1270), (2400, 1270), (2400, 1600), (0, 1600)]], "#3d2a2a")
    canvas.fill([[(0, 1270), (2400, 1270), (2400, 1284), (0, 1284)]], "#c98a5a")
    canvas.glow(1500, 1300, 1300, 140, "#ffe4b0", 0.5)
    man = Person(skin="#ecc19b", hair="#26212a", style="parted", garment="suit", top="#c4603f", inner="#f4ead7", legs="#1f313c", glasses=True)  # fmt: skip
    figures.standing(canvas, 520, 1376, 166, man, arms=((-0.3, 1.6), (1.9, 0.1)), look=0.55, lean=0.03)  # fmt: skip
    plant(canvas, 160, 1380, 480, "#d99a3d", "#3f7a6c")
    audience(canvas, 1350, 118, 300, ("#123442", 0.5), "#e3bd80")
    audience(canvas, 1500, 160, 380, ("#0f2733", 0.55), "#cfa468")
    canvas.glow(1500, 600, 1500, 900, "#ffedc4", 0.16)


def _screen(canvas: Canvas) -> None:
    canvas.glow(1520, 600, 1350, 950, "#f0c987", 0.45)
    canvas.fill(box(800, 110, 2290, 1060, 14), "#0c2029")
    screen = box(824, 134, 2266, 1036, 6)
    canvas.fill(screen, "#f8ecd0")
    bands: tuple[tuple[float, Colour], ...] = ((560, "#e5b565"), (430, "#d9793f"), (300, "#a94f38"), (170, "#f4dca6"))  # fmt: skip
    for radius, tone in bands:
        canvas.fill(oval(1240, 1036, radius), tone, shade=0.15, within=screen)
    for step, height in enumerate((180, 300, 420, 560, 690)):
        x = 1700 + step * 104
        tone = mix("#8fae98", "#1d4654", step / 4)
        canvas.fill(box(x, 1036 - height, x + 78, 1060, 39), tone, shade=0.2, within=screen)
    canvas.fill(oval(1080, 330, 92), "#2f6f77", shade=0.25)
    canvas.fill(stroke([(1640, 780), (1800, 560), (1940, 520), (2140, 270)], 12), "#d99a3d")
    for x, y in ((1640, 780), (1800, 560), (1940, 520), (2140, 270)):
        canvas.fill(oval(x, y, 24), "#f8ecd0")
        canvas.fill(oval(x, y, 16), "#c4603f")
