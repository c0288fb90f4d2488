"""Whatever is uploaded, the answer is a photo or a reason, and nothing is left lying about."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as some
from PIL import Image

from cms.files import images
from photos import actions
from photos.files.embedded_credits import EmbeddedCredits
from photos.models import Photo, private_storage
from tests.support.builders import heic_bytes, picture_bytes

pytestmark = pytest.mark.django_db(transaction=True)


def nested() -> bytes:
    """A picture in the comment of a picture, behind it, and in its metadata."""
    inner = picture_bytes((240, 160))
    thanks = EmbeddedCredits("<x>&amp;]]>", "\x00", {"en": "x" * 900})
    return (
        picture_bytes(
            (240, 160), comment=inner, xmp=thanks.xmp_packet(), extra=thanks.iptc_segment()
        )
        + inner
    )


def sideways() -> bytes:
    exif = Image.Exif()
    exif[0x0112], exif[0x013B] = 6, "\x00\udcff".encode(errors="surrogatepass").decode("latin-1")
    return picture_bytes((240, 160), exif=exif)


SOUND = [
    picture_bytes((240, 160)),
    picture_bytes((240, 160), kind="PNG"),
    picture_bytes((240, 160), kind="WEBP"),
    nested(),
    sideways(),
    heic_bytes(),
]
STARTS = [
    b"\xff\xd8\xff\xe1",
    b"\x89PNG\r\n\x1a\n",
    b"RIFF\x00\x00\x00\x00WEBP",
    b"<svg ",
    b"%PDF-",
]


@some.composite
def damaged(draw) -> bytes:
    """A sound picture, cut off and with other bytes here and there."""
    data = bytearray(draw(some.sampled_from(SOUND)))
    del data[draw(some.integers(1, len(data))) :]
    for _number in range(draw(some.integers(0, 6))):
        data[draw(some.integers(0, len(data) - 1))] = draw(some.integers(0, 255))
    return bytes(data)


@some.composite
def lying(draw) -> bytes:
    """The first bytes of one kind, the rest of another."""
    return draw(some.sampled_from(STARTS)) + draw(some.one_of(some.binary(), damaged()))


UPLOADS = some.one_of(some.binary(max_size=2_000), damaged(), lying(), some.sampled_from(SOUND))
NAMES = some.one_of(
    some.text(max_size=60), some.sampled_from(["../../x.jpg", "a" * 300 + ".jpg", "900101-1234567"])
)


@how(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=UPLOADS, name=NAMES)
def test_every_upload_is_answered_and_leaves_nothing_behind(admin_client, data, name):
    file = SimpleUploadedFile("x.jpg", data, content_type="image/jpeg")
    file._name = name
    response = admin_client.post("/admin/photos/photo/upload/", {"file": file})
    assert response.status_code in (200, 422)
    assert set(response.json()) >= ({"pk"} if response.status_code == 200 else {"error"})
    for photo in Photo.objects.all():
        assert photo.rendition_widths
        actions.delete(photo)
    assert stray_files() == []


def stray_files() -> list[Path]:
    folders = (Path(settings.MEDIA_ROOT), Path(private_storage().location))
    return [file for folder in folders for file in folder.rglob("*") if file.is_file()]


def test_what_is_damaged_here_is_sound_before():
    for data in SOUND:
        assert images.validate_photo(SimpleUploadedFile("x.jpg", data)) is None
