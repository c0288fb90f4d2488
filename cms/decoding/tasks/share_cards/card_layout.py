"""The tasks that draw cards: a card with a title, one with a title beside a photo, and the photo
itself with its credit. Where everything stands on a card, in px."""

from base64 import b64decode
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any, BinaryIO

from PIL import Image, ImageChops, ImageColor, ImageDraw

from cms.decoding.tasks.share_cards import card_font, line_breaking
from cms.decoding.tasks.share_cards.card_size import CARD_SIZE, SHORTEST_WIDTH
from cms.decoding.tasks.share_cards.line_breaking import FittedText

MARGIN = 80
TITLE_WIDTH = CARD_SIZE[0] - 2 * MARGIN
TITLE_SIZES, TITLE_LINES = (104, 92, 84, 76, 68, 60, 54, 48), 5
TITLE_HEIGHT = 340
NAME_SIZES, NAME_LINES = (32, 28, 24), 2
BAR = (112, 10)
# Shades from the background to the colour of a text, the background among them.
SHADES = 16

CREDIT_MARGIN, CREDIT_PADDING = 24, (18, 10)
CREDIT_WIDTH = CARD_SIZE[0] - 2 * (CREDIT_MARGIN + CREDIT_PADDING[0])
CREDIT_SIZES = (26, 22)
# A credit is never cut: this is more than the longest takes.
CREDIT_LINES = 12
CREDIT_BACKGROUND, CREDIT_COLOUR, CREDIT_OPACITY = "#0a1416", "#ffffff", 200
# A child cannot open files, so the formats are imported here.
Image.preinit()
JPEG = {"format": "JPEG", "quality": 78, "progressive": True, "optimize": True}
# Letters on a card would be framed by grey specks.
CARD_JPEG: dict[str, Any] = JPEG | {"quality": 90, "subsampling": 0}

# A photo beside a title: the widest, and the distances to the title and from its credit.
PHOTO_WIDTH, PHOTO_GAP, PHOTO_CREDIT_GAP = 480, 60, 14
# Of a credit below a photo that is narrower.
SHORTEST_CREDIT = 260


def draw_title_card(
    source: BinaryIO, send: Callable, title: str, name: str, host: str, colours: dict[str, str]
) -> dict:
    """Send a PNG with a title and the name of who publishes the site.

    A title in letters that the font lacks is left out, and the name takes its place; where it lacks
    those, too, the host.
    """
    card, heading = title_card(title, name, host, colours)
    buffer = BytesIO()
    card.save(buffer, "PNG")
    send(buffer.getvalue())
    return {"title": " ".join(heading.lines)}


def draw_title_card_with_photo(source: BinaryIO, send: Callable, credit: str, **words: Any) -> dict:
    """Send a JPEG with a title, and beside it the whole photo, never enlarged, above its credit.

    For `words` see `draw_title_card`. Without the photo if the font lacks letters of the credit.
    """
    picture, credit = None, card_font.readable(credit)
    if credit:
        picture = with_credit_below(Image.open(source, formats=["JPEG"]), credit, words["colours"])
    width = TITLE_WIDTH - (picture.width + PHOTO_GAP if picture else 0)
    card, heading = title_card(**words, width=width)
    card = card.convert("RGB")
    if picture:
        left, top = CARD_SIZE[0] - MARGIN - picture.width, (CARD_SIZE[1] - picture.height) // 2
        card.paste(picture, (left, top))
    buffer = BytesIO()
    card.save(buffer, **CARD_JPEG)
    send(buffer.getvalue())
    return {"title": " ".join(heading.lines), "has_photo": bool(picture)}


def title_card(
    title: str, name: str, host: str, colours: dict[str, str], width: int = TITLE_WIDTH
) -> tuple[Image.Image, FittedText]:
    """The card and the title on it, in a column of some width (px)."""
    name = card_font.readable(name)
    texts = [text for text in (card_font.readable(title), name, host) if text]
    large, small = texts[0], name if name and name != texts[0] else host
    heading = fit_title(large, width)
    line = line_breaking.fit(small, width, NAME_SIZES, NAME_LINES)
    top = MARGIN + BAR[1] + 40
    layers = [
        (write(heading, (MARGIN, top)), colours["text"]),
        (write(line, (MARGIN, CARD_SIZE[1] - MARGIN + 16 - line.height)), colours["quiet"]),
        (draw_bar(), colours["accent"]),
    ]
    return colour_card(layers, colours["background"]), heading


def with_credit_below(picture: Image.Image, credit: str, colours: dict[str, str]) -> Image.Image:
    """The photo as large as there is room for it and its credit."""
    shown, height = picture.convert("RGB"), 0
    # The narrower the photo, the more lines its credit takes.
    for _time in range(3):
        shown.thumbnail((PHOTO_WIDTH, CARD_SIZE[1] - 2 * MARGIN - height), Image.Resampling.LANCZOS)
        column = max(shown.width, SHORTEST_CREDIT)
        text = line_breaking.fit(credit, column, CREDIT_SIZES, CREDIT_LINES)
        height = PHOTO_CREDIT_GAP + text.height
    size = max(shown.width, text.width), shown.height + height
    card = Image.new("RGB", size, colours["background"])
    card.paste(shown, (0, 0))
    covered = write(text, (0, shown.height + PHOTO_CREDIT_GAP)).crop((0, 0, *card.size))
    card.paste(colours["quiet"], mask=covered)
    return card


def draw_credits_on_photo(source: BinaryIO, send: Callable, options: dict) -> dict:
    """Send a JPEG of the picture for each credit that can be written in its corner.

    Shape of `options`: share_cards (name -> credit), and credits to embed as Base64: packet (XMP),
    iptc (a JPEG segment). Returns the names in the order of sending.
    """
    picture = Image.open(source, formats=["JPEG"]).convert("RGB")
    how: dict[str, Any] = JPEG | {
        "xmp": b64decode(options["packet"]),
        "extra": b64decode(options["iptc"]),
    }
    names = []
    for name, card in photos_with_credit(picture, options["share_cards"]):
        buffer = BytesIO()
        card.save(buffer, **how)
        send(buffer.getbuffer())
        names.append(name)
    return {"files": names}


def photos_with_credit(
    picture: Image.Image, cards: dict[str, str]
) -> Iterator[tuple[str, Image.Image]]:
    """The picture with each credit (name -> credit). None where it is too small for a card, or the
    font lacks letters of the credit."""
    if picture.width < SHORTEST_WIDTH:
        return
    enlarged = picture.resize(CARD_SIZE, Image.Resampling.LANCZOS)
    for name, credit in cards.items():
        if text := card_font.readable(credit):
            yield name, with_credit(enlarged, text)


def fit_title(title: str, width: int = TITLE_WIDTH) -> FittedText:
    for start, size in enumerate(TITLE_SIZES):
        most = min(TITLE_LINES, TITLE_HEIGHT // round(size * line_breaking.LINE_HEIGHT))
        fitted = line_breaking.fit(title, width, (size,), most)
        is_whole = "".join(fitted.lines).replace(" ", "") == title.replace(" ", "")
        is_whole &= all(card_font.text_width(word, size) <= width for word in title.split())
        if is_whole or start == len(TITLE_SIZES) - 1:
            break
    return fitted


def with_credit(picture: Image.Image, credit: str) -> Image.Image:
    """On the right, as some networks write the name of the site on the left."""
    text = line_breaking.fit(credit, CREDIT_WIDTH, CREDIT_SIZES, CREDIT_LINES)
    across, down = CREDIT_PADDING
    right, bottom = CARD_SIZE[0] - CREDIT_MARGIN, CARD_SIZE[1] - CREDIT_MARGIN
    left, top = right - text.width - 2 * across, bottom - text.height - 2 * down
    box = Image.new("L", CARD_SIZE)
    ImageDraw.Draw(box).rounded_rectangle((left, top, right, bottom), 6, CREDIT_OPACITY)
    captioned = picture.copy()
    captioned.paste(CREDIT_BACKGROUND, mask=box)
    captioned.paste(CREDIT_COLOUR, mask=write(text, (left + across, top + down)))
    return captioned


def write(text: FittedText, place: tuple[int, int]) -> Image.Image:
    """How much of each pixel of a card the text covers. `place`: its left upper corner (px)."""
    covered = Image.new("L", CARD_SIZE)
    draw, font = ImageDraw.Draw(covered), card_font.font(text.size)
    # Letters stand in the middle of their line.
    left, top = place[0], place[1] + (text.line_height - text.size) // 2
    for number, line in enumerate(text.lines):
        draw.text((left, top + number * text.line_height), line, fill=255, font=font)
    return covered


def draw_bar() -> Image.Image:
    covered = Image.new("L", CARD_SIZE)
    box = (MARGIN, MARGIN, MARGIN + BAR[0] - 1, MARGIN + BAR[1] - 1)
    ImageDraw.Draw(covered).rectangle(box, fill=255)
    return covered


def colour_card(layers: list[tuple[Image.Image, str]], background: str) -> Image.Image:
    """Layers that do not overlap, each in its colour. The palette has just the shades that occur,
    so the file is small and nothing has to look for them."""
    card, palette = Image.new("L", CARD_SIZE), list(ImageColor.getrgb(background))
    for number, (covered, colour) in enumerate(layers):
        first = number * (SHADES - 1)
        card = ImageChops.add(card, covered.point(_shades(first)))
        for shade in range(1, SHADES):
            palette += _mix(background, colour, shade / (SHADES - 1))
    picture = Image.frombytes("P", CARD_SIZE, card.tobytes())
    picture.putpalette(palette)
    return picture


def _shades(first: int) -> list[int]:
    """A table from how much is covered (0 to 255) to a place in the palette."""
    rounded = (round(covered * (SHADES - 1) / 255) for covered in range(256))
    return [first + shade if shade else 0 for shade in rounded]


def _mix(background: str, colour: str, share: float) -> list[int]:
    pairs = zip(ImageColor.getrgb(background), ImageColor.getrgb(colour), strict=True)
    return [round(under + (over - under) * share) for under, over in pairs]
