"""What others show of a photo: its middle with the credit in the corner, and no longer than pages
show it."""

from io import BytesIO

import pytest
from django.conf import settings
from django.utils.translation import override
from PIL import Image

from photos import actions
from photos.declarations.jobs import JOBS
from photos.files import rendition_storage, share_cards
from photos.models import Photo
from photos.templatetags.photos import share_image
from tests.support.builders import make_photo, make_photographer

pytestmark = pytest.mark.django_db

LARGE = (1600, 1000)


def cards(photo: Photo) -> dict[str, bytes]:
    """The public files of the cards by name."""
    folder = settings.MEDIA_ROOT / "photos" / photo.folder_token
    return {path.name: path.read_bytes() for path in folder.glob("share-*.jpg")}


def shared(photo: Photo, language: str) -> bytes:
    with override(language):
        url = share_image(photo)
    assert url.startswith(f"{settings.SITE_URL}{settings.MEDIA_URL}photos/{photo.folder_token}/")
    return cards(photo)[url.rpartition("/")[2]]


def credit_corner(content: bytes) -> Image.Image:
    with Image.open(BytesIO(content)) as card:
        assert card.size == (1200, 630)
        return card.convert("RGB").crop((900, 540, 1190, 615))


def run_job() -> int:
    job = next(job for job in JOBS if job.name == "draw missing share cards of photos")
    due = job.count_due()
    done = job.run()
    assert done == due
    return done


def test_a_card_has_the_credit_in_its_corner_in_the_language_of_the_page():
    photo = make_photo(size=LARGE)
    korean, english = shared(photo, "ko"), shared(photo, "en")
    assert korean != english
    for content in (korean, english):
        colours = credit_corner(content).getcolors(300 * 100)
        assert colours is not None
        # White letters on a dark box; the photo is all teal.
        assert any(min(colour) > 230 for _number, colour in colours)
        assert any(max(colour) < 60 for _number, colour in colours)
        # The credit is embedded, too.
        assert b"Son Sang-min" in content


def test_a_photo_too_small_to_be_enlarged_has_no_card():
    photo = make_photo(size=(500, 400))
    assert photo.share_cards == {}
    assert share_image(photo) == ""
    assert run_job() == 0


def test_a_credit_in_letters_that_the_font_lacks_is_not_drawn_in_part():
    photo = make_photo(size=LARGE, photographer=make_photographer(name_ko="손상민", name_en="写真"))
    assert list(photo.share_cards) == ["ko"]
    with override("en"):
        assert share_image(photo) == ""


def test_a_portrait_of_a_person_has_no_card():
    photo = make_photo(size=LARGE, is_person_portrait=True)
    assert photo.share_cards == {}
    assert cards(photo) == {}
    assert share_image(photo) == ""


@pytest.mark.parametrize(
    "change",
    [
        {"taken_down_at": "2026-01-01T00:00Z"},
        {"on_hold": True},
        {"consent": Photo.Consent.WITHDRAWN},
    ],
)
def test_a_card_goes_with_the_other_files_when_the_photo_does(change):
    photo = make_photo(size=LARGE)
    names = set(photo.share_cards.values())
    assert set(cards(photo)) == names
    Photo.objects.filter(pk=photo.pk).update(**change)
    rendition_storage.publish_or_hide(photo)
    assert cards(photo) == {}
    for name in names:
        assert rendition_storage.public_rendition_name(photo.folder_token, name) is None
    photo.refresh_from_db()
    assert share_image(photo) == ""


def test_a_photo_that_was_taken_down_by_hand_takes_its_cards_along(
    django_capture_on_commit_callbacks,
):
    photo = make_photo(size=LARGE)
    with django_capture_on_commit_callbacks(execute=True):
        actions.take_down(photo)
    assert cards(photo) == {}
    with django_capture_on_commit_callbacks(execute=True):
        actions.show_again(photo)
    assert set(cards(photo)) == set(photo.share_cards.values())


def test_another_credit_makes_another_card_and_deletes_the_old(django_capture_on_commit_callbacks):
    photo = make_photo(size=LARGE)
    before = cards(photo)
    photo.credit_override_ko = photo.credit_override_en = "UN Women"
    with django_capture_on_commit_callbacks(execute=True):
        actions.update(photo, ["credit_override_ko", "credit_override_en"])
    after = cards(photo)
    # One wording, one file.
    assert len(after) == 1
    assert not before.keys() & after.keys()
    photo.refresh_from_db()
    assert shared(photo, "ko") == shared(photo, "en")


def test_a_change_that_leaves_the_credit_leaves_the_cards(django_capture_on_commit_callbacks):
    photo = make_photo(size=LARGE)
    before = cards(photo)
    photo.consent = Photo.Consent.ON_FILE
    with django_capture_on_commit_callbacks(execute=True):
        actions.update(photo, ["consent"])
    assert cards(photo).keys() == before.keys()


def test_a_photographer_with_another_name_gets_new_cards_from_the_scheduler(
    django_capture_on_commit_callbacks,
):
    photo = make_photo(size=LARGE)
    before = cards(photo)
    photographer = photo.photographer
    photographer.name_ko, photographer.name_en = "정재연", "Jaeyeon Jung"
    photographer.save()
    with django_capture_on_commit_callbacks(execute=True):
        actions.update_photographer_credits(photographer)
    assert cards(photo) == {}
    photo = Photo.objects.get(pk=photo.pk)
    assert share_image(photo) == ""
    assert run_job() == 1
    photo.refresh_from_db()
    assert len(cards(photo)) == 2
    assert not before.keys() & cards(photo).keys()
    assert b"Jaeyeon Jung" in shared(photo, "en")
    assert run_job() == 0


def test_photos_from_before_there_were_cards_get_them_from_the_scheduler():
    photo = make_photo(size=LARGE)
    hidden = make_photo(size=LARGE, consent=Photo.Consent.NOT_ASSESSED)
    for name in photo.share_cards.values():
        rendition_storage.delete_file(photo, name)
    Photo.objects.update(share_cards=None)
    assert run_job() == 1
    photo.refresh_from_db()
    hidden.refresh_from_db()
    assert set(cards(photo)) == set(photo.share_cards.values())
    assert hidden.share_cards is None


def test_new_files_of_a_public_photo_can_be_read_by_the_proxy():
    photo = make_photo(size=LARGE)
    share_cards.update(photo, draws_now=True)
    photo.credit_override_en = "UN Women"
    share_cards.update(photo, draws_now=True)
    folder = rendition_storage.public_folder(photo.folder_token)
    assert {path.stat().st_mode & 0o777 for path in folder.glob("share-*.jpg")} == {0o644}
