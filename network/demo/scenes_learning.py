"""Where people learn together: the workshop circle, the classroom and the reading group."""

from network.demo import figures, heads
from network.demo.canvas import Canvas, Colour, Pen, box, mix, oval, smooth, stroke
from network.demo.furniture import (
    chair,
    chair_aside,
    chair_from_behind,
    cup,
    open_book,
    plant,
    sheet,
    shelf_of_books,
)
from network.demo.people import Person, somebody

CREAM = "#f6ead2"
CARDS = ("#d99a3d", "#c4603f", "#2f6f77", "#f8efdc", "#8fae98", "#e0a48c")


def circle(canvas: Canvas) -> None:
    canvas.shadow = "#243240"
    canvas.light = (-0.7, -0.7)
    canvas.wash("#e6d3ac", "#dfbf8d", "#cf9c66")
    _workshop_room(canvas)
    _cards_on_floor(canvas)
    tops = iter(("#8fae98", "#c4603f", "#2f6f77", "#d99a3d", "#1d4654", "#a94f38", "#5d8a8c", "#e5cfa8", "#c98a4a", "#2f6f77", "#c4603f", "#8fae98"))  # fmt: skip
    for x, ground, look in ((700, 800, 0.4), (960, 760, 0.2), (1210, 745, 0), (1455, 760, -0.3), (1710, 800, -0.5)):  # fmt: skip
        chair(canvas, x, ground, 84, "#8a5236")
        person = somebody(canvas.random, 0.4, top=next(tops))
        crossed = canvas.random.choice((-1, 0, 1))
        figures.seated(canvas, x, ground + 6, 86, person, look=look, crossed=crossed)
    for x, ground, unit, mirror in ((395, 1010, 103, False), (2015, 1010, 103, True), (250, 1330, 126, False), (2150, 1330, 126, True)):  # fmt: skip
        chair_aside(canvas, x, ground, unit, "#8a5236", mirror)
        wrist = canvas.random.choice(((1.05, 2.0), (1.25, 1.35)))
        person = somebody(canvas.random, 0.4, top=next(tops))
        figures.seated_aside(canvas, x, ground + 6, unit, person, mirror, wrist)
    for x in (760, 1150, 1620):
        _from_behind(canvas, x, 1800, 152, next(tops))
    canvas.glow(500, 300, 1600, 1100, "#fff2cf", 0.35)


def _workshop_room(canvas: Canvas) -> None:
    canvas.fill(box(0, 0, 2400, 560), "#efdfbd")
    canvas.fill(box(0, 540, 2400, 566), "#b98355")
    for x in (180, 640, 1100):
        frame = box(x, 40, x + 380, 430)
        canvas.fill(frame, "#fbf3e0")
        pane = box(x + 14, 54, x + 366, 416)
        canvas.fill(pane, "#cfe2d8")
        canvas.fill(oval(x + 90, 440, 170), "#8fae98", shade=0.2, within=pane)
        canvas.fill(oval(x + 320, 430, 130), "#5d8a8c", shade=0.2, within=pane)
        canvas.fill(box(x + 183, 54, x + 197, 416), "#fbf3e0")
        light = [[(x + 120, 600), (x + 480, 600), (x + 1000, 1600), (x + 480, 1600)]]
        canvas.fill(light, "#ffedc2", alpha=0.42, fade=(0, -1))
    canvas.fill(box(1640, 70, 2090, 400, 8), "#f8efdc")
    canvas.fill(box(1640, 70, 2090, 400, 8), "#c9a877", alpha=0.2)
    for step in range(8):
        x, y = 1680 + step % 4 * 102, 105 + step // 4 * 140
        canvas.fill(box(x, y, x + 76, y + 96, 4), CARDS[(step * 5) % 6], shade=0.15)
    plant(canvas, 2280, 640, 420, "#c4603f", "#4f7d68")
    plant(canvas, 70, 640, 330, "#2f6f77", "#5f8a72")


def _cards_on_floor(canvas: Canvas) -> None:
    canvas.fill(oval(1205, 1010, 640, 200), "#c4603f", alpha=0.35)
    canvas.fill(oval(1205, 1010, 560, 170), "#efd9ac", alpha=0.6)
    pen, random = Pen(canvas, 1205, 1010, 1), canvas.random
    for row in range(4):
        for column in range(7):
            x = (column - 3) * 138 + random.uniform(-22, 22) + (row % 2) * 50
            y = (row - 1.5) * 78 + random.uniform(-10, 10)
            if (x / 540) ** 2 + (y / 165) ** 2 > 1:
                continue
            angle = random.uniform(-0.22, 0.22)
            sheet(pen, x + 5, y + 6, 92, 50, "#7a4632", angle)
            sheet(pen, x, y, 92, 50, random.choice(CARDS), angle)


def _from_behind(canvas: Canvas, x: float, ground: float, unit: float, top: Colour) -> None:
    person = somebody(canvas.random, 0.4, top=top)
    lean = canvas.random.uniform(-0.08, 0.08)
    pen = Pen(canvas, x, ground - figures.SEATED * unit, unit)
    figures.bust(pen, person, view="back", arms=((-0.85, 2.0), (0.85, 2.0)), lean=lean)
    chair_from_behind(canvas, x, ground, unit, "#8a5236")


def classroom(canvas: Canvas) -> None:
    canvas.shadow = "#1c3340"
    canvas.light = (-0.8, -0.5)
    canvas.wash("#efe2c2", "#e8d2a4", "#c99a66")
    _classroom_walls(canvas)
    man = Person(skin="#efc6a2", hair="#1d1b22", style="swept", garment="shirt", top="#d99a3d", legs="#23343f")  # fmt: skip
    arms = ((-1.55, 0.35), (0.9, 2.3))
    figures.standing(canvas, 1500, 905, 84, man, arms=arms, look=-0.3, lean=-0.03)
    rows = ((905, 66, 6, 350), (1085, 94, 5, 450), (1350, 140, 4, 620))
    for number, (y, unit, count, gap) in enumerate(rows):
        for step in range(count):
            x = 1240 + (step - (count - 1) / 2) * gap
            raises = (number, step) in ((0, 1), (1, 2), (2, 3))
            _pupil(canvas, x, y, unit, raises)
    canvas.glow(150, 500, 1700, 1300, "#fff4d6", 0.42)


def _classroom_walls(canvas: Canvas) -> None:
    canvas.fill([[(0, 0), (430, 130), (430, 850), (0, 1150)]], "#f5ead0")
    for left, right in ((30, 205), (240, 395)):
        slope = [(x, 90 + x * 0.3, 880 - x * 0.42) for x in (left, right)]
        (x0, t0, b0), (x1, t1, b1) = slope
        canvas.fill([[(x0, t0), (x1, t1), (x1, b1), (x0, b0)]], "#cfe4dc")
        canvas.fill([[(x0, b0 - 230), (x1, b1 - 150), (x1, b1), (x0, b0)]], "#8fae98")
        middle = (x0 + x1) / 2
        canvas.fill(stroke([(middle, (t0 + t1) / 2), (middle, (b0 + b1) / 2)], 12), "#fbf3e0")
    canvas.fill([[(430, 850), (2400, 850), (2400, 1600), (0, 1600), (0, 1150)]], "#cf9f6b")
    for x in (500, 1000):
        light = [[(x - 300, 880), (x, 880), (x + 620, 1600), (x + 60, 1600)]]
        canvas.fill(light, "#ffedc2", alpha=0.4, fade=(0, -1))
    canvas.fill(box(430, 832, 2400, 856), "#a9704a")
    canvas.fill(box(640, 170, 1960, 650, 10), "#a9704a", shade=0.3)
    canvas.fill(box(662, 192, 1938, 628, 4), "#2c5a54", shade=0.3)
    _chalk(canvas)
    canvas.fill(box(2080, 240, 2300, 560, 6), "#f8efdc", shade=0.1)
    for step in range(6):
        x, y = 2102 + step % 2 * 96, 262 + step // 2 * 98
        canvas.fill(box(x, y, x + 80, y + 78, 4), CARDS[step], shade=0.15)
    plant(canvas, 2300, 900, 300, "#c4603f", "#4f7d68")


def _chalk(canvas: Canvas) -> None:
    """Plain figures in chalk: two circles that overlap, and a list."""
    for x, tone in ((930, "#e9d9b4"), (1110, "#e0b070")):
        ring = oval(x, 400, 135)[0]
        canvas.fill(stroke([*ring[::6], ring[0]], 8), tone, alpha=0.85)
    for y in (330, 400, 470):
        canvas.fill(stroke([(1640, y), (1860, y - 3)], 9), "#e9d9b4", alpha=0.75)
        canvas.fill(oval(1605, y, 12), "#e0b070")


def _pupil(canvas: Canvas, x: float, y: float, unit: float, raises: bool) -> None:
    """A pupil at a desk from behind; `y` is the pit of the neck."""
    pen = Pen(canvas, x, y, unit)
    canvas.glow(x + unit * 0.3, y + 4.2 * unit, unit * 2.2, unit * 0.5, canvas.shadow, 0.4)
    for side in (-1, 1):
        pen.fill(stroke([(side * 1.45, 1.5), (side * 1.5, 4.0)], 0.11), "#6f7f80")
    pen.fill([[(-1.45, 0.95), (1.45, 0.95), (1.75, 1.6), (-1.75, 1.6)]], "#e3b678", shade=0.2)
    pen.fill([[(-1.75, 1.6), (1.75, 1.6), (1.72, 1.82), (-1.72, 1.82)]], "#b9824f")
    sheet(pen, -1.15, 1.22, 0.62, 0.3, "#fffaf0", -0.08)
    girl = canvas.random.random() < 0.4
    uniform = {"top": "#24475a" if canvas.random.random() < 0.6 else "#e9e2d0", "garment": "jumper"}
    person = somebody(canvas.random, float(girl), hair="#1f1c22", **uniform)
    if person.style in ("receding", "curly"):
        person = somebody(canvas.random, 0, hair="#26212a", style="short", **uniform)
    arms = ((-1.0, 1.45), (0.95, -1.25)) if raises else ((-1.0, 1.45), (1.0, 1.45))
    lean = canvas.random.uniform(-0.08, 0.08)
    figures.bust(pen, person, view="back", arms=arms, lean=lean, hem=2.3)
    chair_from_behind(canvas, x, y + 4.35 * unit, unit, "#b9824f")


def reading(canvas: Canvas) -> None:
    canvas.shadow = "#1d2733"
    canvas.light = (-0.2, -1)
    canvas.wash("#1f4450", "#285661", "#234a55")
    _bookshelves(canvas)
    _lamp(canvas)
    table = oval(1200, 1330, 1010, 250)
    _readers_behind(canvas)
    canvas.fill(oval(1200, 1372, 1010, 250), "#6f3d2a")
    canvas.fill(table, "#c98450", shade=0.3)
    canvas.glow(1200, 1270, 800, 190, "#ffe0a3", 0.6)
    pen = Pen(canvas, 1200, 1330, 1)
    open_book(pen, -600, 20, 330, "#2f6f77", 0.12)
    open_book(pen, 610, 20, 330, "#a94f38", -0.12)
    cup(pen, -130, 110, 88, "#f6ead2")
    cup(pen, 250, 150, 88, "#8fae98")
    for step, tone in enumerate(("#1d4654", "#d99a3d", "#c4603f")):
        y = 100 - step * 34
        canvas.fill(box(1180 + step * 8, 1330 + y - 34, 1400 - step * 10, 1330 + y, 6), tone, shade=0.3)  # fmt: skip
    canvas.glow(1200, 420, 1000, 900, "#ffe0a3", 0.26)


def _bookshelves(canvas: Canvas) -> None:
    tones = ("#3d7d80", "#a94f38", "#d99a3d", "#e5cfa8", "#8fae98", "#1d3b49", "#c4603f", "#5d8a8c")
    canvas.fill(box(90, 40, 2310, 1180), "#6a3d2c")
    for row in range(4):
        top = 70 + row * 270
        for column in range(4):
            left = 120 + column * 548
            canvas.fill(box(left, top, left + 516, top + 240), "#432820")
            shelf_of_books(canvas, left, top, left + 516, 240, tones)
            canvas.fill(box(left, top, left + 516, top + 60), "#1d1512", alpha=0.5, fade=(0, -1))
    canvas.veil("#1f3f4b", 0.42)


def _lamp(canvas: Canvas) -> None:
    canvas.fill([[(1060, 300), (1340, 300), (2150, 1350), (250, 1350)]], "#ffdf9e", alpha=0.3, fade=(0, -1))  # fmt: skip
    canvas.fill(stroke([(1200, 0), (1200, 160)], 8), "#15181c")
    canvas.glow(1200, 310, 420, 230, "#fff0c4", 0.9)
    shade = [[(1150, 150), (1250, 150), (1380, 300), (1020, 300)]]
    canvas.fill(shade, "#d99a3d", shade=0.35)
    canvas.fill(oval(1200, 300, 180, 26), "#fff3d0")


def _readers_behind(canvas: Canvas) -> None:
    older = Person(skin="#f0cbab", hair="#a9a6a0", style="swept", garment="shirt", top="#8fae98", glasses=True)  # fmt: skip
    young = Person(skin="#e8b993", style="fringe", garment="jumper", top="#c4603f")
    for x, person, look, cover in ((870, older, 0.3, "#1d4654"), (1530, young, -0.4, "#e5b565")):
        pen = Pen(canvas, x, 725, 180)
        arms = ((-0.5, 1.72), (0.5, 1.72))
        figures.bust(pen, person, arms=arms, look=look, lean=look * 0.12, hem=3)
        _held_book(pen, person, cover)
    left = Person(skin="#efc6a2", style="parted", garment="suit", top="#2f7a78", inner=CREAM)
    right = Person(skin="#b57f5b", style="curly", garment="jumper", top="#d99a3d", glasses=True)
    figures.side_bust(Pen(canvas, 330, 850, 190), left, (1.25, 1.95), 0.16)
    figures.side_bust(Pen(canvas, 2070, 850, 190, mirror=True), right, (1.25, 1.95), 0.16)


def _held_book(pen: Pen, person: Person, cover: Colour) -> None:
    """An open book held upright: we see its covers, the reader its pages."""
    for side in (-1, 1):
        page = [(0, 1.25), (side * 0.58, 1.12), (side * 0.58, 1.98), (0, 2.12)]
        pen.fill([page], "#f8efdc")
        half = [(0, 1.3), (side * 0.62, 1.17), (side * 0.62, 2.02), (0, 2.16)]
        pen.fill([half], cover if side < 0 else mix(cover, "#12202a", 0.22), shade=0.25)
        grip = smooth([(side * 0.7, 1.62), (side * 0.48, 1.66), (side * 0.46, 1.84), (side * 0.62, 1.94), (side * 0.74, 1.84)])  # fmt: skip
        pen.fill(grip, person.skin, shade=0.3, into=heads.WARM_SHADE)
