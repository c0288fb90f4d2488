"""Encodes the renditions of a photo from its original: decoding, scaling and encoding in one child.

The sizes and formats are in `rendition_sizes.py` beside it.
"""

from base64 import b64decode
from collections.abc import Callable
from io import BytesIO
from typing import BinaryIO

from PIL import Image

from cms.decoding.tasks.images import metadata
from cms.decoding.tasks.images.decoding import (
    load_pixels,
    open_image,
    pixel_hash,
    returns_rejections,
    scale_down,
    to_srgb,
    upright_size,
)
from cms.decoding.tasks.images.png_profiles import colour_profile
from cms.decoding.tasks.images.rendition_sizes import (
    AVIF,
    FILE_EXTENSIONS,
    JPEG,
    LIST_CARD_RATIO,
    LIST_CARD_WIDTHS,
    LONGEST_SIDE,
    LONGEST_SIDE_OF_PERSON_PORTRAIT,
    PRESS_JPEG,
    THUMBNAIL_SIZE,
    WHOLE_WIDTHS,
)
from cms.decoding.tasks.share_cards.card_layout import photos_with_credit
from cms.decoding.tasks.share_cards.card_size import CARD_SIZE


@returns_rejections
def encode_renditions(source: BinaryIO, send: Callable, limits: dict, options: dict) -> dict:
    """Send every file of a photo. Returns their names in the order of sending.

    Shape of `options`: focus (x, y as fractions), is_person_portrait, press (whether newsrooms get
    a file), share_cards (files for shared links: name -> the credit drawn in it), and credits as
    Base64: packet (XMP), iptc (a JPEG segment).
    """
    picture = open_image(source, limits)
    profile, size = colour_profile(picture), picture.size
    large = load_pixels(picture)
    size = upright_size(picture, size)
    # Some formats store metadata after the pixels.
    suggestions = metadata.read_metadata(picture)
    screen = scale_down(large, LONGEST_SIDE)
    screen_hash = pixel_hash(screen)
    writer = RenditionWriter(
        send, b64decode(options["packet"]), b64decode(options["iptc"]), options["focus"]
    )
    if options["press"]:
        writer.write("press", flatten(to_srgb(large, profile)), PRESS_JPEG)
    del large
    screen = flatten(to_srgb(screen, profile))
    if options["is_person_portrait"]:
        screen = scale_down(screen, LONGEST_SIDE_OF_PERSON_PORTRAIT)
    share_cards = None if options["is_person_portrait"] else options["share_cards"]
    widths = writer.write_all(screen, share_cards)
    return {
        "size": size,
        "pixel_hash": screen_hash,
        "suggestions": suggestions,
        "widths": widths,
        "files": writer.names,
    }


@returns_rejections
def encode_press_file(source: BinaryIO, send: Callable, limits: dict, options: dict) -> dict:
    """Send the file for newsrooms alone."""
    picture = open_image(source, limits)
    profile = colour_profile(picture)
    writer = RenditionWriter(
        send, b64decode(options["packet"]), b64decode(options["iptc"]), options["focus"]
    )
    writer.write("press", flatten(to_srgb(load_pixels(picture), profile)), PRESS_JPEG)
    return {"files": writer.names}


class RenditionWriter:
    """Encodes images with their credits and sends the files."""

    def __init__(
        self, send: Callable, packet: bytes, iptc: bytes, focus: tuple[float, float]
    ) -> None:
        self.send, self.packet, self.iptc, self.focus = send, packet, iptc, focus
        self.names: list[str] = []

    def write_all(self, picture: Image.Image, share_cards: dict[str, str] | None) -> dict:
        """Write every rendition. Shape of the result: `{"whole": [480, 800], "card": [400]}`.
        Without `share_cards` the picture is not for shared links."""
        self.write("thumbnail", fit_into(picture, THUMBNAIL_SIZE), JPEG, is_signed=False)
        list_card = crop_to_ratio(picture, LIST_CARD_RATIO, self.focus)
        widths = {
            "whole": self.write_widths(picture, "whole", WHOLE_WIDTHS),
            "card": self.write_widths(list_card, "card", LIST_CARD_WIDTHS),
        }
        if share_cards is not None:
            share = crop_to_ratio(picture, CARD_SIZE[0] / CARD_SIZE[1], self.focus)
            share = fit_into(share, CARD_SIZE)
            self.write("share", share, JPEG)
            for name, card in photos_with_credit(share, share_cards):
                self.write(name.removesuffix(".jpg"), card, JPEG)
        return widths

    def write_widths(self, picture: Image.Image, shape: str, widths: tuple[int, ...]) -> list[int]:
        """Write the widths (px) that the image has; a smaller image in its own width."""
        fitting = [width for width in widths if width <= picture.width] or [picture.width]
        for width in fitting:
            height = max(1, round(picture.height * width / picture.width))
            smaller = picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
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
        self.names.append(f"{name}.{FILE_EXTENSIONS[how['format']]}")


def fit_into(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """A copy that fits into `size`, never enlarged."""
    small = picture.copy()
    small.thumbnail(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    return small


def crop_to_ratio(picture: Image.Image, ratio: float, focus: tuple[float, float]) -> Image.Image:
    """The largest part of a ratio (width by height), with the focus as central as possible."""
    width = max(1, min(picture.width, round(picture.height * ratio)))
    height = max(1, min(picture.height, round(picture.width / ratio)))
    left = round(min(max(focus[0] * picture.width - width / 2, 0), picture.width - width))
    top = round(min(max(focus[1] * picture.height - height / 2, 0), picture.height - height))
    return picture.crop((left, top, left + width, top + height))


def flatten(picture: Image.Image) -> Image.Image:
    """On white: a photo has no transparency."""
    if picture.mode != "RGBA":
        return picture
    background = Image.new("RGB", picture.size, "white")
    background.paste(picture, mask=picture.getchannel("A"))
    return background
