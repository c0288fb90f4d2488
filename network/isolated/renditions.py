"""Makes the files of a photo from its original: decoding, scaling and encoding in one child."""

from base64 import b64decode
from collections.abc import Callable
from io import BytesIO
from typing import BinaryIO

from PIL import Image

from network.isolated import picture_metadata
from network.isolated.pictures import (
    COMPARED_SIDE,
    answers_refusals,
    checksum,
    in_srgb,
    opened,
    pixels,
    scaled,
    upright_size,
)

# Longest side of what the open pages show: enough for a screen, too little for a poster.
LONGEST_SIDE = COMPARED_SIDE
# The face of one person, large, ends on pickets.
LONGEST_SIDE_OF_PORTRAIT = 800
# What a phone, a tablet, a column of text and a wide lead photo ask for.
WHOLE_WIDTHS = (480, 800, 1200, 1600)
# Cards of lists and the picture of a shared link are cut to one shape.
CARD_RATIO = 3 / 2
CARD_WIDTHS = (400, 800)
SHARE_SIZE = (1200, 630)
DESK_SIZE = (480, 320)

# Measured on the demo photos: about 40 KB at 800 px; slower presets gain under 5 %.
AVIF = {"format": "AVIF", "quality": 50, "speed": 8}
JPEG = {"format": "JPEG", "quality": 78, "progressive": True, "optimize": True}
PRINT_JPEG = {"format": "JPEG", "quality": 92, "subsampling": 0}
ENDINGS = {"AVIF": "avif", "JPEG": "jpg"}


@answers_refusals
def render(source: BinaryIO, send: Callable, limits: dict, plan: dict) -> dict:
    """Send every file of a photo. Answers with their names in the order of sending.

    Shape of `plan`: focus (x, y as shares), is_portrait, press (whether newsrooms get it), and what
    the files say as Base64: packet (XMP), iptc (a JPEG segment).
    """
    picture = opened(source, limits)
    profile, size = picture.info.get("icc_profile"), upright_size(picture)
    large = pixels(picture)
    # Only now: some formats hold them behind the pixels.
    said = picture_metadata.read(picture)
    screen = scaled(large, LONGEST_SIDE)
    same = checksum(screen)
    printer = Printer(send, b64decode(plan["packet"]), b64decode(plan["iptc"]), plan["focus"])
    if plan["press"]:
        printer.write("press", flat(in_srgb(large, profile)), PRINT_JPEG)
    del large
    screen = flat(in_srgb(screen, profile))
    if plan["is_portrait"]:
        screen = scaled(screen, LONGEST_SIDE_OF_PORTRAIT)
    developed = printer.write_all(screen, is_shared=not plan["is_portrait"])
    return {
        "size": size,
        "checksum": same,
        "suggestions": said,
        "developed": developed,
        "files": printer.names,
    }


@answers_refusals
def render_press(source: BinaryIO, send: Callable, limits: dict, plan: dict) -> dict:
    """Send the file for newsrooms alone."""
    picture = opened(source, limits)
    profile = picture.info.get("icc_profile")
    printer = Printer(send, b64decode(plan["packet"]), b64decode(plan["iptc"]), plan["focus"])
    printer.write("press", flat(in_srgb(pixels(picture), profile)), PRINT_JPEG)
    return {"files": printer.names}


class Printer:
    """Encodes pictures, each with the thanks it owes, and sends the files."""

    def __init__(self, send: Callable, packet: bytes, iptc: bytes, focus: tuple[float, float]):
        self.send, self.packet, self.iptc, self.focus = send, packet, iptc, focus
        self.names = []

    def write_all(self, picture: Image.Image, is_shared: bool) -> dict:
        """Write every rendition. Shape of the answer: `{"whole": [480, 800], "card": [400]}`."""
        self.write("desk", scaled_into(picture, DESK_SIZE), JPEG, is_signed=False)
        card = cut(picture, CARD_RATIO, self.focus)
        widths = {
            "whole": self.write_widths(picture, "whole", WHOLE_WIDTHS),
            "card": self.write_widths(card, "card", CARD_WIDTHS),
        }
        if is_shared:
            share = cut(picture, SHARE_SIZE[0] / SHARE_SIZE[1], self.focus)
            self.write("share", scaled_into(share, SHARE_SIZE), JPEG)
        return widths

    def write_widths(self, picture: Image.Image, shape: str, widths: tuple[int, ...]) -> list[int]:
        """Write what fits of the widths (px); a picture smaller than all of them as it is."""
        fitting = [width for width in widths if width <= picture.width] or [picture.width]
        for width in fitting:
            height = max(1, round(picture.height * width / picture.width))
            smaller = picture.resize((width, height), Image.LANCZOS, reducing_gap=3.0)
            for how in (AVIF, JPEG):
                self.write(f"{shape}-{width}", smaller, how)
        return fitting

    def write(self, name: str, picture: Image.Image, how: dict, is_signed: bool = True) -> None:
        buffer = BytesIO()
        if is_signed:
            how = how | {"xmp": self.packet}
            if how["format"] == "JPEG":
                how["extra"] = self.iptc
        picture.save(buffer, **how)
        self.send(buffer.getbuffer())
        self.names.append(f"{name}.{ENDINGS[how['format']]}")


def scaled_into(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """A copy that fits into `size`; never larger than it was."""
    small = picture.copy()
    small.thumbnail(size, Image.LANCZOS, reducing_gap=3.0)
    return small


def cut(picture: Image.Image, ratio: float, focus: tuple[float, float]) -> Image.Image:
    """The largest part of that shape (width by height) with the focus as central as it goes."""
    width = max(1, min(picture.width, round(picture.height * ratio)))
    height = max(1, min(picture.height, round(picture.width / ratio)))
    left = round(min(max(focus[0] * picture.width - width / 2, 0), picture.width - width))
    top = round(min(max(focus[1] * picture.height - height / 2, 0), picture.height - height))
    return picture.crop((left, top, left + width, top + height))


def flat(picture: Image.Image) -> Image.Image:
    """Transparent parts on white: a photo has no holes."""
    if picture.mode != "RGBA":
        return picture
    ground = Image.new("RGB", picture.size, "white")
    ground.paste(picture, mask=picture.getchannel("A"))
    return ground
