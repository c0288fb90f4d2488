import struct
import zlib
from dataclasses import replace
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override
from PIL import Image

from network import images
from photos import darkroom
from photos.models import Photo
from tests.builders import picture_bytes


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


def refused(data: bytes, name: str = "photo.jpg") -> str:
    """The sentence an upload is refused with."""
    photo = Photo(original=SimpleUploadedFile(name, data))
    with pytest.raises(ValidationError) as refusal:
        photo.clean_fields(exclude=["photographer"])
    return " ".join(refusal.value.message_dict["original"])


def header_only_png(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds hardly any pixels: a decompression bomb."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checked = kind + data
        return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = chunk(b"IDAT", zlib.compress(b"\0" * 100))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + data + chunk(b"IEND", b"")


def test_what_lies_about_its_kind_is_refused():
    assert "no picture that can be used" in refused(b"<html>not a picture</html>")
    assert "no picture that can be used" in refused(b"%PDF-1.7 ...", "photo.png")


def test_svg_is_refused_whatever_it_is_called():
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    assert "SVG" in refused(svg, "logo.svg")
    assert "SVG" in refused(svg, "logo.jpg")


def test_a_truncated_picture_is_refused():
    assert "damaged or incomplete" in refused(picture_bytes((800, 600))[:2000])


@pytest.mark.parametrize("size", [(20_000, 10_000), (8_000, 8_001), (60_000, 60_000)])
def test_too_many_pixels_are_refused_before_they_are_decoded(size):
    assert "megapixels" in refused(header_only_png(*size), "bomb.png")


def test_animations_are_refused():
    buffer = BytesIO()
    frames = [Image.new("RGB", (240, 240), colour) for colour in ("red", "blue")]
    frames[0].save(buffer, "WEBP", save_all=True, append_images=frames[1:])
    assert "Moving pictures" in refused(buffer.getvalue(), "moving.webp")


def test_too_many_bytes_are_refused(monkeypatch):
    monkeypatch.setattr(images, "DESK_PHOTO", replace(images.DESK_PHOTO, megabytes=0.001))
    assert "larger than" in refused(picture_bytes((600, 600)) + b"\0" * 2_000)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_pictures_are_told_by_their_content_not_by_their_name(kind):
    upload = SimpleUploadedFile("사진.exe", picture_bytes(kind=kind))
    assert darkroom.receive(Photo(original=upload)).width == 900


def test_a_phone_picture_with_a_preview_behind_it_is_no_animation():
    buffer = BytesIO()
    frames = [Image.new("RGB", (800, 600), "red"), Image.new("RGB", (240, 180), "red")]
    frames[0].save(buffer, "MPO", save_all=True, append_images=frames[1:])
    photo = Photo(original=SimpleUploadedFile("phone.jpg", buffer.getvalue()))
    assert darkroom.receive(photo).width == 800


def test_file_names_are_random_and_ascii():
    name = images.random_name("photos")(None, "출범식 사진 (1).JPG")
    assert name.isascii()
    assert name.startswith("photos/")
    assert name.endswith(".jpg")
    assert images.random_name("photos")(None, "x.jpg") != images.random_name("photos")(
        None, "x.jpg"
    )
