"""Figures: people standing, walking and sitting, and their busts.

The measure is the height of a head; a figure's origin is the pit of its neck, y grows downwards.
Hands are simple rounded shapes on purpose: in Korea a pinching gesture is read as an insult.
"""

import math

from network.demo import heads
from network.demo.canvas import (
    Canvas,
    Colour,
    Pen,
    Point,
    Shape,
    mirrored,
    mix,
    oval,
    smooth,
    stroke,
)
from network.demo.people import Person

STANDING = 6.05  # heads from the neck to the ground
SEATED = 4.35
UPPER_ARM, FOREARM = 1.16, 1.08
BULGE = 0.62  # how much of a bent elbow we see; the rest points towards us
ARMS_DOWN = ((-0.9, 2.46), (0.9, 2.46))
HANDS_IN_LAP = ((-0.22, 2.05), (0.24, 2.1))
HANDS_ON_TABLE = ((-0.42, 1.62), (0.42, 1.66))
PALM_UP = ((-0.9, 2.46), (1.02, -1.15))
PALMS_UP = ((-0.86, -1.25), (0.9, -1.18))
CROSSED_FOREARMS = ((0.36, 0.3), (-0.36, 0.3))

Arms = tuple[Point | None, Point | None]


def standing(canvas: Canvas, x: float, ground: float, unit: float, person: Person, **pose) -> Pen:
    """`pose`: view (front, back, left, right), arms, look, lean, step (0 to 1, walking)."""
    pen = Pen(canvas, x, ground - STANDING * unit, unit)
    step = pose.pop("step", 0)
    _shadow_on_ground(canvas, x, ground, unit)
    _standing_legs(pen, person, step)
    bust(pen, person, **pose)
    return pen


def seated(canvas: Canvas, x: float, ground: float, unit: float, person: Person, **pose) -> Pen:
    """Sits facing us on a chair that the scene has drawn. `pose` as for `bust`, and crossed."""
    pen = Pen(canvas, x, ground - SEATED * unit, unit)
    crossed = pose.pop("crossed", 0)  # -1 or 1, the side to which the upper leg points
    _shadow_on_ground(canvas, x, ground, unit)
    _torso(pen, person, pose.get("view", "front"), 2.5)
    _seated_legs(pen.at(0, 0, mirror=crossed > 0), person, bool(crossed))
    bust(pen, person, hem=2.35, **({"arms": HANDS_IN_LAP} | pose))
    return pen


def seated_aside(canvas: Canvas, x: float, ground: float, unit: float, person: Person, mirror=False, wrist=(1.05, 2.0)) -> Pen:  # fmt: skip
    """Sits in profile, looking to the right, or to the left when mirrored."""
    pen = Pen(canvas, x, ground - SEATED * unit, unit, mirror=mirror)
    _shadow_on_ground(canvas, x, ground, unit)
    far, near = mix(person.legs, canvas.shadow, 0.35), person.legs
    for shift, colour in ((0.22, far), (0, near)):
        knee, ankle = (1.4 + shift, 2.25), (1.3 + shift * 1.6, 4.0)
        pen.fill(_shoe(1.45 + shift * 1.6, 4.2, 0.34), "#241f22")
        pen.fill(stroke([(-0.1, 2.2), knee], 0.78, 0.6), colour)
        pen.fill(stroke([knee, ankle], 0.56, 0.36), colour)
    side_bust(pen, person, wrist)
    return pen


def side_bust(pen: Pen, person: Person, wrist: Point = (1.05, 2.0), lean: float = 0.0) -> Pen:
    """Looks to the right; gives the pen of the head, for what it wears."""
    outline = [(0.18, -0.1), (0.4, 0.22), (0.52, 0.8), (0.46, 1.5), (0.5, 2.45), (0.45, 2.5), (-0.5, 2.5), (-0.55, 2.4), (-0.54, 1.6), (-0.56, 0.8), (-0.48, 0.25), (-0.22, -0.06)]  # fmt: skip
    torso = smooth([(x * person.breadth, y) for x, y in outline])
    pen.fill(torso, person.top, shade=0.4)
    neck = [(-0.19, -0.6), (0.13, -0.5), (0.19, 0.0), (0.0, 0.1), (-0.22, -0.02)]
    pen.fill(smooth(neck), heads.shaded_skin(person, 0.26))
    collar = person.inner if person.garment in ("suit", "shirt") else mix(person.top, "#fff4e0", 0.2)  # fmt: skip
    pen.fill(stroke([(-0.25, -0.05), (0, 0.08), (0.26, 0.06)], 0.1), collar)
    if person.garment == "suit":
        pen.fill([[(0.16, 0.1), (0.3, 0.06), (0.54, 0.95), (0.47, 1.05)]], collar, within=torso)
        lapel = [(0.0, 0.1), (0.16, 0.1), (0.49, 1.1), (0.28, 0.62), (0.1, 0.5)]
        pen.fill([lapel], mix(person.top, pen.canvas.shadow, 0.35), within=torso)
    _limb(pen, person, (-0.04, 0.42), wrist, 1, torso)
    head = pen.at(0.1, -0.76, lean=lean)
    heads.profile(head, person)
    return head


def bust(
    pen: Pen,
    person: Person,
    *,
    view: str = "front",
    arms: Arms = ARMS_DOWN,
    look: float = 0,
    lean: float = 0,
    hem: float = 2.3,
    head_size: float = 1,
) -> None:
    """From the hips up. `view` left and right turn the head into profile; children have a
    larger `head_size`."""
    height = -0.3 - 0.46 * head_size
    head = pen.at(look * 0.05, height, head_size, lean)
    if view == "front":
        heads.hair_behind(head, person)
    torso = _torso(pen, person, view, hem)
    _neck(pen, person, view)
    if view != "back":
        _garment(pen, person, hem)
    for side, wrist in zip((-1, 1), arms, strict=True):
        if wrist:
            shoulder = (side * 0.7 * person.breadth, 0.36)
            bulge = 0.3 if view == "back" and wrist[1] > 0 else BULGE
            _limb(pen, person, shoulder, wrist, side, torso, bulge)
    if view == "front":
        heads.front(head, person, look)
    elif view == "back":
        heads.back(head, person)
    else:
        shift = 0.06 if view == "right" else -0.06
        heads.profile(pen.at(shift, height, head_size, lean, mirror=view == "left"), person)


def _shadow_on_ground(canvas: Canvas, x: float, ground: float, unit: float) -> None:
    if not canvas.silhouette:
        canvas.glow(x + unit * 0.3, ground, unit * 1.7, unit * 0.36, canvas.shadow, 0.5)


def _torso(pen: Pen, person: Person, view: str, hem: float) -> Shape:
    waist = 0.82 if person.woman else 0.95
    half = [(0.19, -0.1), (0.46, 0.01), (0.7, 0.12), (0.86, 0.36), (0.86, 0.8), (0.78 * waist, 1.3), (0.74 * waist, 1.65), (0.8, hem - 0.25), (0.8, hem - 0.02), (0.76, hem), (0, hem + 0.03)]  # fmt: skip
    if person.garment in ("coat", "dress"):
        half[-4:] = [(0.82, 2.2), (0.96, 3.3), (0.93, 3.42), (0, 3.46)]
    turned = 0.86 if view in ("left", "right") else 1
    outline = mirrored([(x * person.breadth * turned, y) for x, y in half])
    shape = smooth(outline)
    pen.fill(shape, person.top, shade=0.42)
    if view == "back":
        pen.fill(stroke([(-0.26, -0.08), (0, -0.02), (0.26, -0.08)], 0.13), mix(person.top, pen.canvas.shadow, 0.3))  # fmt: skip
    return shape


def _neck(pen: Pen, person: Person, view: str) -> None:
    width = 0.19 if person.woman else 0.22
    shape = smooth(mirrored([(width, -0.6), (width * 0.95, -0.25), (width * 1.2, -0.04), (0.08, 0.1)]))  # fmt: skip
    pen.fill(shape, heads.shaded_skin(person, 0.12))
    if view != "back":
        pen.fill(oval(0.02, -0.42, 0.36, 0.28), heads.shaded_skin(person, 0.36), within=shape)


def _garment(pen: Pen, person: Person, hem: float) -> None:
    dark, bright = mix(person.top, pen.canvas.shadow, 0.35), mix(person.top, "#fff4e0", 0.22)
    if person.garment == "suit":
        _suit(pen, person, dark)
    elif person.garment == "shirt":
        pen.fill(stroke([(0, 0.15), (0.01, hem - 0.1)], 0.03), dark)
        for side in (-1, 1):
            pen.fill([[(0, 0.14), (side * 0.2, -0.16), (side * 0.36, 0.0), (side * 0.2, 0.3)]], bright)  # fmt: skip
    elif person.garment == "coat":
        pen.fill(stroke([(0.05, 0.2), (0.08, 3.4)], 0.035), dark)
        for y in (0.9, 1.5, 2.1):
            pen.fill(oval(0.2, y, 0.055), dark)
        scarf = smooth([(-0.42, -0.2), (0, -0.1), (0.42, -0.2), (0.46, 0.06), (0.2, 0.26), (-0.2, 0.26), (-0.46, 0.06)])  # fmt: skip
        pen.fill(stroke([(-0.14, 0.15), (-0.2, 1.15)], 0.3, 0.34), mix(person.inner, pen.canvas.shadow, 0.15))  # fmt: skip
        pen.fill(scarf, person.inner, shade=0.3)
    else:
        pen.fill(stroke([(-0.24, -0.1), (-0.13, 0.06), (0, 0.12), (0.13, 0.06), (0.24, -0.1)], 0.1), bright)  # fmt: skip


def _suit(pen: Pen, person: Person, dark: Colour) -> None:
    opening = [(-0.25, -0.12), (-0.1, 0.06), (0.1, 0.06), (0.25, -0.12), (0.3, 0.2), (0.02, 1.12), (-0.3, 0.2)]  # fmt: skip
    neckline = [(-0.25, -0.12), (0, 0.16), (0.25, -0.12), (0.3, 0.2), (0.02, 1.12), (-0.3, 0.2)]
    pen.fill([neckline if not person.tie else opening], person.inner)
    if person.tie:
        pen.fill([[(-0.08, 0.1), (0.08, 0.1), (0.06, 0.22), (0.11, 0.85), (0.02, 1.08), (-0.07, 0.85), (-0.05, 0.22)]], person.tie)  # fmt: skip
    for side in (-1, 1):
        lapel = [(side * 0.24, -0.16), (side * 0.44, 0.06), (side * 0.46, 0.36), (side * 0.36, 0.4), (side * 0.4, 0.5), (0.02, 1.14), (side * 0.24, 0.3)]  # fmt: skip
        pen.fill([lapel], dark)
    pen.fill(stroke([(0.02, 1.12), (0.03, 2.25)], 0.025), dark)
    pen.fill(oval(0.09, 1.28, 0.045), dark)


def _elbow(shoulder: Point, wrist: Point, side: int, bulge: float) -> Point:
    """Where the arm bends, outwards and down."""
    reach = math.dist(shoulder, wrist)
    middle = ((shoulder[0] + wrist[0]) / 2, (shoulder[1] + wrist[1]) / 2)
    arm = (UPPER_ARM + FOREARM) / 2
    bulge *= math.sqrt(max(0, arm**2 - (reach / 2) ** 2))
    dx, dy = (wrist[0] - shoulder[0]) / (reach or 1), (wrist[1] - shoulder[1]) / (reach or 1)
    outward = max(((-dy, dx), (dy, -dx)), key=lambda n: n[0] * side + n[1] * 1.2)
    return (middle[0] + outward[0] * bulge, middle[1] + outward[1] * bulge)


def _limb(pen: Pen, person: Person, shoulder: Point, wrist: Point, side: int, torso: Shape, bulge: float = BULGE) -> None:  # fmt: skip
    elbow = _elbow(shoulder, wrist, side, bulge)
    thick = 0.46 * (0.88 if person.woman else 1) * (1.12 if person.garment == "coat" else 1)
    bent = [shoulder, _part(shoulder, elbow, 0.82), _part(wrist, elbow, 0.82), wrist]
    sleeve = stroke(bent, thick, thick * 0.66)
    if not pen.canvas.silhouette:
        edge = stroke([_part(shoulder, elbow, 0.4), *bent[1:]], thick * 1.2, thick * 0.95)
        pen.fill(edge, pen.canvas.shadow, alpha=0.3, within=torso)
    _hand(pen, person, elbow, wrist)
    pen.fill(sleeve, person.top, shade=0.35)


def _part(start: Point, end: Point, share: float) -> Point:
    return (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)


def _hand(pen: Pen, person: Person, elbow: Point, wrist: Point) -> None:
    length = math.dist(elbow, wrist) or 1
    dx, dy = (wrist[0] - elbow[0]) / length, (wrist[1] - elbow[1]) / length
    angle = math.atan2(dy, dx)
    x, y = wrist[0] + dx * 0.2, wrist[1] + dy * 0.2
    if person.garment in ("suit", "coat"):
        cuff = [wrist, (wrist[0] + dx * 0.07, wrist[1] + dy * 0.07)]
        pen.fill(stroke(cuff, 0.29), person.inner)
    pen.fill(oval(x + dx * 0.02, y + dy * 0.02, 0.22, 0.15, angle), person.skin, shade=0.3, into=heads.WARM_SHADE)  # fmt: skip


def _shoe(x: float, y: float, rx: float) -> Shape:
    return smooth([(x - rx, y + 0.14), (x - rx, y - 0.1), (x, y - 0.14), (x + rx, y + 0.06), (x + rx, y + 0.14)])  # fmt: skip


def _standing_legs(pen: Pen, person: Person, step: float) -> None:
    shoe = "#241f22"
    for side in (-1, 1):
        lift = step * 0.5 if side > 0 else 0
        colour = mix(person.legs, pen.canvas.shadow, 0.35 if lift else 0)
        x = side * 0.36 * person.breadth
        ankle = (x * (1.1 - step * 0.4), 5.72 - lift)
        pen.fill(oval(ankle[0] + side * 0.05, ankle[1] + 0.22, 0.25, 0.16), shoe)
        leg = [(x, 2.15), (x * 1.05, 3.95 - lift * 0.4), ankle]
        slim = 0.62 if person.garment == "dress" else 1
        tone = heads.shaded_skin(person, 0.3) if person.garment == "dress" else colour
        pen.fill(stroke(leg, 0.74 * slim, 0.42 * slim), tone, shade=0.3)


def _seated_legs(pen: Pen, person: Person, crossed: bool) -> None:
    dark = mix(person.legs, pen.canvas.shadow, 0.35)
    for side in (-1, 1):
        if crossed and side > 0:
            continue
        hip, knee, ankle = (side * 0.38, 2.35), (side * 0.52, 2.85), (side * 0.44, 4.05)
        pen.fill(oval(side * 0.47, 4.22, 0.25, 0.17), "#241f22")
        pen.fill(stroke([knee, ankle], 0.56, 0.42), dark)
        pen.fill(stroke([hip, knee], 0.74, 0.64), person.legs, shade=0.25)
    if crossed:
        pen.fill(oval(-0.98, 3.86, 0.3, 0.15, 0.5), "#241f22")
        pen.fill(stroke([(-0.42, 2.76), (-0.86, 3.72)], 0.56, 0.4), dark)
        pen.fill(stroke([(0.4, 2.4), (-0.42, 2.74)], 0.76, 0.6), person.legs, shade=0.25)
