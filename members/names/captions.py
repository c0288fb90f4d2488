from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext, override, pgettext

from cms.i18n import languages
from cms.publishing.structured_data import strip_markup
from members.models import Appearance
from members.names import display_names
from photos.models import Photo


def name_with_job_title(name: SafeString, job_title: str) -> SafeString:
    """Returns "Kim Bogi, director"; 김보기 대표."""
    if not job_title:
        return name
    form = pgettext("a person and their job title on that day", "{name}, {role}")
    return format_html(form, name=name, role=job_title)


def list_from_left(people: Sequence[SafeString]) -> SafeString:
    """Returns a list of people in the style of newspapers: "From left, A, role; and B."."""
    if len(people) < 2:
        return format_html("{}.", people[0]) if people else SafeString("")
    first = format_html_join(pgettext("between people in a caption", "; "), "{}", zip(people[:-1]))
    form = pgettext("the people in a caption", "From left, {people}; and {last}.")
    return format_html(form, people=first, last=people[-1])


def propose_captions(photo: Photo) -> dict[str, str]:
    """Returns a caption by language code. It leaves out the people who may not be named, and is
    empty if nobody may."""
    appearances = list(photo.appearances.in_photo_order())
    captions = {}
    for code in languages.codes():
        with override(code):
            captions[code] = strip_markup(_caption(appearances))
    return captions


def _caption(appearances: list[Appearance]) -> SafeString:
    named = [appearance for appearance in appearances if appearance.may_be_named()]
    positions = [appearance.position for appearance in named]
    is_complete = len(appearances) == len(named)
    if is_complete and positions in (list(range(1, len(named) + 1)), [None]):
        return list_from_left([_name_and_job_title(appearance) for appearance in named])
    people = [_name_and_position(appearance) for appearance in named]
    separator = pgettext("between people in a caption", "; ")
    joined = strip_markup(format_html_join(separator, "{}", zip(people)))
    return format_html("{}.", capfirst(joined)) if people else SafeString("")


def _name_and_job_title(appearance: Appearance) -> SafeString:
    """Only a job title in the language of the caption: running text cannot mark one of another
    language."""
    return name_with_job_title(
        display_names.display_name(appearance.person), display_names.plain_job_title(appearance)
    )


def _name_and_position(appearance: Appearance) -> SafeString:
    """Returns "third from left, A, role": the position counts the people who are left out."""
    if appearance.position is None:
        return _name_and_job_title(appearance)
    form = pgettext("a person in a caption", "{place} from left, {person}")
    return format_html(
        form, place=ordinal(appearance.position), person=_name_and_job_title(appearance)
    )


def ordinal(number: int) -> str:
    """Returns an ordinal, in words up to ten: third, 세 번째; 12th, 12번째."""
    words = [
        pgettext("a place in a row", "first"),
        pgettext("a place in a row", "second"),
        pgettext("a place in a row", "third"),
        pgettext("a place in a row", "fourth"),
        pgettext("a place in a row", "fifth"),
        pgettext("a place in a row", "sixth"),
        pgettext("a place in a row", "seventh"),
        pgettext("a place in a row", "eighth"),
        pgettext("a place in a row", "ninth"),
        pgettext("a place in a row", "tenth"),
    ]
    if number <= len(words):
        return words[number - 1]
    return gettext("no. {n}").format(n=number)
