import pytest
from django.utils.translation import override

from photos.models import Photo, Photographer
from tests.support.builders import make_photo, make_photographer

pytestmark = pytest.mark.django_db


def credit(language: str, **words) -> str:
    with override(language):
        return make_photo(rendered=False, **words).credit_line()


def test_the_credit_is_made_of_photographer_and_organisation_in_each_language():
    jung = make_photographer(name_ko="정재연", name_en="Jaeyeon Jung")
    un_women = {"credit_organisation_ko": "유엔여성기구", "credit_organisation_en": "UN Women"}
    assert credit("en", photographer=jung, **un_women) == "Photo: UN Women/Jaeyeon Jung"
    assert credit("ko", photographer=jung, **un_women) == "사진: 유엔여성기구/정재연"
    assert credit("en") == "Photo by Son Sang-min"
    assert credit("ko") == "사진: 손상민"
    assert credit("ko", photographer=None, **un_women) == "사진: 유엔여성기구"


def test_a_credit_in_other_words_replaces_the_made_one():
    assert credit("en", credit_override_en="Courtesy of the family") == "Courtesy of the family"


def test_a_borrowed_name_in_a_credit_is_marked_and_escaped():
    hong = make_photographer(name_ko="홍<길>동", name_en="")
    assert credit("en", photographer=hong) == 'Photo by <span lang="ko">홍&lt;길&gt;동</span>'


def test_without_anybody_to_thank_there_is_no_credit():
    assert credit("en", photographer=None) == ""


def test_a_name_corrected_once_is_corrected_in_every_credit():
    photo = make_photo(rendered=False)
    Photographer.objects.update(name_en="Son Sangmin")
    with override("en"):
        assert Photo.objects.get(pk=photo.pk).credit_line() == "Photo by Son Sangmin"


@pytest.mark.parametrize(
    ("words", "korean", "english"),
    [
        ({}, 0, 0),
        ({"alt_en": ""}, 0, 1),
        ({"alt_ko": "", "alt_en": "", "decorative": True}, 0, 0),
        ({"photographer": None}, 1, 1),
        ({"consent": Photo.Consent.NOT_ASSESSED}, 1, 1),
        ({"consent": Photo.Consent.REFUSED, "alt_ko": ""}, 2, 1),
        ({"consent": Photo.Consent.WITHDRAWN}, 1, 1),
        ({"consent": Photo.Consent.GUARDIAN}, 0, 0),
    ],
)
def test_what_is_missing_is_said_and_keeps_the_photo_from_being_shown(words, korean, english):
    photo = make_photo(rendered=False, **words)
    assert [len(photo.publication_blockers("ko")), len(photo.publication_blockers("en"))] == [
        korean,
        english,
    ]
    assert [photo.is_displayable("ko"), photo.is_displayable("en")] == [
        korean == 0,
        english == 0,
    ]
