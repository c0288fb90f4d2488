"""Daily life: a father and his child cooking, books by a window, and a radio studio."""

from network.demo import figures
from network.demo.canvas import Canvas, Colour, Pen, box, curve, mix, oval, smooth, stroke
from network.demo.furniture import cup, leaf, open_book, plant
from network.demo.people import Person

CREAM, OCHRE, TERRACOTTA, TEAL, SAGE = "#f6ead2", "#d99a3d", "#c4603f", "#2f6f77", "#8fae98"


def kitchen(canvas: Canvas) -> None:
    canvas.shadow = "#2a2c38"
    canvas.light = (-0.3, -0.95)
    canvas.wash("#f0dfb8", "#eccf9c", "#dfae78")
    _tiles(canvas)
    _kitchen_window(canvas)
    _shelf(canvas)
    _counter(canvas)
    _child(canvas)
    _father(canvas)
    canvas.glow(760, 420, 1100, 1000, "#fff6d8", 0.42)


def _tiles(canvas: Canvas) -> None:
    for row in range(7):
        for column in range(13):
            x, y = column * 128 - (row % 2) * 64, 720 + row * 74
            tone = mix("#a9c3b0", "#dfe2c8", canvas.random.uniform(0, 0.5))
            canvas.fill(box(x, y, x + 122, y + 68, 6), tone)


def _kitchen_window(canvas: Canvas) -> None:
    canvas.fill(box(410, 90, 1190, 800, 10), "#fbf3e0")
    pane = box(440, 120, 1160, 770)
    canvas.fill(pane, "#cfe6e0")
    canvas.glow(640, 260, 330, 330, "#fff6d2", 0.9)
    canvas.fill(oval(560, 800, 260), SAGE, shade=0.25, within=pane)
    canvas.fill(oval(1020, 820, 330), "#5d9a8c", shade=0.25, within=pane)
    canvas.fill(box(790, 120, 810, 770), "#fbf3e0")
    canvas.fill(box(440, 400, 1160, 414), "#fbf3e0")
    canvas.fill(box(370, 780, 1230, 822, 8), "#e3c48f", shade=0.2)
    for left, right in ((410, 560), (1190, 1040)):
        folds = [(right, 74), (right + (left - right) * 0.1, 300), (left + (right - left) * 0.3, 600), (left + (right - left) * 0.12, 730)]  # fmt: skip
        drape = [[(left, 74), *curve(folds), (left, 730)]]
        canvas.fill(drape, TERRACOTTA, shade=0.3, alpha=0.92)
    canvas.fill(stroke([(350, 74), (1250, 74)], 16), "#7a4632")
    for x, size in ((500, 150), (1120, 165)):
        plant(canvas, x, 786, size, TERRACOTTA if x < 800 else OCHRE, "#4f8169")


def _shelf(canvas: Canvas) -> None:
    for left, right in ((40, 350), (1260, 1560)):
        canvas.fill(box(left, 560, right, 586, 4), "#9a5f3c", shade=0.3)
    for x, width, height, tone in ((70, 66, 110, OCHRE), (150, 60, 140, CREAM), (226, 74, 96, TEAL), (1290, 80, 130, "#e0a48c"), (1386, 60, 96, TEAL), (1460, 72, 150, SAGE)):  # fmt: skip
        canvas.fill(box(x, 560 - height, x + width, 560, 12), tone, shade=0.35)
        canvas.fill(box(x + 6, 546 - height, x + width - 6, 568 - height, 6), "#7a4632")
    canvas.fill(stroke([(1270, 690), (1560, 690)], 10), "#5a4a40")
    for x, tone in ((1330, "#33525a"), (1490, TERRACOTTA)):
        canvas.fill(stroke([(x, 690), (x, 790)], 12), "#3a2f2c")
        canvas.fill(oval(x, 860, 74), tone, shade=0.4)
        canvas.fill(oval(x, 860, 56), mix(tone, "#12303c", 0.3))
    canvas.fill(stroke([(50, 690), (340, 690)], 10), "#5a4a40")
    for x, length in ((110, 130), (190, 160), (270, 120)):
        canvas.fill(stroke([(x, 690), (x, 690 + length)], 11), "#9a6a45")
        canvas.fill(oval(x, 700 + length, 24, 36), "#9a6a45", shade=0.4)


def _counter(canvas: Canvas) -> None:
    canvas.fill(box(0, 1250, 1600, 1860), "#2f6a70", shade=0.3)
    for left in (24, 418, 812, 1206):
        canvas.fill(box(left, 1310, left + 370, 1830, 8), "#387a7e", shade=0.3)
        canvas.fill(stroke([(left + 140, 1352), (left + 230, 1352)], 14), "#e3c48f")
    canvas.fill(box(0, 1215, 1600, 1270), "#f3e3c0", shade=0.15)
    canvas.fill(box(0, 1262, 1600, 1286), "#1d3f48", alpha=0.5)
    canvas.fill(box(0, 1860, 1600, 2000), "#b9764c")
    canvas.fill(box(0, 1830, 1600, 1866), "#1d3b43")
    canvas.glow(800, 1900, 900, 90, "#7a3f2a", 0.5)
    _pot(canvas)
    _vegetables(canvas)


def _pot(canvas: Canvas) -> None:
    for x, drift in ((1255, 40), (1310, -34), (1200, 26)):
        wisp = [(x, 1010), (x + drift, 920), (x - drift * 0.6, 820), (x + drift * 0.5, 720)]
        canvas.fill(stroke(wisp, 30, 8), "#ffffff", alpha=0.3)
    canvas.fill(box(1110, 1200, 1420, 1224, 6), "#2a2c38")
    canvas.fill(stroke([(1096, 1090), (1434, 1090)], 26), "#6a2f24")
    canvas.fill(box(1126, 1040, 1404, 1206, 36), TERRACOTTA, shade=0.45)
    canvas.fill(oval(1265, 1042, 139, 30), "#8a3f2c")
    canvas.fill(oval(1265, 1046, 122, 22), "#e5a85a")


def _vegetables(canvas: Canvas) -> None:
    canvas.fill(box(90, 1196, 420, 1220, 8), "#b9824f")
    for x, tone in ((140, TERRACOTTA), (204, "#d9793f"), (266, TERRACOTTA)):
        canvas.fill(oval(x, 1162, 37), tone, shade=0.35)
        canvas.fill(stroke([(x, 1128), (x + 8, 1112)], 10), "#4f8169")
    pen = Pen(canvas, 370, 1196, 1)
    for angle in (-0.5, -0.1, 0.35):
        leaf(pen, 0, 0, 150, angle, "#5d9a6f")
    canvas.fill(box(1470, 1080, 1530, 1214, 12), "#e5b565", shade=0.3)
    canvas.fill(box(1482, 1050, 1518, 1086, 6), "#7a4632")


def _father(canvas: Canvas) -> None:
    man = Person(skin="#ecc19b", hair="#211c22", style="short", garment="shirt", top="#e8ddc4", legs="#2b3f4d")  # fmt: skip
    canvas.fill(stroke([(1180, 1130), (1262, 950)], 16, 12), "#9a6a45")
    arms = ((-1.66, 1.66), (1.5, 1.15))  # one arm round the child
    pen = figures.standing(canvas, 925, 1935, 176, man, view="back", arms=arms, look=0.3, lean=0.05)
    for side in (-1, 1):
        strap = [(side * 0.3, 0.0), (side * 0.12, 0.8), (-side * 0.5, 1.72)]
        pen.fill(stroke(strap, 0.13), TERRACOTTA)
    pen.fill(stroke([(-0.74, 1.78), (0, 1.84), (0.74, 1.78)], 0.17), TERRACOTTA)
    for side in (-1, 1):
        pen.fill(smooth([(0, 1.82), (side * 0.3, 1.62), (side * 0.42, 1.8), (side * 0.3, 1.96)]), "#d9744f", shade=0.3)  # fmt: skip
        pen.fill(stroke([(0, 1.86), (side * 0.14, 2.2), (side * 0.2, 2.5)], 0.1), "#d9744f")
    pen.fill(oval(0, 1.84, 0.11), "#b85438")


def _child(canvas: Canvas) -> None:
    canvas.glow(500, 1930, 260, 40, "#3a2a2a", 0.6)
    for x0, x1 in ((400, 360), (600, 640)):
        canvas.fill(stroke([(x0, 1700), (x1, 1925)], 24), "#7a4632")
    canvas.fill(stroke([(378, 1830), (622, 1830)], 18), "#7a4632")
    canvas.fill(box(356, 1670, 644, 1708, 14), "#b9824f", shade=0.3)
    child = Person(skin="#f3d0b1", hair="#26212a", style="bob", woman=True, garment="jumper", top=OCHRE)  # fmt: skip
    for side in (-1, 1):
        x = 500 + side * 42
        canvas.fill(oval(x + side * 5, 1658, 32, 22), CREAM)
        canvas.fill(stroke([(x, 1420), (x, 1640)], 76, 52), "#3d5f70", shade=0.35)
    pen = Pen(canvas, 500, 1165, 128)
    arms = ((-1.15, 0.75), (1.12, 0.8))
    figures.bust(pen, child, view="back", arms=arms, lean=0.1, hem=2.2, head_size=1.26)
    canvas.fill(smooth([(300, 1150), (420, 1150), (400, 1206), (320, 1206)]), TEAL, shade=0.35)


def books(canvas: Canvas) -> None:
    canvas.shadow = "#33262a"
    canvas.light = (-0.7, -0.7)
    canvas.wash("#e2c596", "#d9b07c", "#c98f5c")
    _garden_window(canvas)
    canvas.fill([[(0, 1120), (2400, 1070), (2400, 1600), (0, 1600)]], "#9a5a38", shade=0.35)
    canvas.fill([[(0, 1112), (2400, 1062), (2400, 1076), (0, 1126)]], "#d9a066")
    for left in (120, 820, 1500):
        light = [[(left + 300, 1110), (left + 760, 1098), (left + 480, 1600), (left - 130, 1600)]]
        canvas.fill(light, "#ffdf9e", alpha=0.42, fade=(0, -0.2))
    _still_life(canvas)
    canvas.glow(500, 250, 1500, 1300, "#fff0c4", 0.4)


def _garden_window(canvas: Canvas) -> None:
    canvas.fill(box(210, 0, 2010, 1010), "#fbf1da")
    pane = box(250, 0, 1970, 970)
    canvas.fill(pane, "#d3e6dc")
    canvas.fill(pane, "#f9e3b4", fade=(0, 1), within=pane)
    canvas.glow(620, 330, 480, 480, "#fffbe8", 0.95)
    hills = ((1500, 1250, 820, "#b9d0bb"), (620, 1330, 760, "#94b89f"), (1900, 1320, 620, "#6f9f8c"), (1150, 1480, 700, "#4f8677"))  # fmt: skip
    for x, y, radius, tone in hills:
        canvas.fill(oval(x, y, radius), tone, shade=0.2, within=pane)
    for x, y, size in ((430, 800, 90), (560, 850, 70), (1690, 760, 110), (1830, 830, 84)):
        canvas.fill(stroke([(x, y), (x, y + 170)], 14), "#7a5a44", within=pane, alpha=0.9)
        canvas.fill(oval(x, y, size, size * 1.3), "#5d8a6a", shade=0.4, within=pane)
    for x in (805, 1395):
        canvas.fill(box(x, 0, x + 26, 970), "#fbf1da")
    canvas.fill(box(250, 330, 1970, 352), "#fbf1da")
    canvas.fill(box(150, 970, 2070, 1030, 8), "#f3dfb4", shade=0.2)
    for left, right in ((40, 330), (2180, 1890)):
        drape = smooth([(left, -60), (right, -60), (right + (left - right) * 0.12, 500), (right + (left - right) * 0.3, 1060), (left, 1080)])  # fmt: skip
        canvas.fill(drape, "#2f6f77", shade=0.5)
        for share in (0.3, 0.6):
            x = left + (right - left) * share
            canvas.fill(stroke([(x, 0), (x, 1050)], 8), "#1d4654", alpha=0.5)


def _still_life(canvas: Canvas) -> None:
    plant(canvas, 1990, 1240, 560, TERRACOTTA, "#4f8169")
    _stack(canvas, 560, 1330)
    pen = Pen(canvas, 0, 0, 1)
    canvas.glow(1250, 1420, 520, 110, "#4a2a22", 0.6)
    open_book(pen, 1230, 1340, 800, TEAL, -0.03)
    pen.fill(stroke([(1255, 1330), (1290, 1440), (1276, 1500)], 16, 12), TERRACOTTA)
    canvas.glow(1850, 1440, 210, 50, "#4a2a22", 0.6)
    canvas.fill(oval(1820, 1424, 170, 42), "#efdfbd", shade=0.25)
    cup(pen, 1810, 1420, 240, CREAM)
    for x, drift in ((1770, 30), (1830, -26)):
        wisp = [(x, 1170), (x + drift, 1090), (x - drift * 0.6, 1000), (x + drift * 0.4, 910)]
        canvas.fill(stroke(wisp, 24, 6), "#ffffff", alpha=0.34)


def _stack(canvas: Canvas, x: float, floor: float) -> None:
    canvas.glow(x + 60, floor + 6, 470, 70, "#4a2a22", 0.7)
    volumes: tuple[tuple[float, float, float, Colour], ...] = ((0, 330, 92, "#1d4654"), (-26, 300, 70, TERRACOTTA), (18, 310, 84, CREAM), (-10, 262, 60, OCHRE), (24, 240, 74, SAGE))  # fmt: skip
    y = floor
    for shift, half, thick, tone in volumes:
        left, right = x + shift - half, x + shift + half
        canvas.fill(box(left, y - thick, right, y, 10), tone, shade=0.35)
        canvas.fill(box(left + 60, y - thick, left + 74, y), mix(tone, "#fff4e0", 0.4))
        canvas.fill(box(right - 96, y - thick, right - 82, y), mix(tone, "#fff4e0", 0.4))
        canvas.fill(box(left, y - 7, right, y, 4), "#2a1c1c", alpha=0.35)
        y -= thick
    top = Pen(canvas, x + 10, y, 1)
    for side in (-1, 1):
        ring = oval(side * 62, -34, 50, 36)[0]
        top.fill(oval(side * 62, -34, 50, 36), "#ffffff", alpha=0.25)
        top.fill(stroke([*ring[::6], ring[0]], 8), "#3a2620")
    top.fill(stroke([(-14, -42), (0, -50), (14, -42)], 8), "#3a2620")
    top.fill(stroke([(112, -40), (170, -12)], 8), "#3a2620")


def studio(canvas: Canvas) -> None:
    canvas.shadow = "#0f2430"
    canvas.light = (0, -1)
    canvas.wash("#173844", "#1f4a56", "#1b414d")
    _studio_wall(canvas)
    host = Person(skin="#f1c9a4", hair="#211c22", style="bob", woman=True, garment="jumper", top="#d99a3d")  # fmt: skip
    guest = Person(skin="#e8b993", hair="#26212a", style="parted", garment="suit", top="#c4603f", inner=CREAM, glasses=True)  # fmt: skip
    left = figures.side_bust(Pen(canvas, 560, 800, 235), host, (1.4, 1.75), 0.05)
    right = figures.side_bust(Pen(canvas, 1840, 780, 240, mirror=True), guest, (1.35, 1.86), 0.03)
    for head in (left, right):
        _headphones(head)
    _desk(canvas)
    for mirror in (False, True):
        _boom(Pen(canvas, 1830 if mirror else 570, 640, 235, mirror=mirror))
    canvas.glow(1200, 600, 1200, 850, "#ffdf9e", 0.16)


def _studio_wall(canvas: Canvas) -> None:
    for row in range(5):
        for column in range(16):
            x, y = column * 156 - (row % 2) * 78, 30 + row * 220
            tone = mix("#24525e", "#2f6f77", canvas.random.uniform(0, 0.55))
            canvas.fill(box(x, y, x + 146, y + 210, 14), tone, shade=0.45)
    canvas.fill(box(760, 120, 1640, 720, 16), "#0c1f28")
    glass = box(784, 144, 1616, 696, 8)
    canvas.fill(glass, "#3b5560")
    canvas.fill(glass, "#d9964f", fade=(0, 1), alpha=0.75)
    engineer = Person(style="curly", top="#1d3b49", garment="jumper")
    canvas.haze = ("#4a5a5c", 0.4)
    figures.bust(Pen(canvas, 1200, 520, 100), engineer, arms=(None, None), hem=1.7)
    canvas.haze = None
    canvas.fill([[(784, 640), (1616, 640), (1616, 696), (784, 696)]], "#12262f")
    for step in range(26):
        x = 810 + step * 31
        height = canvas.random.uniform(8, 34)
        tone = canvas.random.choice(("#ffd98c", "#8fae98", "#c4603f"))
        canvas.fill(box(x, 690 - height, x + 16, 690, 3), tone)
    for shift in (0, 120):
        gleam = [[(900 + shift, 144), (960 + shift, 144), (820 + shift, 696), (784 + shift, 696)]]
        canvas.fill(gleam, "#ffffff", alpha=0.07, within=glass)
    canvas.fill(box(1120, 40, 1280, 96, 28), "#e0563c")
    canvas.glow(1200, 68, 260, 130, "#ff8a5c", 0.6)


def _headphones(head: Pen) -> None:
    head.fill(stroke([(-0.04, 0.0), (-0.1, -0.35), (-0.07, -0.64)], 0.1), "#10181d")
    head.fill(oval(-0.03, 0.07, 0.15, 0.2), "#10181d")
    head.fill(oval(-0.03, 0.07, 0.095, 0.14), "#3a4a52", shade=0.4)


def _desk(canvas: Canvas) -> None:
    canvas.fill([[(150, 1225), (2250, 1225), (2400, 1400), (0, 1400)]], "#c98450", shade=0.25)
    canvas.fill([[(0, 1400), (2400, 1400), (2400, 1600), (0, 1600)]], "#7a4230", shade=0.4)
    canvas.fill(box(0, 1400, 2400, 1414), "#e3ad72")
    canvas.glow(1200, 1290, 900, 110, "#ffe0a3", 0.55)
    pen = Pen(canvas, 1200, 1300, 1)
    for x, angle in ((-360, 0.08), (-310, -0.04), (380, -0.1)):
        part = pen.at(x, 10, 1, angle)
        part.fill([[(-120, -38), (100, -38), (124, 40), (-130, 40)]], "#fbf3e0")
        for row in range(4):
            part.fill(stroke([(-90, -22 + row * 15), (80, -22 + row * 15)], 4), "#d3c19a")
    cup(pen, -60, 60, 110, TEAL)
    cup(pen, 660, 60, 110, CREAM)


def _boom(pen: Pen) -> None:
    """A microphone on a folding arm that ends in front of the mouth."""
    pen.fill(stroke([(1.75, 2.6), (1.95, 2.6)], 0.18), "#10181d")
    pen.fill(stroke([(1.85, 2.6), (2.05, 1.35)], 0.07), "#10181d")
    pen.fill(stroke([(2.05, 1.35), (1.1, 0.32)], 0.07), "#10181d")
    pen.fill(oval(2.05, 1.35, 0.1), "#3a4a52")
    pen.fill(stroke([(1.16, 0.4), (0.92, 0.14)], 0.3), "#1a252b")
    pen.fill(stroke([(0.98, 0.2), (0.88, 0.1)], 0.34), "#4a5a60", shade=0.5)
