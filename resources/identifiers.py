"""ISBN and DOI, in whatever spelling they are pasted."""

import re
from typing import Any
from unicodedata import normalize
from urllib.parse import quote, unquote

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.text import plain_text

# An ISBN-13, and behind it the additional code of books in Korea: "979-11-6471-005-7 (03330)".
ISBN_LENGTH, LENGTH_WITH_ADDITIONAL_CODE = 13, 18
ISBN_PREFIXES = ("978", "979")
ISBN_LABEL = re.compile(r"^\s*isbn(?:[\s-]?1[03])?\s*:?", re.IGNORECASE)

# The Handbook of the DOI System: a prefix that begins with 10, and a suffix of any signs.
DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+")
DOI_SITE = "https://doi.org/"
MAX_DOI_LENGTH = 200
# What is pasted along from the end of a sentence.
PUNCTUATION_AFTER_DOI = ".,;:\"'”’»>"

# What somebody may paste, with hyphens and words around it.
MAX_TYPED_LENGTH = 300


def parse_isbn(typed: str) -> str:
    """The 13 digits of an ISBN; of one with 10, those that it has today. Raises ValidationError."""
    text = ISBN_LABEL.sub("", normalize("NFKC", plain_text.clean_line(typed)))
    digits = "".join(sign for sign in text.upper() if sign in "0123456789X")
    if len(digits) == LENGTH_WITH_ADDITIONAL_CODE and digits.startswith(ISBN_PREFIXES):
        digits = digits[:ISBN_LENGTH]
    if len(digits) == 10 and _is_isbn_10(digits):
        return _with_check_digit(f"978{digits[:9]}")
    if len(digits) != ISBN_LENGTH or not digits.startswith(ISBN_PREFIXES):
        raise ValidationError(
            _("An ISBN has 13 digits and begins with 978 or 979; older ones have 10."),
            code="isbn_length",
        )
    if not digits.isdecimal() or digits != _with_check_digit(digits[:12]):
        raise ValidationError(
            _("One digit of this ISBN is wrong. Compare it with the one on the book."),
            code="isbn_digit",
        )
    return digits


def _is_isbn_10(digits: str) -> bool:
    if not digits[:9].isdecimal():
        return False
    values = [10 if digit == "X" else int(digit) for digit in digits]
    return (
        sum(value * weight for value, weight in zip(values, range(10, 0, -1), strict=True)) % 11
        == 0
    )


def _with_check_digit(digits: str) -> str:
    """For the first twelve digits of an ISBN-13."""
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return f"{digits}{-total % 10}"


def parse_doi(typed: str) -> str:
    """`10.1000/182` from a DOI or its address. Case means nothing in it. Raises ValidationError."""
    text = normalize("NFKC", plain_text.clean_line(typed))
    is_address = "//" in text
    found = DOI.search(unquote(text) if is_address else text)
    doi = found[0].rstrip(PUNCTUATION_AFTER_DOI).lower() if found else ""
    if not DOI.fullmatch(doi) or len(doi) > MAX_DOI_LENGTH:
        raise ValidationError(
            _(
                "A DOI looks like 10.1234/example. Copy it, or its address, where the work is "
                "offered."
            )
        )
    return doi


def doi_url(doi: str) -> str:
    return DOI_SITE + quote(doi, safe="/:;()")


def validate_isbn(value: str) -> None:
    parse_isbn(value)


def validate_doi(value: str) -> None:
    parse_doi(value)


class IdentifierFormField(forms.CharField):
    """Takes any spelling, and gives the one that is stored."""

    def __init__(self, *, parse: Any, **options: Any) -> None:
        self.parse = parse
        super().__init__(**options | {"max_length": MAX_TYPED_LENGTH})

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value) or ""
        if not typed or len(typed) > MAX_TYPED_LENGTH:
            return typed
        parsed: str = self.parse(typed)
        return parsed


class IsbnField(models.CharField):
    default_validators = [validate_isbn]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"max_length": ISBN_LENGTH} | options)

    def formfield(self, **options: Any) -> Any:
        return super().formfield(
            **options | {"form_class": IdentifierFormField, "parse": parse_isbn}
        )


class DoiField(models.CharField):
    default_validators = [validate_doi]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"max_length": MAX_DOI_LENGTH} | options)

    def formfield(self, **options: Any) -> Any:
        return super().formfield(
            **options | {"form_class": IdentifierFormField, "parse": parse_doi}
        )
