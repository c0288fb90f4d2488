"""Who is in a photo: captions made of it, places kept, minors and wishes respected."""

import re

import pytest

from members.models import Appearance, Person
from members.names import captions
from photos.models import Photo
from tests.support.builders import add_appearance, add_photo, make_article, make_person, make_photo

pytestmark = pytest.mark.django_db

PANEL = [
    ("김찬서", "Kim Chan-seo", "운영위원", "committee member"),
    ("이호", "Lee Ho", "동아리 회원", "club member"),
    ("이한", "Lee Han", "강사", "trainer"),
]


@pytest.fixture
def photo():
    return make_photo(size=(240, 160), caption_ko="", caption_en="")


@pytest.fixture
def panel(photo) -> list[Appearance]:
    """Three people; entered from the right, to be told from the left."""
    people = enumerate(PANEL, start=1)
    return [
        add_appearance(
            photo,
            make_person(name_ko=korean, name_en=english),
            job_title_ko=role_ko,
            job_title_en=role_en,
            position=position,
        )
        for position, (korean, english, role_ko, role_en) in reversed(list(people))
    ]


def test_a_caption_names_everybody_from_the_left_in_both_languages(photo, panel):
    assert captions.propose_captions(photo) == {
        "ko": "왼쪽부터 김찬서 운영위원, 이호 동아리 회원, 이한 강사.",
        "en": "From left, Kim Chan-seo, committee member; "
        "Lee Ho, club member; and Lee Han, trainer.",
    }


@pytest.mark.parametrize("consent", ["not-assessed", "unnamed", "refused", "withdrawn"])
def test_who_is_not_to_be_named_leaves_the_others_in_their_places(photo, panel, consent):
    Appearance.objects.filter(person__name_en="Lee Ho").update(consent=consent)
    assert captions.propose_captions(photo) == {
        "ko": "왼쪽에서 첫 번째 김찬서 운영위원, 왼쪽에서 세 번째 이한 강사.",
        "en": "First from left, Kim Chan-seo, committee member; third from left, Lee Han, trainer.",
    }


def test_who_is_not_known_is_a_gap_too(photo, panel):
    Appearance.objects.filter(person__name_en="Kim Chan-seo").delete()
    assert (
        captions.propose_captions(photo)["ko"]
        == "왼쪽에서 두 번째 이호 동아리 회원, 왼쪽에서 세 번째 이한 강사."
    )


def test_one_person_alone_and_people_in_no_row(photo):
    add_appearance(photo, job_title_en="")
    assert captions.propose_captions(photo)["en"] == "Kim Bogi."
    add_appearance(photo, make_person(name_en="Lee Han"), job_title_en="trainer")
    assert captions.propose_captions(photo)["en"] == "Kim Bogi; Lee Han, trainer."


def test_the_twelfth_from_left(photo):
    add_appearance(photo, position=12, job_title_ko="")
    assert captions.propose_captions(photo)["ko"] == "왼쪽에서 12번째 김보기."


@pytest.mark.parametrize(
    ("consent", "caption"), [("named", ""), ("guardian", "Kim Bogi, director.")]
)
def test_a_minor_is_named_only_with_a_guardians_consent(photo, consent, caption):
    add_appearance(photo, make_person(is_minor=True), consent=consent)
    assert captions.propose_captions(photo)["en"] == caption


def rows(prefix: str, *said: dict) -> dict:
    sent = {
        f"{prefix}-{n}-{name}": value for n, row in enumerate(said) for name, value in row.items()
    }
    kept = sum("id" in row for row in said)
    return sent | {f"{prefix}-TOTAL_FORMS": len(said), f"{prefix}-INITIAL_FORMS": kept}


def photo_form(photo: Photo, *people: dict) -> dict:
    return {
        "focus_x": 0.5,
        "focus_y": 0.5,
        "alt_ko": photo.alt_ko,
        "alt_en": photo.alt_en,
        "photographer": photo.photographer_id,
        "consent": photo.consent,
        "licence": photo.licence,
    } | rows("appearances", *people)


def person_form(person: Person, *photos: dict, **words) -> dict:
    offices = {"offices-TOTAL_FORMS": 0, "offices-INITIAL_FORMS": 0}
    names = {"name_ko": person.name_ko, "name_en": person.name_en}
    return names | offices | rows("appearances", *photos) | words


def errors(response) -> list[str]:
    lists = re.findall(r'<ul class="errorlist[^>]*>(.*?)</ul>', response.text, re.DOTALL)
    return [" ".join(re.sub("<[^>]+>", " ", words).split()) for words in lists]


def test_people_are_entered_on_the_page_of_the_photo_which_offers_a_caption(staff, photo):
    address = f"/admin/photos/photo/{photo.pk}/change/"
    row = {
        "person": make_person().pk,
        "position": 1,
        "consent": "named",
        "job_title_en": "director",
    }
    answer = staff.post(address, photo_form(photo, row), follow=True)
    assert errors(answer) == []
    assert Appearance.objects.get().position == 1
    assert 'data-offers="id_caption_en"' in answer.text
    assert "Kim Bogi, director." in answer.text
    photo.refresh_from_db()
    assert not photo.caption_en


def test_two_people_may_swap_their_places_but_not_share_one(staff, photo, panel):
    address = f"/admin/photos/photo/{photo.pk}/change/"
    first, second, *_others = reversed(panel)

    def row(appearance: Appearance, position: int) -> dict:
        facts = {"id": appearance.pk, "person": appearance.person_id, "consent": "named"}
        return facts | {"photo": photo.pk, "position": position}

    sent = photo_form(photo, row(first, 2), row(second, 2))
    assert errors(staff.post(address, sent)) == [
        "Somebody else already has this place in the photo."
    ]
    sent = photo_form(photo, row(first, 2), row(second, 1))
    assert errors(staff.post(address, sent, follow=True)) == []
    places = Appearance.objects.exclude(position=3).order_by("position")
    assert [appearance.person.name_en for appearance in places] == ["Lee Ho", "Kim Chan-seo"]


def test_the_same_person_twice_is_told(staff, photo):
    row = {"person": make_person().pk, "consent": "named"}
    answer = staff.post(f"/admin/photos/photo/{photo.pk}/change/", photo_form(photo, row, row))
    assert errors(answer) == ["This person has been added already."]


def test_withdrawing_consent_on_the_page_of_the_person_hides_the_photo(staff, client, photo):
    person = make_person()
    article = make_article()
    add_photo(article, photo)
    appearance = add_appearance(photo, person)
    shown = f"/media/photos/{photo.folder_token}/"
    assert shown in staff.get(article.url_in("ko")).text
    row = {"id": appearance.pk, "person": person.pk, "photo": photo.pk, "consent": "withdrawn"}
    address = f"/admin/members/person/{person.pk}/change/"
    assert errors(staff.post(address, person_form(person, row), follow=True)) == []
    assert shown not in staff.get(article.url_in("ko")).text
    told = staff.get(f"/admin/photos/photo/{photo.pk}/change/").text
    assert "This photo is held back" in told
    staff.post(f"/admin/photos/photo/{photo.pk}/show-again/")
    assert shown not in staff.get(article.url_in("ko")).text
    staff.post(address, person_form(person, row | {"consent": "named"}))
    assert shown in staff.get(article.url_in("ko")).text


def test_who_turns_out_to_be_a_minor_asks_for_the_guardian(staff, photo):
    person = make_person()
    appearance = add_appearance(photo, person)
    row = {"id": appearance.pk, "person": person.pk, "photo": photo.pk, "consent": "named"}
    address = f"/admin/members/person/{person.pk}/change/"
    answer = staff.post(address, person_form(person, row, is_minor="on"))
    assert [error[:49] for error in errors(answer)] == [
        "A minor is named only when a guardian agrees. Cho"
    ]
    guarded = row | {"consent": "guardian"}
    assert (
        errors(staff.post(address, person_form(person, guarded, is_minor="on"), follow=True)) == []
    )


def test_a_photo_with_people_in_it_can_be_deleted_when_no_page_shows_it(staff, photo):
    add_appearance(photo)
    address = f"/admin/photos/photo/{photo.pk}"
    assert "nothing yet" in staff.get(f"{address}/change/").text
    staff.post(f"{address}/delete/", {"post": "yes"})
    assert not Photo.objects.exists()
    assert Person.objects.exists()


def test_the_page_of_a_photo_asks_the_same_for_one_person_and_for_many(
    staff, photo, django_assert_num_queries
):
    address = f"/admin/photos/photo/{photo.pk}/change/"
    staff.get(address)
    for number in range(2):
        add_appearance(photo, make_person(name_ko=f"사람{number}"), position=number + 1)
        with django_assert_num_queries(21):
            staff.get(address)
