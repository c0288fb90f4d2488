from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from cms.decoding.tasks.images import metadata
from photos.files import rendition_making
from photos.files.embedded_credits import PACKET_BYTES, EmbeddedCredits, replace_credits
from photos.files.suggestions import suggest_fields
from photos.models import Photo

FILES = Path(__file__).parent / "files"
CREATOR, COPYRIGHT, CAPTION = 0x013B, 0x8298, 0x010E


def signed(thanks: EmbeddedCredits, kind: str = "JPEG") -> bytes:
    buffer = BytesIO()
    extra = {"extra": thanks.iptc_segment()} if kind == "JPEG" else {}
    Image.new("RGB", (60, 40), "teal").save(buffer, kind, xmp=thanks.xmp_packet(), **extra)
    return buffer.getvalue()


def said_by(data: bytes) -> dict[str, str]:
    with Image.open(BytesIO(data)) as picture:
        return suggest_fields(metadata.read_metadata(picture))


SON = EmbeddedCredits(
    "손상민 / Son Sang-min", "사진: 손상민", {"ko": "모든 권리 보유", "en": "All rights"}
)


@pytest.mark.parametrize("kind", ["JPEG", "AVIF"])
def test_a_public_file_says_whom_to_thank(kind):
    assert said_by(signed(SON, kind)) == {
        "creator": "손상민 / Son Sang-min",
        "credit": "사진: 손상민",
        "copyright": "모든 권리 보유",
    }


@pytest.mark.parametrize("kind", ["JPEG", "AVIF"])
def test_thanks_can_be_written_over(kind):
    other = EmbeddedCredits("Kim & <Lee>", 'Photo: "X"', {"en": "© Kim"})
    data = replace_credits(signed(SON, kind), other)
    assert said_by(data) == {"creator": "Kim & <Lee>", "credit": 'Photo: "X"', "copyright": "© Kim"}
    assert "손상민".encode() not in data
    assert said_by(replace_credits(data, SON)) == said_by(signed(SON, kind))


def test_words_that_are_too_long_are_shortened_never_broken():
    endless = EmbeddedCredits("가&" * 2_000, "나<" * 2_000, {"ko": "다" * 5_000, "en": "e" * 5_000})
    assert len(endless.xmp_packet()) == PACKET_BYTES
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


def exif_bytes(tag: int, value: bytes) -> bytes:
    """A JPEG whose EXIF text has these very bytes, in no declared encoding."""
    exif = Image.Exif()
    exif[tag] = value
    buffer = BytesIO()
    Image.new("RGB", (60, 40)).save(buffer, "JPEG", exif=exif)
    return buffer.getvalue()


def iptc_bytes(*records: tuple[int, bytes]) -> bytes:
    said = b"".join(b"\x1c\x02" + bytes([number, 0, len(data)]) + data for number, data in records)
    block = b"8BIM\x04\x04\x00\x00" + len(said).to_bytes(4, "big") + said + b"\0" * (len(said) % 2)
    content = b"Photoshop 3.0\x00" + block
    buffer = BytesIO()
    segment = b"\xff\xed" + (len(content) + 2).to_bytes(2, "big") + content
    Image.new("RGB", (60, 40)).save(buffer, "JPEG", extra=segment)
    return buffer.getvalue()


ENCODED = {
    "오솔길": "utf-8",
    "하늘, 기자회견": "cp949",
    "똠방각하 펲시": "cp949",
    "Kim, 남성과 함께": "cp949",
    "José Müller": "latin-1",
    "Åsa Ørsted": "latin-1",
    "François D’Été": "cp1252",
    "平等の会": "utf-8",
    "한겨레 사진부": "utf-16",
}


@pytest.mark.parametrize("words", ENCODED)
def test_words_are_read_in_encodings_that_nothing_declares(words):
    data = words.encode(ENCODED[words])
    assert metadata.decode_text(data) == words
    if b"\0" not in data:
        assert said_by(exif_bytes(CREATOR, data)) == {"creator": words}
        assert said_by(iptc_bytes((80, data))) == {"creator": words}


@pytest.mark.parametrize(
    "data",
    [
        *(b"\x81\x8d\x8f", bytes(range(128, 256)), b"\xff" * 9, b"\x90\x9d"),
        *("Фото Иванова".encode("cp1251"), "平等の会".encode("shift_jis")),
    ],
)
def test_what_cannot_be_read_is_nothing_rather_than_wrong_signs(data):
    assert said_by(exif_bytes(CREATOR, data)) == {}


@pytest.mark.parametrize("words", ["Kim Bada", "길 가", "가"])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_keeps_the_zeros_that_are_half_of_a_letter(words, encoding):
    data = f"\ufeff{words}".encode(encoding)
    assert metadata.decode_text(data) == words
    assert said_by(exif_bytes(CREATOR, data)) == {"creator": words}
    assert said_by(iptc_bytes((80, data + b"\0"))) == {"creator": words}


def test_a_text_cut_off_inside_a_letter_loses_that_letter_only():
    assert metadata.decode_text("가나다라마바사".encode()[:20]) == "가나다라마바"
    assert metadata.decode_text("가나다라".encode("cp949")[:7]) == "가나다"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "exif-utf8.jpg",
            {"creator": "오솔길", "caption": "기자회견 사진", "copyright": "© 케이멘"},
        ),
        ("exif-cp949.jpg", {"creator": "오솔길", "caption": "기자회견 사진"}),
        ("exif-latin1.jpg", {"creator": "José Müller"}),
        ("exif-two-copyrights.jpg", {"copyright": "Oh Sol-gil x / K-MEN"}),
        ("xmp-two-creators.jpg", {"creator": "오솔길, 하늘", "caption": "A press conference"}),
    ],
)
def test_files_of_other_programs_are_read_right(name, said):
    data = (FILES / name).read_bytes()
    assert said_by(data) == said
    # The same in a child, which cannot load what it has not loaded before.
    assert (
        rendition_making.make_renditions(Photo(), SimpleUploadedFile(name, data)).suggestions
        == said
    )


def test_several_creators_are_all_offered():
    assert said_by(iptc_bytes((80, "오솔길".encode()), (80, b"Kim Bada"))) == {
        "creator": "오솔길, Kim Bada"
    }


def test_a_copyright_of_the_editor_alone_has_one_part():
    assert said_by(exif_bytes(COPYRIGHT, b" \0K-MEN")) == {"copyright": "K-MEN"}


@pytest.mark.parametrize(
    "words",
    [
        "OLYMPUS DIGITAL CAMERA", "SAMSUNG CSC", "Picasa", "MINOLTA DIGITAL CAMERA", "SONY DSC",
        "KONICA MINOLTA DIGITAL CAMERA", "Created with GIMP", "Created with The GIMP", "default",
        "DCIM\\100MEDIA\\DJI_0001.JPG", "charset=Ascii", "ASCII", "UNICODE", " " * 31, "cof",
        "<KENOX S630  / Samsung S630>", "Exif_JPEG_PICTURE", "Digital Camera", "untitled",
        "CREATOR: gd-jpeg v1.0 (using IJG JPEG v62), quality = 90", "IMG_20260301_101010.jpg",
        "LEAD Technologies Inc. V1.01", "AppleMark", "DSC_0042", "Adobe Photoshop CS6", "(C)", "©",
        "Processed By eBay with ImageMagick, z1.1.0. ||B2", "Camera phone", "NIKON D750",
    ],
)  # fmt: skip
def test_words_that_cameras_and_programs_write_are_not_offered(words):
    assert said_by(exif_bytes(CAPTION, words.encode())) == {}


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("charset=Ascii A press conference", "A press conference"),
        ("A camera stands before the City Hall", "A camera stands before the City Hall"),
        ("Created with love by volunteers", "Created with love by volunteers"),
        ("기자회견, 2026년 3월 8일", "기자회견, 2026년 3월 8일"),
        ("출범식 1/2", "출범식 1/2"),
        ("Photo walk with Canon users in Busan", "Photo walk with Canon users in Busan"),
    ],
)
def test_words_that_somebody_wrote_are_offered(words, offered):
    assert said_by(exif_bytes(CAPTION, words.encode())) == {"caption": offered}
