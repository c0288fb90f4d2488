from io import BytesIO

import pytest
from PIL import Image

from network.isolated import picture_metadata
from photos.metadata import PACKET_BYTES, Thanks, resigned, suggestions


def signed(thanks: Thanks, kind: str = "JPEG") -> bytes:
    buffer = BytesIO()
    extra = {"extra": thanks.iptc()} if kind == "JPEG" else {}
    Image.new("RGB", (60, 40), "teal").save(buffer, kind, xmp=thanks.packet(), **extra)
    return buffer.getvalue()


def said_by(data: bytes) -> dict[str, str]:
    with Image.open(BytesIO(data)) as picture:
        return suggestions(picture_metadata.read(picture))


SON = Thanks("손상민 / Son Sang-min", "사진: 손상민", {"ko": "모든 권리 보유", "en": "All rights"})


@pytest.mark.parametrize("kind", ["JPEG", "AVIF"])
def test_a_public_file_says_whom_to_thank(kind):
    assert said_by(signed(SON, kind)) == {
        "creator": "손상민 / Son Sang-min",
        "credit": "사진: 손상민",
        "copyright": "모든 권리 보유",
    }


@pytest.mark.parametrize("kind", ["JPEG", "AVIF"])
def test_thanks_can_be_written_over(kind):
    other = Thanks("Kim & <Lee>", 'Photo: "X"', {"en": "© Kim"})
    data = resigned(signed(SON, kind), other)
    assert said_by(data) == {"creator": "Kim & <Lee>", "credit": 'Photo: "X"', "copyright": "© Kim"}
    assert "손상민".encode() not in data
    assert said_by(resigned(data, SON)) == said_by(signed(SON, kind))


def test_words_that_are_too_long_are_shortened_never_broken():
    endless = Thanks("가&" * 2_000, "나<" * 2_000, {"ko": "다" * 5_000, "en": "e" * 5_000})
    assert len(endless.packet()) == PACKET_BYTES
    assert set(said_by(signed(endless))) == {"creator", "credit", "copyright"}


def test_an_upload_is_asked_what_it_says_in_exif_iptc_and_xmp():
    picture = Image.new("RGB", (60, 40))
    exif = picture.getexif()
    exif[0x013B], exif[0x010E] = "Oh Sol-gil", "A press conference\x00"
    buffer = BytesIO()
    picture.save(buffer, "JPEG", exif=exif)
    assert said_by(buffer.getvalue()) == {
        "creator": "Oh Sol-gil",
        "caption": "A press conference",
    }


@pytest.mark.parametrize(
    "packet",
    [
        b"<not xml",
        b"",
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>',
        b"\xff\xfe\x00",
    ],
)
def test_broken_or_hostile_metadata_says_nothing(packet):
    buffer = BytesIO()
    Image.new("RGB", (60, 40)).save(buffer, "JPEG", xmp=packet)
    assert said_by(buffer.getvalue()) == {}
