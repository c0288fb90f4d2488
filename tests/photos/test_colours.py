"""Every kind of picture that can be uploaded comes out in the colours it means, within 2 of 255."""

from base64 import b64encode
from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from cms.decoding.tasks.images.decoding import render_logo
from cms.decoding.tasks.images.rendition_encoding import encode_press_file
from cms.files import images
from photos.files.embedded_credits import EmbeddedCredits
from tests.photos import colours
from tests.photos.colours import (
    GREY,
    GREY_ALPHA,
    RGB,
    RGBA,
    SRGB,
    chrm,
    gama,
    png_16,
    png_grey,
    with_chunks,
)
from tests.support.builders import heic_bytes

FILES = Path(__file__).parent / "files"
SIZE = (240, 160)
ADOBE, GAMMA_18 = colours.adobe_rgb(), colours.grey()
# The profile has steps of one in CIELAB, which are small where a colour is not too deep.
CYAN_INK, PAPER = (110, 160, 180), (255, 255, 255)
PRESS = colours.cmyk({(0, 0, 0, 0): PAPER, (1, 0, 0, 0): CYAN_INK})

# What was measured by other programs: Adobe RGB (100, 180, 59) is (0, 181, 42) in sRGB, and a grey
# of 128 under a gamma of 1.8 is 144 in sRGB.
GREEN, GREEN_OF_ADOBE = (100, 180, 59), (0, 181, 42)
GREY_OF_GAMMA_18 = (144, 144, 144)


def saved(picture: Image.Image, kind: str = "PNG", profile: bytes = b"", **how) -> bytes:
    buffer = BytesIO()
    if profile:
        how["icc_profile"] = profile
    picture.save(buffer, kind, **how)
    return buffer.getvalue()


def plain(mode: str, colour, kind: str = "PNG", profile: bytes = b"", **how) -> bytes:
    return saved(Image.new(mode, SIZE, colour), kind, profile, **how)


def palette(colour: tuple, profile: bytes = b"", **how) -> bytes:
    picture = Image.new("P", SIZE, 1)
    picture.putpalette([0, 0, 0, *colour])
    return saved(picture, "PNG", profile, **how)


EXACT_JPEG = {"kind": "JPEG", "quality": 100, "subsampling": 0}
EXACT_WEBP = {"kind": "WEBP", "lossless": True, "exact": True}
HALF = 128

SRGB_CHROMATICITIES = chrm(0.3127, 0.329, 0.64, 0.33, 0.3, 0.6, 0.15, 0.06)
ADOBE_CHROMATICITIES = chrm(0.3127, 0.329, 0.64, 0.33, 0.21, 0.71, 0.15, 0.06)

# name: file, colour (red, green, blue), opacity
OPAQUE = {
    "1 white": (plain("1", 1), (255, 255, 255)),
    "1 black": (plain("1", 0), (0, 0, 0)),
    "L": (plain("L", 90), (90, 90, 90)),
    "L, JPEG": (plain("L", 90, **EXACT_JPEG), (90, 90, 90)),
    "L, grey profile": (plain("L", 128, profile=GAMMA_18), GREY_OF_GAMMA_18),
    "L, grey profile, JPEG": (plain("L", 128, profile=GAMMA_18, **EXACT_JPEG), GREY_OF_GAMMA_18),
    "L, sRGB": (plain("L", 90, profile=SRGB), (90, 90, 90)),
    "L, Adobe RGB": (plain("L", 90, profile=ADOBE), (89, 89, 89)),
    "P": (palette(GREEN), GREEN),
    "P, sRGB": (palette(GREEN, SRGB), GREEN),
    "P, Adobe RGB": (palette(GREEN, ADOBE), GREEN_OF_ADOBE),
    "P, Adobe RGB of another program": (
        (FILES / "adobergb-palette.png").read_bytes(),
        GREEN_OF_ADOBE,
    ),
    "RGB": (plain("RGB", GREEN), GREEN),
    "RGB, JPEG": (plain("RGB", GREEN, **EXACT_JPEG), GREEN),
    "RGB, progressive JPEG": (plain("RGB", GREEN, progressive=True, **EXACT_JPEG), GREEN),
    "RGB, WebP": (plain("RGB", GREEN, **EXACT_WEBP), GREEN),
    "RGB, HEIC": (heic_bytes(SIZE, (90, 90, 90)), (90, 90, 90)),
    "RGB, sRGB": (plain("RGB", GREEN, profile=SRGB), GREEN),
    "RGB, sRGB, JPEG": (plain("RGB", GREEN, profile=SRGB, **EXACT_JPEG), GREEN),
    "RGB, Adobe RGB": (plain("RGB", GREEN, profile=ADOBE), GREEN_OF_ADOBE),
    "RGB, Adobe RGB, JPEG": (plain("RGB", GREEN, profile=ADOBE, **EXACT_JPEG), GREEN_OF_ADOBE),
    "RGB, Adobe RGB, WebP": (plain("RGB", GREEN, profile=ADOBE, **EXACT_WEBP), GREEN_OF_ADOBE),
    "RGB, a profile for grey": (plain("RGB", GREEN, profile=GAMMA_18), GREEN),
    "RGB, a profile for print": (plain("RGB", GREEN, profile=PRESS), GREEN),
    "RGB, a broken profile": (plain("RGB", GREEN, profile=ADOBE[:200]), GREEN),
    "CMYK": (plain("CMYK", (255, 0, 0, 51), **EXACT_JPEG), (0, 204, 204)),
    "CMYK, cyan of a press": (plain("CMYK", (255, 0, 0, 0), profile=PRESS, **EXACT_JPEG), CYAN_INK),
    "CMYK, paper of a press": (plain("CMYK", (0, 0, 0, 0), profile=PRESS, **EXACT_JPEG), PAPER),
    "CMYK, sRGB": (plain("CMYK", (255, 0, 0, 51), profile=SRGB, **EXACT_JPEG), (0, 204, 204)),
    "16 bits, grey": (png_16(GREY, (30000,)), (117, 117, 117)),
    "16 bits, grey, grey profile": (png_16(GREY, (32896,), profile=GAMMA_18), GREY_OF_GAMMA_18),
    "16 bits, grey, Adobe RGB": (png_16(GREY, (23130,), profile=ADOBE), (89, 89, 89)),
    "16 bits, RGB": (png_16(RGB, tuple(257 * n for n in GREEN)), GREEN),
    "16 bits, RGB, Adobe RGB": (
        png_16(RGB, tuple(257 * n for n in GREEN), profile=ADOBE),
        GREEN_OF_ADOBE,
    ),
    "gamma of sRGB": (with_chunks(plain("L", 20), gAMA=gama(0.45455)), (20,) * 3),
    "gamma and primaries of sRGB": (
        with_chunks(plain("RGB", GREEN), gAMA=gama(0.45455), cHRM=SRGB_CHROMATICITIES),
        GREEN,
    ),
    "gamma of 1": (with_chunks(plain("RGB", (128,) * 3), gAMA=gama(1)), (188,) * 3),
    "gamma of 1, grey": (with_chunks(plain("L", 128), gAMA=gama(1)), (188,) * 3),
    "gamma of 1, 16 bits": (with_chunks(png_16(GREY, (32896,)), gAMA=gama(1)), (188,) * 3),
    "gamma of 1, but sRGB": (
        with_chunks(plain("L", 128), gAMA=gama(1), sRGB=b"\0"),
        (128, 128, 128),
    ),
    "gamma of 1, but a profile": (
        with_chunks(plain("RGB", GREEN, profile=ADOBE), gAMA=gama(1)),
        GREEN_OF_ADOBE,
    ),
    "gamma of 1.8": (with_chunks(plain("L", 128), gAMA=gama(1 / 1.8)), GREY_OF_GAMMA_18),
    "gamma and primaries of Adobe RGB": (
        with_chunks(plain("RGB", GREEN), gAMA=gama(0.45455), cHRM=ADOBE_CHROMATICITIES),
        GREEN_OF_ADOBE,
    ),
    "gamma and primaries of Adobe RGB, palette": (
        with_chunks(palette(GREEN), gAMA=gama(0.45455), cHRM=ADOBE_CHROMATICITIES),
        GREEN_OF_ADOBE,
    ),
    "primaries of Adobe RGB": (
        with_chunks(plain("RGB", GREEN), cHRM=ADOBE_CHROMATICITIES),
        GREEN_OF_ADOBE,
    ),
    "gamma of nothing": (with_chunks(plain("RGB", GREEN), gAMA=gama(0)), GREEN),
    "primaries of nothing": (with_chunks(plain("RGB", GREEN), cHRM=chrm(*[0] * 8)), GREEN),
    "primaries in a line": (with_chunks(plain("RGB", GREEN), cHRM=chrm(*[0.3] * 8)), GREEN),
}
SEE_THROUGH = {
    "gamma of 1, alpha": (
        with_chunks(plain("RGBA", (128, 128, 128, HALF)), gAMA=gama(1)),
        (188,) * 3,
        HALF,
    ),
    "1, one value": (plain("1", 1, transparency=1), (255, 255, 255), 0),
    "LA": (plain("LA", (90, HALF)), (90, 90, 90), HALF),
    "LA, grey profile": (plain("LA", (128, HALF), profile=GAMMA_18), GREY_OF_GAMMA_18, HALF),
    "LA, Adobe RGB": (plain("LA", (90, HALF), profile=ADOBE), (89, 89, 89), HALF),
    "L, one value": (plain("L", 90, transparency=90), (90, 90, 90), 0),
    "L, another value": (plain("L", 90, transparency=91), (90, 90, 90), 255),
    "P, a table": (palette(GREEN, transparency=bytes([0, HALF])), GREEN, HALF),
    "P, Adobe RGB": (palette(GREEN, ADOBE, transparency=bytes([0, HALF])), GREEN_OF_ADOBE, HALF),
    "RGB, one colour": (plain("RGB", GREEN, transparency=GREEN), GREEN, 0),
    "RGBA": (plain("RGBA", (*GREEN, HALF)), GREEN, HALF),
    "RGBA, WebP": (plain("RGBA", (*GREEN, HALF), **EXACT_WEBP), GREEN, HALF),
    "RGBA, sRGB": (plain("RGBA", (*GREEN, HALF), profile=SRGB), GREEN, HALF),
    "RGBA, Adobe RGB": (plain("RGBA", (*GREEN, HALF), profile=ADOBE), GREEN_OF_ADOBE, HALF),
    "RGBA, Adobe RGB, WebP": (
        plain("RGBA", (*GREEN, HALF), profile=ADOBE, **EXACT_WEBP),
        GREEN_OF_ADOBE,
        HALF,
    ),
    "2 bits, grey, one value": (png_grey(2, 2, transparent=(2,)), (170,) * 3, 0),
    "4 bits, grey, one value": (png_grey(4, 7, transparent=(7,)), (119,) * 3, 0),
    "4 bits, grey, another": (png_grey(4, 7, transparent=(8,)), (119,) * 3, 255),
    "16 bits, grey, one value": (png_16(GREY, (30000,), transparent=(30000,)), (117,) * 3, 0),
    "16 bits, grey, another": (png_16(GREY, (30000,), transparent=(30001,)), (117,) * 3, 255),
    "16 bits, grey and alpha": (png_16(GREY_ALPHA, (30000, 32896)), (117,) * 3, HALF),
    "16 bits, RGB, one colour": (
        png_16(RGB, (25700, 46260, 15163), transparent=(25700, 46260, 15163)),
        GREEN,
        0,
    ),
    "16 bits, RGBA": (png_16(RGBA, (25700, 46260, 15163, 32896)), GREEN, HALF),
    "16 bits, RGBA, Adobe RGB": (
        png_16(RGBA, (25700, 46260, 15163, 32896), profile=ADOBE),
        GREEN_OF_ADOBE,
        HALF,
    ),
}
CASES = {name: (*case, 255) for name, case in OPAQUE.items()} | SEE_THROUGH
BY_WAY_OF_A_CHILD = {
    "1 white",
    "L, grey profile, JPEG",
    "P, Adobe RGB",
    "RGB, HEIC",
    "RGBA, Adobe RGB, WebP",
    "CMYK, cyan of a press",
    "16 bits, RGBA, Adobe RGB",
}


def upload(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("picture", data)


def in_a_child(task: str, data: bytes, **arguments) -> BinaryIO:
    """The first file that a task makes of a picture."""
    task = f"cms.decoding.tasks.{task}"
    return images.run_image_task(task, upload(data), images.LIMITS_OF_STAFF_PHOTO, arguments).files[
        0
    ]


def in_this_process(task: str, data: bytes, **arguments) -> BinaryIO:
    """The same without a child, which would cost more than its work on a small picture."""
    tasks, parts = (
        {
            "images.decoding.render_logo": render_logo,
            "images.rendition_encoding.encode_press_file": encode_press_file,
        },
        [],
    )
    tasks[task](
        BytesIO(data), parts.append, limits=asdict(images.LIMITS_OF_STAFF_PHOTO), **arguments
    )
    return BytesIO(parts[0])


def logo_of(data: bytes, made=in_a_child) -> Image.Image:
    return Image.open(made("images.decoding.render_logo", data, side=400)).convert("RGBA")


def photo_of(data: bytes, made=in_a_child) -> Image.Image:
    """The large file for newsrooms; the smaller ones are made of the same pixels."""
    thanks = EmbeddedCredits("x", "x")
    options = {
        "focus": [0.5, 0.5],
        "packet": b64encode(thanks.xmp_packet()).decode(),
        "iptc": b64encode(thanks.iptc_segment()).decode(),
    }
    return Image.open(
        made("images.rendition_encoding.encode_press_file", data, options=options)
    ).convert("RGB")


def centre(picture: Image.Image) -> tuple:
    return picture.getpixel((picture.width // 2, picture.height // 2))


def ways() -> list:
    """Every case, and one of each decoder and kind of profile by way of a child, too."""
    return [
        pytest.param(name, made, marks=pytest.mark.faults if is_slow else (), id=f"{name}, {where}")
        for name in CASES
        for made, where, is_slow in (
            (in_this_process, "here", False),
            (in_a_child, "in a child", name not in BY_WAY_OF_A_CHILD),
        )
    ]


@pytest.mark.parametrize(("name", "made"), ways())
def test_a_logo_has_the_colours_it_means(name, made):
    data, colour, opacity = CASES[name]
    shown = centre(logo_of(data, made))
    assert shown[3] == pytest.approx(opacity, abs=2)
    # What is not seen at all has no colour to speak of.
    assert shown[:3] == pytest.approx(colour, abs=2) or opacity == 0


@pytest.mark.parametrize(("name", "made"), ways())
def test_a_photo_has_the_colours_it_means_on_white(name, made):
    data, colour, opacity = CASES[name]
    on_white = [255 + (value - 255) * opacity / 255 for value in colour]
    assert centre(photo_of(data, made)) == pytest.approx(on_white, abs=2)


def test_a_ramp_of_16_bits_is_a_ramp():
    for picture in (logo_of(colours.ramp_16(400)), photo_of(colours.ramp_16(1024))):
        row = [picture.getpixel((x * (picture.width - 1) // 255, 80))[0] for x in range(256)]
        assert row == pytest.approx(range(256), abs=3)


def test_large_pictures_have_no_seams():
    """They are worked on in strips: what lies across a border is scaled as elsewhere."""
    ramp = Image.linear_gradient("L").resize((300, 9000))
    picture = Image.merge("RGB", [ramp] * 3)
    shown = photo_of(saved(picture))
    assert shown.size == (133, 4000)
    expected = picture.resize(shown.size, Image.Resampling.LANCZOS)
    for y in range(0, 4000, 7):
        assert shown.getpixel((60, y)) == pytest.approx(expected.getpixel((60, y)), abs=2)


@pytest.mark.parametrize("turn", range(1, 9))
def test_photos_and_logos_are_turned_upright(turn):
    """A red corner that stands top left once it is turned as EXIF says."""
    upright = Image.new("RGB", (300, 200), "blue")
    upright.paste("red", (0, 0, 100, 100))
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    stored = upright.transpose(undo[turn]) if turn > 1 else upright
    exif = Image.Exif()
    exif[0x0112] = turn
    for data in (saved(stored, "PNG", exif=exif), saved(stored, "JPEG", exif=exif, quality=95)):
        for shown in (logo_of(data), photo_of(data)):
            assert shown.size == (300, 200)
            red, _green, blue = shown.getpixel((20, 20))[:3]
            assert red > 200 > blue
            assert shown.getpixel((280, 180))[2] > 200
