from io import BytesIO

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from PIL import Image

from photos.files import file_updates, rendition_making, rendition_storage
from photos.models import Photo, private_storage
from tests.support.builders import make_photo, picture_bytes

pytestmark = pytest.mark.django_db


def public_files() -> dict[str, bytes]:
    folder = settings.MEDIA_ROOT
    return {file.name: file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def telling_picture() -> bytes:
    """A sideways JPEG that carries a place, a serial number, a comment and an exact time."""
    picture = Image.new("RGB", (600, 400), "teal")
    picture.paste("red", (0, 0, 300, 400))
    exif = picture.getexif()
    exif[0x0112] = 6
    exif[0x010F] = "SECRETMAKER"
    exif.get_ifd(0x8769)[0x9003] = "2025:07:09 19:03:11"
    exif.get_ifd(0x8769)[0xA431] = "SERIAL12345"
    exif.get_ifd(0x8825)[0x0002] = (37.0, 33.0, 1.0)
    buffer = BytesIO()
    picture.save(buffer, "JPEG", exif=exif, comment=b"SECRETCOMMENT", quality=90)
    return buffer.getvalue()


def upload(data: bytes, **words) -> Photo:
    photo = make_photo(rendered=False, **words)
    photo.original.save("telling.jpg", ContentFile(data), save=False)
    renditions = rendition_making.make_renditions(photo, photo.original)
    photo.width, photo.height = renditions.width, renditions.height
    photo.save()
    rendition_storage.store(photo, renditions)
    rendition_storage.publish_or_hide(photo)
    return photo


def test_public_files_are_pixels_turned_upright_and_nothing_else():
    data = telling_picture()
    assert b"SECRETCOMMENT" in data
    assert b"SERIAL12345" in data
    photo = upload(data)
    assert (photo.width, photo.height) == (400, 600)
    files = public_files()
    assert set(files) == {
        *(f"{shape}-400.{kind}" for shape in ("whole", "card") for kind in ("avif", "jpg")),
        "share.jpg",
    }
    for content in files.values():
        for secret in (b"SECRET", b"SERIAL", b"2025:07:09", b"Exif", b"GPS"):
            assert secret not in content
        with Image.open(BytesIO(content)) as picture:
            assert not picture.getexif()
            assert not {"comment", "exif", "icc_profile"} & set(picture.info)
            left, right = (picture.convert("RGB").getpixel((x, 5)) for x in (5, picture.width - 5))
            # Turned by a quarter, the red left half stands on top.
            assert left[0] > 200
            assert right[0] > 200


def test_the_original_is_kept_and_has_no_address():
    photo = upload(telling_picture())
    with photo.original.open("rb") as original:
        assert original.read() == telling_picture()
    with pytest.raises(ValueError, match="not accessible via a URL"):
        _ = photo.original.url
    assert not str(private_storage().location).startswith(str(settings.MEDIA_ROOT))


@pytest.mark.parametrize(
    "words",
    [
        {"consent": Photo.Consent.NOT_ASSESSED},
        {"consent": Photo.Consent.WITHDRAWN},
        {"photographer": None},
    ],
)
def test_a_photo_that_may_not_be_shown_has_no_public_file(words):
    photo = make_photo(**words)
    assert public_files() == {}
    assert private_storage().exists(rendition_storage.thumbnail_name(photo))


def test_withdrawn_consent_takes_the_files_away_and_it_can_be_undone():
    photo = make_photo()
    before = public_files()
    assert before
    photo.consent = Photo.Consent.WITHDRAWN
    photo.save()
    rendition_storage.publish_or_hide(photo)
    assert public_files() == {}
    photo.consent = Photo.Consent.ON_FILE
    photo.save()
    rendition_storage.publish_or_hide(photo)
    assert public_files() == before


def test_files_move_only_when_the_change_stands(django_capture_on_commit_callbacks):
    photo = make_photo()
    photo.consent = Photo.Consent.WITHDRAWN
    photo.save()
    with django_capture_on_commit_callbacks(execute=True):
        file_updates.update_credits_and_access(photo)
        assert public_files()
    assert public_files() == {}


def test_a_corrected_name_is_corrected_in_the_files_and_no_pixel_changes():
    photo = make_photo()
    before = public_files()
    photo.photographer.name_en = "Son Sangmin"
    file_updates.update_credits_and_access(photo)
    for name, content in public_files().items():
        assert b"Son Sangmin" in content
        assert b"Son Sang-min" in before[name]
        assert b"Son Sang-min" not in content
        with Image.open(BytesIO(content)) as new, Image.open(BytesIO(before[name])) as old:
            assert new.tobytes() == old.tobytes()


def test_new_files_have_new_addresses(django_capture_on_commit_callbacks):
    photo = make_photo()
    old = photo.folder_token
    with django_capture_on_commit_callbacks(execute=True):
        file_updates.rerender(photo)
        assert rendition_storage.public_folder(old).exists()
    assert photo.folder_token != old
    assert not rendition_storage.public_folder(old).exists()
    assert rendition_storage.public_folder(photo.folder_token).exists()


def test_no_public_file_is_wider_than_a_screen_needs():
    photo = make_photo(size=(4000, 3000))
    assert photo.rendition_widths == {"whole": [480, 800, 1200, 1600], "card": [400, 800]}
    portrait = make_photo(size=(2000, 4000))
    assert portrait.rendition_widths["whole"] == [480, 800]


def test_the_card_is_cut_round_the_focus():
    picture = Image.new("RGB", (1000, 400), "blue")
    picture.paste("red", (900, 0, 1000, 400))
    buffer = BytesIO()
    picture.save(buffer, "PNG")
    photo = upload(buffer.getvalue(), focus_x=1.0)
    with Image.open(rendition_storage.public_folder(photo.folder_token) / "card-400.jpg") as card:
        assert card.size == (400, 267)
        red, _green, blue = card.getpixel((395, 100))
        assert red > 200 > blue


def test_a_transparent_picture_stands_on_white():
    buffer = BytesIO()
    Image.new("RGBA", (600, 400), (0, 0, 0, 0)).save(buffer, "PNG")
    photo = upload(buffer.getvalue())
    with Image.open(rendition_storage.public_folder(photo.folder_token) / "card-400.jpg") as card:
        assert card.getpixel((5, 5)) == (255, 255, 255)


def test_the_smallest_pictures_have_files_too_and_none_is_enlarged():
    photo = upload(picture_bytes((240, 160)))
    assert photo.rendition_widths == {"whole": [240], "card": [240]}
    with Image.open(rendition_storage.public_folder(photo.folder_token) / "share.jpg") as share:
        assert share.size == (240, 126)
