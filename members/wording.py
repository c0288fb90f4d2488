"""How people are set together: a name with a role, and who stands or sits in a row."""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext, override, pgettext

from members import naming
from members.models import Appearance
from network import languages
from network.structured_data import plain
from photos.models import Photo


def with_role(name: SafeString, role: str) -> SafeString:
    """ "Kim Bogi, director"; 김보기 대표."""
    if not role:
        return name
    form = pgettext("a person and their role on the day", "{name}, {role}")
    return format_html(form, name=name, role=role)


def from_left(people: Sequence[SafeString]) -> SafeString:
    """Who is in a row, as a newspaper sets it under a photo: "From left, A, role; and B."."""
    if len(people) < 2:
        return format_html("{}.", people[0]) if people else SafeString("")
    first = format_html_join(pgettext("between people in a caption", "; "), "{}", zip(people[:-1]))
    form = pgettext("the people in a caption", "From left, {people}; and {last}.")
    return format_html(form, people=first, last=people[-1])


def captions(photo: Photo) -> dict[str, str]:
    """What a caption could say of the people in a photo, by language code; without those who are
    not to be named, and empty where nobody is."""
    people = list(photo.appearances.in_order())
    found = {}
    for code in languages.codes():
        with override(code):
            found[code] = plain(_caption(people))
    return found


def _caption(people: list[Appearance]) -> SafeString:
    named = [someone for someone in people if someone.may_be_named()]
    places = [someone.position for someone in named]
    if len(people) == len(named) and places in (list(range(1, len(named) + 1)), [None]):
        return from_left([_named(someone) for someone in named])
    words = [_placed(someone) for someone in named]
    between = pgettext("between people in a caption", "; ")
    joined = plain(format_html_join(between, "{}", zip(words)))
    return format_html("{}.", capfirst(joined)) if words else SafeString("")


def _named(someone: Appearance) -> SafeString:
    """The role only in the caption's own language: nobody marks a borrowed word in running text."""
    return with_role(naming.name(someone.person), naming.plain_role(someone))


def _placed(someone: Appearance) -> SafeString:
    """Whoever is left out, the others keep their place: "third from left, A, role"."""
    if someone.position is None:
        return _named(someone)
    form = pgettext("a person in a caption", "{place} from left, {person}")
    return format_html(form, place=ordinal(someone.position), person=_named(someone))


def ordinal(number: int) -> str:
    """A place in a row in words as far as people write them so: third, 세 번째; 12th, 12번째."""
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
