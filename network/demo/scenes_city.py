"""The city: the campaign in a winter street, the skyline at dusk and the tree on the square."""

import math

from network.demo import figures
from network.demo.canvas import Canvas, Colour, Pen, box, mix, oval, smooth, stroke
from network.demo.people import Person, somebody

WINTER = ("#2f6f77", "#1d4654", "#c98a3a", "#b85a3d", "#7d9a86", "#8a5a48", "#4f7480", "#a94f38")
SCARVES = ("#f4ead7", "#d99a3d", "#c4603f", "#8fae98", "#e0a48c", "#2f6f77")
SNOW = "#f4f1ea"


def campaign(canvas: Canvas) -> None:
    canvas.shadow = "#1d3444"
    canvas.light = (0.6, -0.8)
    canvas.wash("#c9d8d8", "#e3e0d2", "#f3e2c6")
    canvas.glow(1650, 250, 900, 620, "#fff1cf", 0.8)
    _street(canvas)
    _snowfall(canvas, 300, (3, 4, 5, 7, 10))
    _marchers(canvas)
    _snowfall(canvas, 70, (3, 4, 5))


def _street(canvas: Canvas) -> None:
    canvas.fill([[(700, 900), (1700, 900), (2400, 1200), (2400, 1600), (0, 1600), (0, 1200)]], "#e4e3dc")  # fmt: skip
    for mirror in (False, True):
        side = Pen(canvas, 2400 if mirror else 0, 0, 1, mirror=mirror)
        for step in range(4, -1, -1):
            _house(side, step, mirror)
        side.fill([[(0, 1150), (820, 905), (880, 905), (0, 1290)]], SNOW)
    canvas.fill([[(900, 905), (1500, 905), (2000, 1600), (400, 1600)]], "#b9c3c4", alpha=0.55)
    canvas.glow(1200, 950, 700, 160, "#fff4df", 0.8)
    for x, ground, size in ((150, 1215, 1050), (2270, 1215, 1080)):
        bare_tree(canvas, x, ground, size, mix("#4a3a38", "#e3e0d2", 0.1))


def _house(side: Pen, step: int, mirror: bool) -> None:
    """A street front running towards the vanishing point; step 0 is the nearest."""
    near, far = 760 * (1 - 0.62**step) / 0.9, 760 * (1 - 0.62 ** (step + 1)) / 0.9
    tones = ("#a9573d", "#2f5f69", "#d3a767", "#86a08f", "#c98a6a")
    tone = mix(tones[(step + 2 * mirror) % 5], "#e3e0d2", 0.12 + step * 0.15)
    lift = (40, 150, 60, 200, 120)[step] * (1 - step * 0.1)

    def across(x: float, share: float) -> tuple[float, float]:
        top, bottom = lift + x * 0.62, 1180 - x * 0.32
        return (x, top + (bottom - top) * share)

    def front(x0: float, x1: float, s0: float, s1: float) -> list:
        return [[across(x0, s0), across(x1, s0), across(x1, s1), across(x0, s1)]]

    width = far - near
    side.fill(front(near, far, 0, 1), tone, shade=0.35)
    side.fill(front(near, far, -0.012, 0.014), SNOW)
    for row in range(3):
        for column in range(3):
            x = near + width * (0.12 + column * 0.29)
            glass = "#ffe2a3" if (row + column + step) % 3 == 0 else mix(tone, "#1d3444", 0.42)
            side.fill(front(x, x + width * 0.17, 0.1 + row * 0.2, 0.22 + row * 0.2), glass)
    side.fill(front(near + width * 0.08, far - width * 0.08, 0.78, 0.99), "#ffdf9e")
    side.fill(front(near + width * 0.08, far - width * 0.08, 0.78, 0.99), tone, alpha=0.25)
    awning = ("#c4603f", "#2f6f77", "#d99a3d", "#1d4654")[(step + mirror) % 4]
    side.fill(front(near + width * 0.03, far - width * 0.03, 0.71, 0.8), mix(awning, "#e3e0d2", step * 0.14))  # fmt: skip


def bare_tree(canvas: Canvas, x: float, ground: float, size: float, colour: Colour) -> None:
    def branch(x0: float, y0: float, length: float, angle: float, thick: float, depth: int) -> None:
        x1, y1 = x0 + math.sin(angle) * length, y0 - math.cos(angle) * length
        canvas.fill(stroke([(x0, y0), (x1, y1)], thick, thick * 0.62), colour)
        if depth:
            for turn in (-0.52, -0.08, 0.46):
                bend = angle + turn + canvas.random.uniform(-0.14, 0.14)
                branch(x1, y1, length * canvas.random.uniform(0.58, 0.74), bend, thick * 0.6, depth - 1)  # fmt: skip

    branch(x, ground, size * 0.36, 0, size * 0.05, 4)
    canvas.fill(oval(x, ground, size * 0.12, size * 0.025), SNOW)


def _marchers(canvas: Canvas) -> None:
    rows = ((975, 44, 11, 74, 0.5), (1035, 62, 10, 112, 0.34), (1140, 88, 9, 176, 0.18))
    for ground, unit, count, gap, air in rows:
        canvas.haze = ("#e3e0d2", air)
        for step in range(count):
            x = 1200 + (step - (count - 1) / 2) * gap + canvas.random.uniform(-0.1, 0.1) * gap
            if step % 3 == 1:
                _placard(canvas, x, ground, unit, step)
            _walker(canvas, x, ground, unit, (-0.45, 1.5) if step % 3 == 1 else (-0.92, 2.4))
        canvas.haze = None
    people = [_walker(canvas, 420 + step * 312, 1430, 132, (-0.62, 1.45)) for step in range(6)]
    _banner(canvas, people)


def _walker(canvas: Canvas, x: float, ground: float, unit: float, wrist: tuple) -> Person:
    random = canvas.random
    person = somebody(random, 0.35, WINTER, garment="coat", inner=random.choice(SCARVES))
    pose = {"look": random.uniform(-0.5, 0.5), "lean": random.uniform(-0.06, 0.06)}
    arms = (wrist, (-wrist[0], wrist[1]))
    size = unit * random.uniform(0.95, 1.04)
    pen = figures.standing(canvas, x, ground, size, person, arms=arms, step=random.random(), **pose)
    if random.random() < 0.4:
        _woollen_hat(pen.at(0, -0.76, lean=pose["lean"]), random.choice(SCARVES))
    return person


def _woollen_hat(head: Pen, colour: Colour) -> None:
    head.fill(smooth([(-0.44, -0.16), (-0.42, -0.42), (-0.22, -0.64), (0, -0.7), (0.22, -0.64), (0.42, -0.42), (0.44, -0.16), (0, -0.2)]), colour, shade=0.35)  # fmt: skip
    head.fill(stroke([(-0.4, -0.22), (0, -0.27), (0.4, -0.22)], 0.17), mix(colour, "#fff4e0", 0.3))
    head.fill(oval(0, -0.74, 0.13), mix(colour, "#fff4e0", 0.3))


def _placard(canvas: Canvas, x: float, ground: float, unit: float, step: int) -> None:
    """A plain coloured sign on a pole."""
    pen = Pen(canvas, x - unit * 0.5, ground - figures.STANDING * unit, unit)
    tone = ("#d99a3d", "#2f6f77", "#c4603f")[step // 3 % 3]
    pen.fill(stroke([(0, 1.8), (0, -2.4)], 0.09), "#6a4a35")
    pen.fill(box(-1.25, -3.7, 1.25, -1.9, 0.08), tone, shade=0.25)
    pen.fill(box(-1.25, -3.7, 1.25, -3.5, 0.06), mix(tone, "#fff4e0", 0.35))


def _banner(canvas: Canvas, people: list[Person]) -> None:
    cloth = [(286, 838), (800, 852), (1200, 846), (1600, 854), (2116, 838), (2122, 1104), (1640, 1112), (1200, 1100), (760, 1112), (280, 1104)]  # fmt: skip
    shape = [[(x, y) for x, y in cloth]]
    canvas.fill(shape, "#c4603f", shade=0.3)
    band = [[(x, y + 62) if y < 900 else (x, y - 62) for x, y in cloth]]
    canvas.fill(band, "#f3dfb4")
    inner = [[(x, y + 82) if y < 900 else (x, y - 82) for x, y in cloth]]
    canvas.fill(inner, "#2f6f77", shade=0.3)
    for x in (580, 890, 1200, 1515, 1825):
        fold = [[(x - 26, 840), (x + 26, 840), (x + 44, 1110), (x - 8, 1110)]]
        canvas.fill(fold, "#12303c", alpha=0.16, within=shape)
    for step, person in enumerate(people):
        for side in (-1, 1):
            x = 420 + step * 312 + side * 80
            canvas.fill(oval(x, 846, 25, 29), person.skin, shade=0.3, into="#8f3f2a")


def _snowfall(canvas: Canvas, flakes: int, sizes: tuple) -> None:
    for _ in range(flakes):
        x, y = canvas.random.uniform(0, 2400), canvas.random.uniform(0, 1600)
        size = canvas.random.choice(sizes)
        canvas.fill(oval(x, y, size, corners=16), "#ffffff", alpha=0.75)


def night(canvas: Canvas) -> None:
    canvas.shadow = "#101f33"
    canvas.light = (-0.8, -0.3)
    canvas.wash("#1b3350", "#3f5873", "#a9736b", "#eda567", "#f7cf94")
    canvas.glow(760, 1000, 1200, 560, "#ffdf9e", 0.75)
    canvas.fill(oval(1840, 270, 84), "#fbeccb")
    canvas.glow(1840, 270, 330, 330, "#fbeccb", 0.4)
    for x, y, half in ((520, 420, 330), (640, 436, 190), (1330, 560, 300), (2080, 480, 280)):
        canvas.fill(oval(x, y, half, 11), "#f3c79a", alpha=0.34)
    _mountains(canvas)
    _skyline(canvas, 1060, 90, 330, "#6f6076", 0.25)
    _tower_hill(canvas)
    _skyline(canvas, 1150, 120, 300, "#3b4661", 0.5)
    _skyline(canvas, 1240, 80, 240, "#1f3148", 0.8)
    _river(canvas)


def _mountains(canvas: Canvas) -> None:
    far = [(-100, 1300), (-100, 860), (200, 760), (420, 830), (700, 700), (960, 800), (1260, 690), (1560, 780), (1900, 660), (2200, 770), (2500, 720), (2500, 1300)]  # fmt: skip
    canvas.fill(smooth(far), "#b9836f", alpha=0.65)
    near = [(-100, 1400), (-100, 930), (260, 880), (600, 940), (1000, 860), (1400, 930), (1900, 840), (2500, 900), (2500, 1400)]  # fmt: skip
    canvas.fill(smooth(near), "#8a6a72", alpha=0.75)


def _skyline(canvas: Canvas, ground: float, low: float, high: float, tone: Colour, lit: float) -> None:  # fmt: skip
    random, x = canvas.random, -30.0
    while x < 2400:
        width = random.uniform(62, 150)
        height = random.uniform(low, high) * (1.25 if random.random() < 0.12 else 1)
        own = mix(tone, "#f0a567", random.uniform(0, 0.1))
        canvas.fill(box(x, ground - height, x + width, 1320), own, shade=0.25)
        if random.random() < 0.3:
            canvas.fill(box(x + width * 0.3, ground - height - 24, x + width * 0.6, ground), own)
        _windows(canvas, x, ground - height, width, ground + 60, lit)
        x += width + random.choice((0, 0, 4, 18))


def _windows(canvas: Canvas, x: float, top: float, width: float, bottom: float, lit: float) -> None:
    random, y = canvas.random, top + 18
    while y < bottom:
        column = x + 12
        while column < x + width - 18:
            if random.random() < 0.42 * lit:
                tone = random.choice(("#ffd98c", "#ffe7b3", "#f5b964"))
                canvas.fill(box(column, y, column + 9, y + 13), tone)
            column += 19
        y += 26


def _tower_hill(canvas: Canvas) -> None:
    hill = [(850, 1320), (980, 1130), (1180, 960), (1400, 830), (1560, 790), (1700, 815), (1920, 930), (2160, 1090), (2330, 1320)]  # fmt: skip
    canvas.fill(smooth(hill), "#2c4254", shade=0.5)
    for _ in range(160):
        x = canvas.random.uniform(1000, 2180)
        y = 810 + abs(x - 1570) ** 1.25 * 0.085 + canvas.random.uniform(14, 160)
        canvas.fill(oval(x, y, canvas.random.uniform(14, 30), corners=24), mix("#2c4254", "#4a6a66", canvas.random.random() * 0.5), alpha=0.8)  # fmt: skip
    tower = Pen(canvas, 1570, 800, 1)
    dark = "#22344a"
    tower.fill([[(-17, -250), (17, -250), (24, 20), (-24, 20)]], dark, shade=0.3)
    tower.fill(smooth([(-22, -330), (22, -330), (58, -296), (48, -246), (-48, -246), (-58, -296)]), "#33475c", shade=0.4)  # fmt: skip
    for y, half in ((-300, 52), (-272, 50)):
        tower.fill(box(-half, y, half, y + 10, 4), "#ffd98c")
    tower.fill(box(-9, -420, 9, -326, 3), dark)
    tower.fill(stroke([(0, -420), (0, -590)], 9, 3), "#c96a48")
    canvas.glow(1570, 520, 170, 130, "#ffd98c", 0.5)
    canvas.glow(1570, 208, 40, 40, "#ff9a6a", 0.9)


def _river(canvas: Canvas) -> None:
    water = box(0, 1300, 2400, 1600)
    canvas.fill(water, "#28415a")
    canvas.fill(water, "#e89f66", alpha=0.75, fade=(0, -1))
    for _ in range(230):
        y = canvas.random.uniform(1345, 1600)
        x, length = (
            canvas.random.uniform(0, 2400),
            canvas.random.uniform(30, 200) * (y - 1250) / 250,
        )
        tone = canvas.random.choice(("#ffd98c", "#f5c48a", "#16283d", "#16283d", "#3f5873"))
        canvas.fill(stroke([(x, y), (x + length, y)], 5), tone, alpha=0.5)
    canvas.fill(box(0, 1296, 2400, 1312), "#16283d")
    for step in range(9):
        x = 130 + step * 290
        canvas.fill(box(x - 16, 1330, x + 16, 1440), "#16283d")
        arch = oval(x + 145, 1440, 124, 78)[0]
        canvas.fill(stroke([*arch[60:120:4], arch[119]], 10), "#16283d")
    canvas.fill(box(0, 1318, 2400, 1346), "#22384f")
    canvas.fill(box(0, 1318, 2400, 1324), "#ffce85")
    for step in range(24):
        x = 50 + step * 100
        canvas.fill(stroke([(x, 1320), (x, 1272)], 4), "#16283d")
        canvas.glow(x, 1268, 26, 26, "#ffe7b3", 0.95)


def tree(canvas: Canvas) -> None:
    canvas.shadow = "#27403f"
    canvas.light = (-0.6, -0.8)
    canvas.wash("#cfe0d4", "#eadfbe", "#f0d6a4")
    _market_houses(canvas)
    canvas.fill(box(0, 1010, 2400, 1600), "#dfb988")
    canvas.fill(box(0, 1010, 2400, 1600), "#b9824f", alpha=0.55, fade=(0, 1))
    for step in range(9):
        y = 1030 + step * step * 8
        canvas.fill(box(0, y, 2400, y + 4), "#c99b66", alpha=0.6)
    for x, unit in ((250, 52), (420, 52), (1840, 54), (2010, 54), (2210, 52), (690, 50)):
        _passer_by(canvas, x, 1110 + unit, unit)
    canvas.glow(1280, 1330, 1250, 190, "#4a4a3a", 0.6)
    _plane_tree(canvas)
    _people_on_benches(canvas)
    canvas.glow(400, 150, 1500, 1100, "#fff4cf", 0.4)


def _market_houses(canvas: Canvas) -> None:
    tones = ("#d9a27a", "#8fae98", "#e6c893", "#c97a58", "#7fa3a0", "#dcb98a", "#b86a4c")
    x = -60.0
    for step in range(8):
        width, height = canvas.random.uniform(280, 380), canvas.random.uniform(360, 560)
        tone = mix(tones[step % 7], "#eadfbe", 0.3)
        canvas.fill(box(x, 1020 - height, x + width, 1020), tone, shade=0.25)
        roof = [[(x - 20, 1020 - height), (x + width + 20, 1020 - height), (x + width - 30, 940 - height), (x + 30, 940 - height)]]  # fmt: skip
        canvas.fill(roof, mix("#4f5f60", tone, 0.35), shade=0.3)
        for column in range(3):
            left = x + width * (0.12 + column * 0.29)
            canvas.fill(box(left, 1060 - height, left + width * 0.17, 1150 - height), mix(tone, "#27403f", 0.35))  # fmt: skip
        canvas.fill(box(x + 20, 860, x + width - 20, 1020), mix(tone, "#27403f", 0.3))
        _awning(canvas, x + 6, 820, width - 12, ("#c4603f", "#2f6f77", "#d99a3d")[step % 3])
        x += width


def _awning(canvas: Canvas, x: float, y: float, width: float, tone: Colour) -> None:
    stripe = width / 7
    for step in range(7):
        left = x + step * stripe
        colour = tone if step % 2 == 0 else "#f6ead2"
        canvas.fill(box(left, y, left + stripe, y + 62), mix(colour, "#eadfbe", 0.15))
        canvas.fill(oval(left + stripe / 2, y + 62, stripe / 2, 16, corners=32), mix(colour, "#eadfbe", 0.15))  # fmt: skip


def _plane_tree(canvas: Canvas) -> None:
    random = canvas.random
    _crown(canvas, 120, 120, ("#3f6a58", "#46735e"))
    bark = smooth([(1085, 1395), (1150, 1300), (1160, 1050), (1150, 800), (1190, 480), (1330, 480), (1370, 800), (1355, 1050), (1375, 1300), (1450, 1395), (1260, 1425)])  # fmt: skip
    bark += stroke([(1225, 900), (1060, 700), (760, 560)], 130, 40)
    bark += stroke([(1295, 900), (1480, 690), (1780, 560)], 130, 40)
    canvas.fill(bark, "#b8a280", shade=0.5)
    for _ in range(90):
        x, y = random.uniform(1090, 1430), random.uniform(620, 1400)
        tone = random.choice(("#d3c29c", "#978867", "#a8946f", "#c7b58e"))
        blot = oval(x, y, random.uniform(9, 24), random.uniform(16, 44), random.uniform(-0.4, 0.4))
        canvas.fill(blot, tone, alpha=0.6, within=bark)
    _crown(canvas, 150, 96, ("#46735e", "#4f8169", "#548a6c"), 0.25)
    _crown(canvas, 90, 62, ("#5f9270", "#6d9c74"), 0.2)
    _leaves(canvas)


def _in_crown(canvas: Canvas, inner: float = 0) -> tuple[float, float]:
    """Somewhere in a wide crown that leaves the boughs free below."""
    angle = canvas.random.uniform(math.pi * 0.94, math.pi * 2.06)
    reach = math.sqrt(canvas.random.uniform(inner**2, 1))
    x, y = 1270 + math.cos(angle) * reach * 980, 600 + math.sin(angle) * reach * 530
    return x, y + canvas.random.uniform(-20, 50)


def _crown(canvas: Canvas, count: int, size: float, tones: tuple, inner: float = 0) -> None:
    for _ in range(count):
        x, y = _in_crown(canvas, inner)
        radius = size * canvas.random.uniform(0.7, 1.15)
        canvas.fill(oval(x, y, radius, radius * 0.82), canvas.random.choice(tones))


def _leaves(canvas: Canvas) -> None:
    """Single leaves, brighter towards the light in the upper left."""
    for _ in range(2100):
        x, y = _in_crown(canvas)
        x, y = x * 1.08 - 102, y * 1.05 - 30
        light = max(0, min(1, (1500 - x) / 2600 + (620 - y) / 1300))
        tone = canvas.random.choice(("#3f6f5a", "#548a6c", "#649572", "#79a577", "#8bb07a"))
        tone = mix(tone, "#dfe0a0", light * 0.42)
        size = canvas.random.uniform(13, 25)
        turn = canvas.random.uniform(0, math.pi)
        canvas.fill(oval(x, y, size, size * 0.52, turn, corners=18), tone)


def _passer_by(canvas: Canvas, x: float, ground: float, unit: float) -> None:
    canvas.haze = ("#eadfbe", 0.22)
    view = canvas.random.choice(("front", "back", "left", "right"))
    figures.standing(canvas, x, ground, unit, somebody(canvas.random, 0.5), view=view, step=0.8)
    canvas.haze = None


def _bench(canvas: Canvas, x: float, ground: float, unit: float, seats: float) -> None:
    pen = Pen(canvas, x, ground, unit)
    half = seats
    canvas.glow(x, ground, unit * (half + 1.4), unit * 0.5, canvas.shadow, 0.55)
    for side in (-1, 1):
        pen.fill(stroke([(side * half * 0.82, -1.7), (side * half * 0.86, 0)], 0.2), "#3a4a48")
    for y in (-3.2, -2.75, -2.3):
        pen.fill(box(-half, y, half, y + 0.34, 0.08), "#9a5f3c", shade=0.3)
    pen.fill(box(-half - 0.1, -1.9, half + 0.1, -1.55, 0.08), "#b9764c", shade=0.3)


def _people_on_benches(canvas: Canvas) -> None:
    random = canvas.random
    for x, ground, unit, places in ((560, 1400, 92, (-1.2, 1.2)), (1900, 1420, 96, (-2.2, 0.1, 2.3))):  # fmt: skip
        _bench(canvas, x, ground, unit, 3.4)
        for place in places:
            person = somebody(random, 0.5)
            crossed, look = random.choice((-1, 0, 1)), -0.6 if place > 0 else 0.6
            figures.seated(canvas, x + place * unit, ground + 8, unit, person, crossed=crossed, look=look)  # fmt: skip
    father = somebody(random, 0, style="short", top="#d99a3d", garment="shirt", hair="#26212a")
    child = somebody(random, 1, style="bob", top="#c4603f", garment="dress", hair="#1d1b22")
    figures.standing(canvas, 1080, 1530, 100, father, arms=((-0.9, 2.46), (1.05, 2.4)), step=0.6)
    figures.standing(
        canvas, 1275, 1535, 66, child, arms=((-1.22, 0.85), (0.9, 2.4)), look=-0.5, head_size=1.25
    )
