import struct
import zlib
from dataclasses import replace
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import ImageField
from django.utils.translation import override
from PIL import Image

from cms.decoding import sandbox
from cms.decoding.errors import ChildDiedError, ChildTimeoutError
from cms.files import file_names, images
from photos.files import rendition_making, rendition_storage
from photos.models import Photo
from tests.support.builders import make_network, picture_bytes


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


def refused(data: bytes, name: str = "photo.jpg") -> str:
    """The sentence an upload is refused with."""
    photo = Photo(original=SimpleUploadedFile(name, data))
    with pytest.raises(ValidationError) as refusal:
        rendition_making.make_renditions(photo, photo.original)
    return " ".join(refusal.value.messages)


def header_only_png(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds hardly any pixels: a decompression bomb."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checked = kind + data
        return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = chunk(b"IDAT", zlib.compress(b"\0" * 100))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + data + chunk(b"IEND", b"")


def test_what_lies_about_its_kind_is_refused():
    assert "cannot be used here" in refused(b"<html>not a picture</html>")
    assert "cannot be used here" in refused(b"%PDF-1.7 ...", "photo.png")


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
    monkeypatch.setattr(
        images, "LIMITS_OF_STAFF_PHOTO", replace(images.LIMITS_OF_STAFF_PHOTO, megabytes=0.001)
    )
    assert "larger than" in refused(picture_bytes((600, 600)) + b"\0" * 2_000)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_pictures_are_told_by_their_content_not_by_their_name(kind):
    upload = SimpleUploadedFile("사진.exe", picture_bytes(kind=kind))
    assert rendition_making.make_renditions(Photo(), upload).width == 900


def test_a_phone_picture_with_a_preview_behind_it_is_no_animation():
    buffer = BytesIO()
    frames = [Image.new("RGB", (800, 600), "red"), Image.new("RGB", (240, 180), "red")]
    frames[0].save(buffer, "MPO", save_all=True, append_images=frames[1:])
    photo = Photo(original=SimpleUploadedFile("phone.jpg", buffer.getvalue()))
    assert rendition_making.make_renditions(photo, photo.original).width == 800


def test_file_names_are_random_and_ascii():
    name = file_names.random_name("photos")(None, "출범식 사진 (1).JPG")
    assert name.isascii()
    assert name.startswith("photos/")
    assert name.endswith(".jpg")
    assert file_names.random_name("photos")(None, "x.jpg") != file_names.random_name("photos")(
        None, "x.jpg"
    )


# Strangers and the staff: who may send how much, and what is too small.


def logo_refused(data: bytes, limits: images.ImageLimits = images.LIMITS_OF_APPLICANT_LOGO) -> str:
    """The code of the refusal of a logo; empty when it is taken."""
    try:
        images.make_logo(SimpleUploadedFile("logo", data), 400, limits)
    except ValidationError as refusal:
        return refusal.code
    return ""


@pytest.mark.parametrize("size", [(1, 1), (8, 8), (3, 4000), (159, 4000), (199, 180)])
def test_photos_that_are_too_small_are_refused_with_their_size(size):
    words = refused(picture_bytes(size, kind="PNG"))
    assert f"too small to be shown well: it has {size[0]} × {size[1]} pixels" in words


@pytest.mark.parametrize("size", [(1, 1), (8, 8), (3, 4000), (63, 63), (600, 23)])
def test_logos_that_are_too_small_are_refused(size):
    assert logo_refused(picture_bytes(size, kind="PNG")) == "small"
    assert logo_refused(picture_bytes(size, kind="PNG"), images.LIMITS_OF_STAFF_LOGO) == "small"


def test_a_thin_logo_of_the_staff_passes_the_check_after_it_was_made_smaller():
    made = images.make_logo(
        SimpleUploadedFile("logo", picture_bytes((30, 3000), kind="PNG")),
        400,
        images.LIMITS_OF_STAFF_LOGO,
    )
    images.validate_image(made)


@pytest.mark.parametrize(
    ("size", "kind", "limits", "code"),
    [
        ((4000, 2000), "PNG", images.LIMITS_OF_APPLICANT_LOGO, ""),
        ((4001, 2000), "PNG", images.LIMITS_OF_APPLICANT_LOGO, "pixels"),
        ((4001, 2000), "JPEG", images.LIMITS_OF_APPLICANT_LOGO, "pixels"),
        ((4001, 2000), "WEBP", images.LIMITS_OF_APPLICANT_LOGO, "pixels"),
        ((4001, 2000), "PNG", images.LIMITS_OF_STAFF_LOGO, ""),
        ((16_000, 1_251), "WEBP", images.LIMITS_OF_STAFF_LOGO, "pixels"),
    ],
)
def test_strangers_have_8_megapixels_and_the_staff_more(size, kind, limits, code):
    assert logo_refused(picture_bytes(size, kind=kind), limits) == code


def test_strangers_have_5_megabytes():
    data = picture_bytes((300, 200))
    assert logo_refused(data + b"\0" * (5 * 1024 * 1024 - len(data))) == ""
    assert logo_refused(data + b"\0" * (5 * 1024 * 1024)) == "large"


def test_a_jpeg_of_48_megapixels_is_taken_and_scaled_on_arrival():
    photo = Photo(original=SimpleUploadedFile("phone.jpg", picture_bytes((8064, 6048))))
    photo.press_use = True
    made = rendition_making.make_renditions(photo, photo.original)
    photo.width, photo.height = made.width, made.height
    assert (photo.width, photo.height) == (8064, 6048)
    with Image.open(made.files["press.jpg"]) as press:
        assert press.size == rendition_storage.press_dimensions(photo) == (4000, 3000)


# What is hostile.


def chunk_bomb(kind: bytes, start: bytes) -> bytes:
    """A PNG with 200 MB of zeros packed into one of its chunks."""
    packer = zlib.compressobj()
    packed = (
        b"".join(packer.compress(bytes(1_000_000)) for _megabyte in range(200)) + packer.flush()
    )
    data = start + packed
    chunk = struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    sound = picture_bytes((240, 160), kind="PNG")
    return sound[:33] + chunk + sound[33:]


@pytest.mark.parametrize(
    "chunk", [(b"iCCP", b"x\0\0"), (b"zTXt", b"x\0\0"), (b"iTXt", b"x\0\1\0\0\0")]
)
def test_chunks_that_unpack_to_much_do_no_harm(chunk):
    assert logo_refused(chunk_bomb(*chunk)) in ("", "broken", "unknown")


@pytest.mark.parametrize("share", [0.02, 0.3, 0.9])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_is_cut_off_is_refused(kind, share):
    gradient = Image.radial_gradient("L").resize((600, 400)).convert("RGB")
    buffer = BytesIO()
    gradient.save(buffer, kind)
    data = buffer.getvalue()
    assert logo_refused(data[: int(len(data) * share)]) in ("broken", "unknown")


def test_a_picture_damaged_inside_is_refused_as_photo_and_as_logo():
    noise = Image.effect_noise((600, 400), 90)
    buffer = BytesIO()
    noise.save(buffer, "PNG")
    data = bytearray(buffer.getvalue())
    data[len(data) // 2 : len(data) // 2 + 40] = bytes(40)
    assert logo_refused(bytes(data)) == "broken"
    assert "damaged or incomplete" in refused(bytes(data))


def test_what_is_two_things_at_once_becomes_a_picture_only():
    script = b"<script>alert(1)</script>PK\x03\x04%PDF-1.7"
    data = picture_bytes((240, 160), comment=script) + script
    for sent in (data, picture_bytes((240, 160), kind="PNG") + script):
        made = images.make_logo(SimpleUploadedFile("logo.html", sent), 400).read()
        assert b"script" not in made
        assert b"%PDF" not in made


def test_metadata_as_large_as_a_jpeg_can_hold_are_no_reason_to_refuse_it():
    exif = Image.Exif()
    exif[0x010E] = "x" * 60_000
    assert logo_refused(picture_bytes((240, 160), exif=exif)) == ""
    photo = Photo(original=SimpleUploadedFile("x.jpg", picture_bytes((240, 160), exif=exif)))
    assert (
        len(rendition_making.make_renditions(photo, photo.original).suggestions["caption"]) == 300
    )


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("error", [ChildDiedError, ChildTimeoutError])
def test_a_child_that_dies_or_hangs_gives_a_sentence(monkeypatch, language, error):
    """Here is what people read; `tests/cms/decoding/test_sandbox.py` tries what a child does."""

    def fail(*_args, **_how):
        raise error("killed")

    monkeypatch.setattr(sandbox, "run_task", fail)
    with override(language):
        words = refused(picture_bytes())
    assert words.startswith(
        {"en": "This picture cannot be used here", "ko": "여기에 쓸 수 없는 파일입니다"}[language]
    )


def test_equal_pixels_have_one_hash_whatever_else_a_file_holds():
    def pixel_hash(data: bytes) -> str:
        return rendition_making.make_renditions(Photo(), SimpleUploadedFile("x", data)).pixel_hash

    gradient = Image.radial_gradient("L").resize((600, 400)).convert("RGB")
    turned, plain, signed = BytesIO(), BytesIO(), BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 3
    gradient.save(plain, "PNG")
    gradient.save(signed, "PNG", compress_level=1, comment="another")
    gradient.rotate(180).save(turned, "PNG", exif=exif)
    first = pixel_hash(plain.getvalue())
    assert pixel_hash(signed.getvalue()) == pixel_hash(turned.getvalue()) == first
    assert pixel_hash(picture_bytes((600, 400))) != first


@pytest.mark.django_db
def test_no_form_of_the_site_decodes_a_picture_itself(admin_client):
    """Django's own field for pictures does, in the process that serves pages."""
    network = f"network/network/{make_network().pk}/change/"
    for path in (network, "members/organisation/add/", "photos/photo/add/"):
        form = admin_client.get(f"/admin/{path}").context["adminform"].form
        assert not [name for name, field in form.fields.items() if isinstance(field, ImageField)]
