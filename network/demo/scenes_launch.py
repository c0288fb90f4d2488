"""The launch of the network: the hall, the guests, the keynote and the panel."""

from network.demo import figures, heads
from network.demo.canvas import Canvas, Colour, Pen, box, mix, oval, stroke
from network.demo.furniture import (
    audience,
    beam,
    chair,
    lectern,
    microphone,
    plant,
    sheet,
)
from network.demo.people import Person, somebody

INK, DEEP, TEAL = "#0f2733", "#173f4d", "#2f6f77"
CREAM, OCHRE, TERRACOTTA, SAGE = "#f6ead2", "#d99a3d", "#c4603f", "#8fae98"
GLOW = "#ffdf9e"


def hall(canvas: Canvas) -> None:
    canvas.shadow = INK
    canvas.light = (0, -1)
    canvas.wash("#0d222d", "#153846", "#1d4a57")
    _hall_walls(canvas)
    _lit_stage(canvas)
    _stage_party(canvas)
    for x, left in ((560, 420), (980, 820), (1420, 1180), (1840, 1560)):
        beam(canvas, (x, 70), left, left + 420, 900, GLOW, 0.2)
        canvas.fill(box(x - 34, 40, x + 34, 96, 12), "#0a1a22")
        canvas.glow(x, 98, 110, 70, "#fff2cf", 0.9)
    rows = ((905, 62, 118, 0.42), (985, 82, 165, 0.34), (1090, 112, 236, 0.28), (1245, 160, 345, 0.22), (1470, 232, 520, 0.2))  # fmt: skip
    for y, unit, gap, air in rows:
        audience(canvas, y, unit, gap, ("#123442", air + 0.22), "#e7b56c")
        canvas.fill(box(0, y, 2400, 1600), "#0d222d", alpha=0.25, fade=(0, 1))
    canvas.glow(1200, 620, 1500, 620, GLOW, 0.2)


def _hall_walls(canvas: Canvas) -> None:
    for mirror in (False, True):
        wall = Pen(canvas, 2400 if mirror else 0, 0, 1, mirror=mirror)
        wall.fill([[(0, 0), (420, 150), (420, 900), (0, 1250)]], "#123340")
        for step in range(5):
            x = 20 + step * 84
            top, bottom = 40 + x * 0.34, 1180 - x * 0.8
            panel = [[(x, top + 90), (x + 56, top + 108), (x + 56, bottom - 44), (x, bottom)]]
            wall.fill(panel, mix("#1b4754", OCHRE, 0.05 * step), shade=0.4)
    canvas.fill([[(0, 0), (2400, 0), (1980, 150), (420, 150)]], "#0b1d27")


def _lit_stage(canvas: Canvas) -> None:
    canvas.fill(box(420, 150, 1980, 900), "#7a3b2c")
    for step in range(26):
        x = 420 + step * 60
        canvas.fill(box(x, 150, x + 30, 800), "#6a3226", alpha=0.7)
    canvas.glow(1200, 480, 1100, 620, "#f0a95a", 0.75)
    canvas.fill(box(640, 210, 1760, 660, 8), "#f7e3b8")
    screen = box(640, 210, 1760, 660, 8)
    canvas.fill(oval(1470, 640, 330), TERRACOTTA, shade=0.25, within=screen)
    canvas.fill(oval(1130, 700, 300), TEAL, shade=0.25, within=screen)
    canvas.fill(oval(820, 660, 240), OCHRE, shade=0.25, within=screen)
    canvas.fill(oval(1590, 330, 62), "#fff6e0", within=screen)
    canvas.fill([[(480, 790), (1920, 790), (2080, 900), (320, 900)]], "#e9b873")
    canvas.fill([[(320, 900), (2080, 900), (2080, 960), (320, 960)]], "#4b241d")
    canvas.glow(1200, 840, 820, 90, "#fff0c9", 0.8)


def _stage_party(canvas: Canvas) -> None:
    lectern(canvas, 760, 862, 31, "#5a2c22")
    speaker = Person(style="bob", woman=True, garment="suit", top=TEAL)
    figures.standing(canvas, 760, 850, 33, speaker, arms=((-0.6, 1.5), (1.15, 0.7)))
    lectern(canvas, 760, 868, 31, "#5a2c22")
    random = canvas.random
    for step in range(5):
        x = 1130 + step * 150
        chair(canvas, x, 846, 30, "#33525a")
        figures.seated(canvas, x, 850, 31, somebody(random, 0.4), crossed=step % 3 - 1)
    plant(canvas, 560, 850, 170, CREAM, "#4f7d68")
    plant(canvas, 1880, 850, 190, CREAM, "#4f7d68")


def guests(canvas: Canvas) -> None:
    canvas.shadow = "#3a2430"
    canvas.light = (-0.8, -0.5)
    canvas.wash("#e9b467", "#dd9a55", "#c9713f")
    _warm_room(canvas)
    man = Person(skin="#f3cfb8", hair="#b9b6b0", style="swept", garment="suit", top="#22414f", inner="#eaf0ee", tie=TERRACOTTA, glasses=True)  # fmt: skip
    woman = Person(skin="#f3cfab", hair="#1f1b22", style="bob", woman=True, garment="suit", top="#2f7a78", inner=CREAM)  # fmt: skip
    canvas.glow(1740, 1300, 760, 620, "#7a3420", 0.5)
    man_arms, woman_arms = ((-0.92, 2.5), (0.92, 2.5)), ((-0.86, 2.5), (0.78, 2.5))
    figures.bust(Pen(canvas, 1620, 800, 440), man, arms=man_arms, look=-0.45, lean=-0.03)
    canvas.glow(1130, 1350, 560, 620, "#5a2a20", 0.45)
    figures.bust(Pen(canvas, 860, 905, 418), woman, arms=woman_arms, look=0.4, lean=0.04)
    _name_badge(canvas, 1850, 1260, 0.04)
    canvas.glow(300, 250, 1500, 1300, "#fff0c4", 0.34)


def _warm_room(canvas: Canvas) -> None:
    canvas.fill(oval(1270, 830, 800), "#f0c884", alpha=0.85)
    canvas.fill(oval(1270, 830, 610), "#f6dba4", alpha=0.8)
    canvas.fill(box(0, 0, 330, 1600), "#a94f38", shade=0.5)
    canvas.fill(box(330, 0, 356, 1600), "#f3d9a8")
    canvas.fill(box(2130, 0, 2400, 1600), "#b85a3a", shade=0.5)
    canvas.fill(box(2104, 0, 2130, 1600), "#f3d9a8")
    random = canvas.random
    for _ in range(26):
        x, y = random.uniform(380, 2100), random.uniform(40, 700)
        canvas.glow(x, y, *[random.uniform(30, 90)] * 2, "#fff3d0", random.uniform(0.2, 0.5))
    plant(canvas, 180, 1660, 1150, "#7c3a2b", "#5f8a72")
    plant(canvas, 2290, 1700, 900, "#6a3226", "#55806c")


def _name_badge(canvas: Canvas, x: float, y: float, lean: float) -> None:
    badge = Pen(canvas, x, y, 1, lean)
    badge.fill(box(-62, -40, 62, 40, 10), "#fbf3e0", shade=0.15)
    badge.fill(box(-62, -40, 62, -14, 10), OCHRE)


def keynote(canvas: Canvas) -> None:
    canvas.shadow = INK
    canvas.light = (-0.7, -0.7)
    canvas.wash("#0e2a36", "#164250", "#1d5560")
    for step in range(20):
        x = step * 126
        canvas.fill([[(x, 0), (x + 60, 0), (x + 48, 1320), (x + 8, 1320)]], "#0c2430", alpha=0.5)
    disc = oval(1150, 690, 560)
    canvas.glow(1150, 690, 1050, 1050, "#e9a550", 0.5)
    canvas.fill(disc, "#e8b25c", shade=0.25)
    canvas.fill(oval(820, 1080, 430), TERRACOTTA, shade=0.3, within=disc)
    canvas.fill(oval(1420, 1190, 420), "#2f7a78", shade=0.3, within=disc)
    canvas.fill(oval(1450, 420, 120), "#f9e6bd", within=disc)
    canvas.fill([[(0, 1290), (2400, 1290), (2400, 1600), (0, 1600)]], "#6a3a2a")
    canvas.glow(1350, 1340, 1100, 150, "#f3bf74", 0.75)
    plant(canvas, 2130, 1420, 620, "#c98a4a", "#3f7a6c")
    plant(canvas, 290, 1400, 520, "#c98a4a", "#3f7a6c")
    beam(canvas, (2300, -30), 760, 1900, 1500, GLOW, 0.34)
    _speaker(canvas)
    audience(canvas, 1490, 165, 370, ("#0f2733", 0.62), "#d79c56")
    canvas.glow(1350, 600, 900, 800, GLOW, 0.14)


def _speaker(canvas: Canvas) -> None:
    woman = Person(skin="#f1c9a4", hair="#211c22", style="long", woman=True, garment="suit", top="#f1e4c8", inner="#c4603f", legs="#22323d")  # fmt: skip
    pen = Pen(canvas, 1250, 610, 222)
    figures.bust(pen, woman, arms=((-0.7, 1.6), (1.42, 0.5)), look=-0.5, lean=-0.04)
    lectern(canvas, 1240, 1700, 185, "#7a3b2c")
    sheet(pen, -0.1, 1.38, 1.1, 0.2, CREAM)
    microphone(pen, (-0.75, 1.4), (-0.62, 0.2))


def messages(canvas: Canvas) -> None:
    """Visitors, seen from behind, before a wall of notes with good wishes."""
    canvas.shadow = "#3a2430"
    canvas.light = (-0.6, -0.7)
    canvas.wash("#f4e2bb", "#efd3a0", "#e2b577")
    canvas.fill(box(250, 130, 2150, 1120, 18), "#7a4632")
    canvas.fill(box(280, 160, 2120, 1090, 10), "#3d7d80", shade=0.25)
    wall = Pen(canvas, 1200, 620, 100)
    for row, column in ((row, column) for row in range(5) for column in range(11)):
        tone = canvas.random.choice((CREAM, "#ffffff", OCHRE, "#e9b98a", SAGE, TERRACOTTA))
        x, y = -7.6 + column * 1.52, -3.7 + row * 1.8
        jolt = canvas.random.uniform(-0.12, 0.12)
        sheet(wall, x + jolt, y + jolt, 1.15, 1.2, tone, canvas.random.uniform(-0.12, 0.12))
    for x, arms in ((480, ((-0.9, 2.4), (0.9, 2.4))), (1010, ((-0.9, 2.4), (1.1, -0.5))), (1420, ((-0.9, 2.4), (0.9, 2.4))), (1960, ((-1.0, -0.4), (0.9, 2.4)))):  # fmt: skip
        pen = Pen(canvas, x, 1060, 205)
        figures.bust(pen, somebody(canvas.random, 0.5), view="back", arms=arms, hem=3)
    canvas.glow(500, 100, 1500, 1000, "#fff4d8", 0.35)


def together(canvas: Canvas) -> None:
    """Everybody on the stage for the picture at the end."""
    canvas.shadow = INK
    canvas.light = (0, -1)
    canvas.wash("#0e2a36", "#164250", "#1d5560")
    canvas.glow(1200, 560, 1400, 800, "#e9a550", 0.5)
    canvas.fill(oval(1200, 900, 760), "#e8b25c", shade=0.2)
    canvas.fill(oval(560, 1150, 480), TERRACOTTA, shade=0.3)
    canvas.fill(oval(1860, 1150, 480), "#2f7a78", shade=0.3)
    canvas.fill(box(0, 1130, 2400, 1600), "#6a3a2a")
    for ground, count, unit, gap in ((1190, 10, 98, 205), (1400, 9, 112, 238)):
        for step in range(count):
            x = 1200 + (step - (count - 1) / 2) * gap + canvas.random.uniform(-14, 14)
            person, look = somebody(canvas.random, 0.5), canvas.random.uniform(-0.4, 0.4)
            figures.standing(canvas, x, ground, unit * canvas.random.uniform(0.95, 1.04), person, look=look)  # fmt: skip
    canvas.glow(1200, 1440, 1300, 140, "#f3bf74", 0.5)
    for x in (420, 1200, 1980):
        beam(canvas, (x, -30), x - 330, x + 330, 1500, GLOW, 0.2)


def panel(canvas: Canvas) -> None:
    canvas.shadow = "#1a2a34"
    canvas.light = (-0.4, -0.9)
    canvas.wash("#efdcb6", "#e9cf9f", "#dcb883")
    _panel_backdrop(canvas)
    canvas.fill(box(0, 1180, 2400, 1480), "#b5714a")
    canvas.fill(box(0, 1180, 2400, 1480), "#8f4d33", fade=(0, 1), alpha=0.6)
    canvas.glow(1200, 1270, 1300, 150, "#ffe2ae", 0.6)
    _panellists(canvas)
    canvas.fill(box(0, 1460, 2400, 1600), "#5a2e25")
    canvas.fill(box(0, 1460, 2400, 1474), "#d99a5d")
    audience(canvas, 1530, 124, 300, ("#1a2f3a", 0.72), "#d9a268")
    canvas.glow(500, 0, 1500, 1000, "#fff4d8", 0.35)


def _panel_backdrop(canvas: Canvas) -> None:
    wall = box(0, 0, 2400, 1180)
    canvas.fill(oval(330, 1180, 620), "#8fae98", shade=0.25, within=wall)
    canvas.fill(oval(1230, 1220, 760), "#d99a3d", shade=0.2, within=wall)
    canvas.fill(oval(2150, 1180, 640), "#3d7d80", shade=0.3, within=wall)
    canvas.fill(oval(760, 1260, 460), "#c4603f", shade=0.25, within=wall)
    canvas.fill(oval(1780, 1260, 420), "#e9b98a", shade=0.25, within=wall)
    canvas.fill(oval(1960, 250, 110), "#fbf1da")
    for x, drop in ((420, 300), (760, 190), (1200, 250), (1560, 160)):
        canvas.fill(stroke([(x, 0), (x, drop)], 5), "#5a4a3c")
        canvas.fill([[(x - 22, drop), (x + 22, drop), (x + 74, drop + 84), (x - 74, drop + 84)]], "#2f6f77", shade=0.4)  # fmt: skip
        canvas.glow(x, drop + 92, 170, 130, "#fff2cf", 0.85)
    canvas.veil("#efdcb6", 0.28)


PANEL: tuple[tuple[dict, dict], ...] = (
    ({"style": "fringe", "top": "#2f6f77", "garment": "jumper"}, {"look": 0.7}),
    ({"style": "parted", "top": "#a94f38", "garment": "suit", "glasses": True, "skin": "#e8b993"}, {"look": 0.6, "crossed": -1}),
    ({"style": "short", "top": "#1d3b49", "garment": "suit", "skin": "#f0cbab"}, {"arms": ((-0.3, 1.55), (0.3, 1.6))}),
    ({"style": "swept", "hair": "#8f8d8a", "top": "#7d9a86", "garment": "suit", "inner": "#f4ead7"}, {"look": -0.6, "arms": ((-0.3, 2.1), (1.4, 0.75))}),
    ({"style": "curly", "top": "#d99a3d", "garment": "shirt", "skin": "#b57f5b", "beard": True}, {"look": -0.7, "crossed": 1}),
)  # fmt: skip


def _panellists(canvas: Canvas) -> None:
    plant(canvas, 60, 1330, 560, "#a94f38", "#4f7d68")
    plant(canvas, 2340, 1330, 560, "#a94f38", "#4f7d68")
    for step, (traits, pose) in enumerate(PANEL):
        x = 320 + step * 440
        chair(canvas, x, 1382, 150, "#7a4632")
        pen = figures.seated(canvas, x, 1390, 154, Person(**traits), **pose)
        if step == 2:
            _cards(pen)
    for x in (540, 1860):
        _side_table(canvas, x, 1400)


def _cards(pen: Pen) -> None:
    """The moderator's question cards, held in both hands."""
    pen.fill(box(-0.34, 1.28, 0.34, 1.74, 0.04), "#f0dcae")
    pen.fill(box(-0.3, 1.22, 0.38, 1.68, 0.04), "#fffaf0", shade=0.12)
    for side, y in ((-1, 1.58), (1, 1.6)):
        pen.fill(oval(side * 0.36, y, 0.12, 0.15), "#f0cbab", shade=0.3, into=heads.WARM_SHADE)


def _side_table(canvas: Canvas, x: float, ground: float) -> None:
    pen = Pen(canvas, x, ground, 124)
    canvas.glow(x, ground + 4, 120, 26, canvas.shadow, 0.5)
    pen.fill(stroke([(0, -1.5), (0, 0)], 0.1), "#3a2a26")
    pen.fill(oval(0, 0, 0.42, 0.1), "#3a2a26")
    pen.fill(oval(0, -1.55, 0.62, 0.17), "#7a4632")
    pen.fill(oval(0, -1.6, 0.62, 0.17), "#c98a5a")
    for dx, tone in ((-0.22, "#dfeceb"), (0.2, "#dfeceb")):
        _glass(pen, dx, -1.58, tone)


def _glass(pen: Pen, x: float, y: float, tone: Colour) -> None:
    pen.fill([[(x - 0.11, y - 0.42), (x + 0.11, y - 0.42), (x + 0.09, y), (x - 0.09, y)]], tone, alpha=0.75)  # fmt: skip
    pen.fill(oval(x, y - 0.42, 0.11, 0.03), "#ffffff", alpha=0.8)
