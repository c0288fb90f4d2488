"""Heads, seen from the front, in profile and from behind.

The measure is the height of a head: its middle is 0, the crown -0.5, the chin 0.5.
"""

from network.demo.canvas import Colour, Pen, Shape, box, mirrored, mix, oval, smooth, stroke
from network.demo.people import Person

WARM_SHADE = "#8f3f2a"  # skin turns warm in the shade, never teal

FACE = mirrored([(0, -0.5), (0.25, -0.44), (0.37, -0.2), (0.37, 0.05), (0.32, 0.27), (0.18, 0.45), (0, 0.5)])  # fmt: skip
CROWN = [(-0.39, 0.04), (-0.42, -0.18), (-0.36, -0.42), (-0.17, -0.57), (0.1, -0.59), (0.33, -0.46), (0.42, -0.18), (0.39, 0.04)]  # fmt: skip
LOW_CROWN = mirrored([(0, -0.545), (0.24, -0.48), (0.385, -0.22), (0.375, 0.02)])
HAIRLINES = {
    "short": [(0.345, 0), (0.325, -0.15), (0.25, -0.27), (0.02, -0.3), (-0.2, -0.27), (-0.32, -0.15), (-0.345, 0)],
    "parted": [(0.345, 0), (0.33, -0.16), (0.21, -0.37), (0.1, -0.36), (-0.1, -0.22), (-0.28, -0.13), (-0.345, 0)],
    "fringe": [(0.345, 0), (0.335, -0.1), (0.22, -0.16), (0.06, -0.11), (-0.12, -0.17), (-0.26, -0.1), (-0.345, 0)],
    "swept": [(0.345, 0), (0.33, -0.18), (0.26, -0.33), (0.05, -0.38), (-0.16, -0.36), (-0.31, -0.22), (-0.345, 0)],
    "receding": [(0.345, 0), (0.345, -0.2), (0.28, -0.41), (0.14, -0.39), (0, -0.43), (-0.14, -0.39), (-0.28, -0.41), (-0.345, -0.2), (-0.345, 0)],
    "bun": [(0.345, 0), (0.33, -0.15), (0.2, -0.33), (0, -0.4), (-0.2, -0.33), (-0.33, -0.15), (-0.345, 0)],
}  # fmt: skip
HAIRLINES["curly"] = HAIRLINES["short"]
HAIRLINES["ponytail"] = HAIRLINES["bun"]
BOB = [(-0.36, 0.46), (-0.48, 0.36), (-0.51, 0.05), (-0.46, -0.28), (-0.28, -0.54), (0, -0.61), (0.28, -0.54), (0.46, -0.28), (0.51, 0.05), (0.48, 0.36), (0.36, 0.46), (0.31, 0.3), (0.34, 0.0), (0.28, -0.2), (0.1, -0.36), (-0.08, -0.26), (-0.26, -0.12), (-0.34, 0.02), (-0.31, 0.3)]  # fmt: skip
LOCKS = [(-0.36, 0.6), (-0.47, 0.5), (-0.49, 0.05), (-0.45, -0.28), (-0.28, -0.54), (0, -0.6), (0.28, -0.54), (0.45, -0.28), (0.49, 0.05), (0.47, 0.5), (0.36, 0.6), (0.33, 0.25), (0.335, 0.0), (0.24, -0.22), (0.02, -0.4), (-0.2, -0.24), (-0.335, 0), (-0.33, 0.25)]  # fmt: skip
BEHIND = {
    "bob": mirrored([(0, -0.6), (0.44, -0.3), (0.5, 0.1), (0.47, 0.44), (0.3, 0.52), (0, 0.5)]),
    "long": mirrored([(0, -0.58), (0.42, -0.3), (0.5, 0.2), (0.56, 0.85), (0.5, 1.3), (0, 1.36)]),
}
CURLS = [(-0.36, -0.12, 0.14), (-0.37, -0.32, 0.16), (-0.22, -0.48, 0.18), (0, -0.52, 0.19), (0.22, -0.48, 0.18), (0.37, -0.32, 0.16), (0.36, -0.12, 0.14)]  # fmt: skip

PROFILE = [(0.1, -0.5), (0.27, -0.36), (0.325, -0.16), (0.315, -0.06), (0.36, 0.05), (0.425, 0.13), (0.385, 0.18), (0.345, 0.19), (0.36, 0.25), (0.34, 0.29), (0.345, 0.33), (0.31, 0.37), (0.33, 0.45), (0.24, 0.52), (0.06, 0.42), (-0.1, 0.3), (-0.38, 0.2), (-0.42, -0.2), (-0.2, -0.48)]  # fmt: skip
SIDE_CROWN = [(-0.06, 0.1), (-0.16, 0.2), (-0.24, 0.36), (-0.36, 0.34), (-0.45, 0.08), (-0.48, -0.2), (-0.38, -0.46), (-0.14, -0.6), (0.14, -0.59)]  # fmt: skip
SIDE_HAIRLINES = {
    "short": [(0.31, -0.44), (0.29, -0.3), (0.16, -0.26), (0.08, -0.12), (0.05, 0.06), (0, 0.1)],
    "fringe": [(0.34, -0.42), (0.35, -0.2), (0.2, -0.18), (0.09, -0.1), (0.05, 0.06), (0, 0.1)],
    "swept": [(0.34, -0.52), (0.26, -0.38), (0.15, -0.28), (0.08, -0.12), (0.05, 0.06), (0, 0.1)],
    "receding": [(0.16, -0.5), (0.1, -0.38), (0.12, -0.26), (0.06, -0.1), (0.03, 0.06), (-0.02, 0.1)],
    "bun": [(0.26, -0.46), (0.22, -0.36), (0.12, -0.2), (0.0, -0.06), (-0.02, 0.04), (-0.04, 0.1)],
}  # fmt: skip
SIDE_BOB = [(-0.06, 0.44), (-0.3, 0.5), (-0.5, 0.34), (-0.52, -0.1), (-0.42, -0.44), (-0.14, -0.61), (0.16, -0.58), (0.33, -0.4), (0.33, -0.22), (0.2, -0.16), (0.14, 0.04), (0.13, 0.3), (0.06, 0.42)]  # fmt: skip
SIDE_LONG = [(-0.1, 0.6), (-0.3, 1.1), (-0.6, 1.2), (-0.66, 0.7), (-0.52, 0.2), (-0.5, -0.2), (-0.4, -0.45), (-0.14, -0.6), (0.16, -0.57), (0.29, -0.4), (0.2, -0.28), (0.1, -0.1), (0.06, 0.2)]  # fmt: skip
NAPES = {
    "short": mirrored([(0, -0.58), (0.26, -0.5), (0.41, -0.22), (0.385, 0.1), (0.29, 0.28), (0.2, 0.34), (0, 0.32)]),
    "bob": mirrored([(0, -0.61), (0.3, -0.53), (0.47, -0.24), (0.51, 0.12), (0.47, 0.42), (0.34, 0.5), (0, 0.49)]),
    "long": mirrored([(0, -0.59), (0.28, -0.52), (0.44, -0.24), (0.48, 0.2), (0.54, 0.75), (0.46, 1.2), (0, 1.3)]),
}  # fmt: skip


def shaded_skin(person: Person, amount: float = 0.24) -> Colour:
    return mix(person.skin, WARM_SHADE, amount)


def _curls(dx: float, dy: float, curls: list) -> Shape:
    return [polygon for x, y, r in curls for polygon in oval(x + dx, y + dy, r)]


def _fill_hair(pen: Pen, shape: list, person: Person) -> None:
    pen.fill(shape, person.hair, shade=0.45, into="#07090d")
    sheen = mix(person.hair, "#c9b49c", 0.22)
    pen.fill(oval(-0.16, -0.42, 0.2, 0.07, -0.5), sheen, alpha=0.45, within=shape)


def hair_behind(pen: Pen, person: Person) -> None:
    """What falls behind the shoulders; drawn before the body."""
    dark = mix(person.hair, "#07090d", 0.35)
    if person.style in BEHIND:
        pen.fill(smooth(BEHIND[person.style]), dark)
    if person.style == "ponytail":
        pen.fill(stroke([(0.2, -0.3), (0.46, 0.05), (0.4, 0.55)], 0.26, 0.1), dark)
    if person.style == "bun":
        pen.fill(oval(0.02, -0.62, 0.2, 0.18), person.hair, shade=0.4, into="#07090d")
    if person.style == "curly":
        for x, y, radius in CURLS:
            pen.fill(oval(x, y, radius), dark)


def front(pen: Pen, person: Person, look: float = 0) -> None:
    """`look` turns the head, from -1 (to the left) to 1 (to the right)."""
    for side in (-1, 1):
        if side * look < 0.5 and person.style not in ("bob", "long"):
            pen.fill(oval(side * 0.375 - look * 0.03, 0.03, 0.065, 0.11), shaded_skin(person))
    face = [[(x + look * 0.03, y) for x, y in smooth(FACE)[0]]]
    pen.fill(face, person.skin, shade=0.3, into=WARM_SHADE)
    _beard(pen, person, face, look)
    _hints(pen, person, look)
    cap = HAIRLINES.get(person.style)
    if cap:
        crown = LOW_CROWN if person.style == "receding" else CROWN
        if person.style == "receding":
            crown = [(-0.385, 0.02), (-0.4, -0.22), (-0.25, -0.49), (0, -0.55), (0.25, -0.49), (0.4, -0.22), (0.385, 0.02)]  # fmt: skip
        line = [(x + look * 0.09 * (1 - abs(x) / 0.36), y) for x, y in cap]
        _fill_hair(pen, smooth([*crown, *line]), person)
    if person.style == "curly":
        _fill_hair(pen, _curls(0, -0.02, CURLS[1:-1]), person)
    if person.style in ("bob", "long"):
        _fill_hair(pen, smooth(BOB if person.style == "bob" else LOCKS), person)


def _beard(pen: Pen, person: Person, face: list, look: float) -> None:
    if person.beard:
        jaw = [(-0.4, 0.02), (-0.3, 0.14), (-0.15, 0.22), (0, 0.2), (0.15, 0.22), (0.3, 0.14), (0.4, 0.02), (0.4, 0.6), (-0.4, 0.6)]  # fmt: skip
        shape = [[(x + look * 0.06, y) for x, y in smooth(jaw)[0]]]
        pen.fill(shape, person.hair, alpha=0.85, within=face)


def _hints(pen: Pen, person: Person, look: float) -> None:
    """The merest suggestion of a face, and only where it is large enough to be missed."""
    if pen.canvas.silhouette or pen.unit < 45:
        return
    shift, tone = look * 0.14, shaded_skin(person, 0.34)
    nose = [(shift, -0.04), (shift + 0.05 + look * 0.03, 0.13), (shift - 0.02, 0.14)]
    pen.fill(smooth(nose), tone)
    if pen.unit > 90:
        _features(pen, person, shift, tone)
    if person.glasses:
        rim = mix(person.hair, "#3a2a26", 0.4)
        for side in (-1, 1):
            lens = oval(shift + side * 0.155, -0.02, 0.115, 0.1)
            pen.fill(stroke([*lens[0][::6], lens[0][0]], 0.024), rim)
        pen.fill(stroke([(shift - 0.045, -0.03), (shift + 0.045, -0.03)], 0.024), rim)


def _features(pen: Pen, person: Person, shift: float, tone: Colour) -> None:
    for side in (-1, 1):
        x = shift + side * 0.16
        brow = mix(person.hair, person.skin, 0.35)
        pen.fill(stroke([(x - 0.065, -0.115), (x, -0.135), (x + 0.065, -0.115)], 0.022), brow)
        pen.fill(oval(x + side * 0.05, 0.14, 0.09, 0.07), "#d9705a", alpha=0.11)
    lips = [(shift - 0.07, 0.275), (shift, 0.295), (shift + 0.07, 0.275)]
    pen.fill(stroke(lips, 0.022), mix(tone, "#8f3f2a", 0.3))


def profile(pen: Pen, person: Person) -> None:
    """Looks to the right; a mirrored pen looks to the left."""
    pen.fill(smooth(PROFILE), person.skin, shade=0.25, into=WARM_SHADE)
    if person.beard:
        jaw = [(0.0, 0.1), (0.12, 0.26), (0.28, 0.3), (0.5, 0.3), (0.4, 0.6), (0, 0.5)]
        pen.fill(smooth(jaw), person.hair, alpha=0.85, within=smooth(PROFILE))
    if person.style == "bob":
        _fill_hair(pen, smooth(SIDE_BOB), person)
    elif person.style == "long":
        _fill_hair(pen, smooth(SIDE_LONG), person)
    else:
        _short_profile(pen, person)
    if person.glasses and not pen.canvas.silhouette:
        pen.fill(stroke([(0.0, -0.05), (0.27, -0.03)], 0.022), "#2b2326")
        pen.fill(oval(0.3, 0.0, 0.045, 0.09), "#2b2326", alpha=0.8)


def _short_profile(pen: Pen, person: Person) -> None:
    line = {"parted": "fringe", "curly": "short", "ponytail": "bun"}.get(person.style, person.style)
    if person.style == "bun":
        pen.fill(oval(-0.42, -0.34, 0.19), person.hair)
    if person.style == "ponytail":
        pen.fill(stroke([(-0.36, -0.25), (-0.62, 0.05), (-0.6, 0.5)], 0.24, 0.08), person.hair)
    hair = smooth([*SIDE_CROWN, *SIDE_HAIRLINES[line]])
    if person.style == "curly":
        hair += _curls(-0.08, 0, CURLS[1:-2])
    _fill_hair(pen, hair, person)
    pen.fill(oval(-0.03, 0.06, 0.07, 0.11), shaded_skin(person, 0.16))
    if not pen.canvas.silhouette:
        pen.fill(oval(-0.02, 0.07, 0.035, 0.065), shaded_skin(person, 0.4))


def back(pen: Pen, person: Person) -> None:
    for side in (-1, 1):
        if person.style not in ("bob", "long"):
            pen.fill(oval(side * 0.385, 0.05, 0.06, 0.11), shaded_skin(person, 0.12))
    nape = smooth(NAPES.get(person.style, NAPES["short"]))
    if person.style == "curly":
        nape += _curls(0, 0, CURLS)
    _fill_hair(pen, nape, person)
    if person.style == "receding":
        crown = oval(0, -0.42, 0.27, 0.22)
        pen.fill(crown, person.skin, within=nape, shade=0.25, into=WARM_SHADE)
    _tied_hair(pen, person)


def _tied_hair(pen: Pen, person: Person) -> None:
    shine = mix(person.hair, "#c9b49c", 0.16)
    if person.style == "bun":
        pen.fill(oval(0, -0.36, 0.24, 0.22), shine, shade=0.6, into="#07090d")
    if person.style == "ponytail":
        tail = [(-0.09, -0.2), (0.09, -0.2), (0.17, 0.2), (0.12, 0.7), (0, 0.95), (-0.12, 0.7), (-0.17, 0.2)]  # fmt: skip
        pen.fill(smooth(tail), shine, shade=0.6, into="#07090d")
        pen.fill(box(-0.1, -0.22, 0.1, -0.14, 0.03), "#c4603f")
