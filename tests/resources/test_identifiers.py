"""ISBN and DOI: pasted in any spelling, stored in one, refused where they cannot be right."""

import pytest
from django.core.exceptions import ValidationError

from resources.admin.forms import ResourceForm
from resources.identifiers import doi_url, parse_doi, parse_isbn
from resources.models import Resource


@pytest.mark.parametrize(
    "typed",
    [
        "9780306406157",
        "978-0-306-40615-7",
        "ISBN 978-0-306-40615-7",
        "ISBN-13: 978 0 306 40615 7",
        "isbn:９７８０３０６４０６１５７",
        "978\u20110\u2011306\u201140615\u20117",
        "0-306-40615-2",
        "ISBN-10 0306406152",
    ],
)
def test_an_isbn_is_the_same_in_any_spelling(typed):
    assert parse_isbn(typed) == "9780306406157"


def test_an_isbn_of_ten_digits_may_end_in_x():
    assert parse_isbn("0-8044-2957-X") == "9780804429573"
    assert parse_isbn("080442957x") == "9780804429573"


@pytest.mark.parametrize("typed", ["979-11-90090-01-8 03330", "9791190090018 (03330)"])
def test_the_additional_code_of_books_in_korea_is_left_out(typed):
    assert parse_isbn(typed) == "9791190090018"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("978-0-306-40615-8", "isbn_digit"),
        ("0-306-40615-3", "isbn_length"),
        ("97803064061", "isbn_length"),
        ("9770306406157", "isbn_length"),
        ("9780306406X57", "isbn_digit"),
        ("남성해방", "isbn_length"),
        ("X", "isbn_length"),
    ],
)
def test_what_can_be_no_isbn_is_refused_with_the_reason(typed, code):
    with pytest.raises(ValidationError) as refused:
        parse_isbn(typed)
    assert refused.value.code == code


@pytest.mark.parametrize("place", range(13))
def test_no_wrong_digit_goes_unnoticed(place):
    digits = "9780306406157"
    for digit in "0123456789".replace(digits[place], ""):
        with pytest.raises(ValidationError):
            parse_isbn(digits[:place] + digit + digits[place + 1 :])


@pytest.mark.parametrize(
    "typed",
    [
        "10.1000/182",
        "doi:10.1000/182",
        "DOI 10.1000/182.",
        "https://doi.org/10.1000/182",
        "http://dx.doi.org/10.1000%2F182",
        "See https://doi.org/10.1000/182, please",
    ],
)
def test_a_doi_is_the_same_in_any_spelling(typed):
    assert parse_doi(typed) == "10.1000/182"


def test_a_doi_may_have_brackets_and_signs_of_its_own():
    doi = "10.1002/(sici)1097-4679(199911)55:11<1>3.0"
    assert parse_doi(doi) == doi
    assert doi_url(doi) == "https://doi.org/10.1002/(sici)1097-4679(199911)55:11%3C1%3E3.0"


@pytest.mark.parametrize("typed", ["10.12/x", "11.1000/182", "10.1000/", "doi.org", "10.1000"])
def test_what_can_be_no_doi_is_refused(typed):
    with pytest.raises(ValidationError, match=r"10\.1234/example"):
        parse_doi(typed)


def test_a_form_stores_one_spelling_of_both():
    class Form(ResourceForm):
        class Meta:
            model = Resource
            fields = ["isbn", "doi"]

    form = Form({"isbn": "ISBN 0-306-40615-2", "doi": "https://doi.org/10.1000/ABC"})
    form.is_valid()
    assert (form.cleaned_data["isbn"], form.cleaned_data["doi"]) == (
        "9780306406157",
        "10.1000/abc",
    )
    wrong = Form({"isbn": "9" * 400, "doi": "x" * 400})
    wrong.is_valid()
    assert {"isbn", "doi"} <= set(wrong.errors)
