"""How people are called on public pages: names and roles are printed here and nowhere else."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from members.models import Person
from network import languages


def name(person: Person) -> SafeString:
    """A name apart from the words around it, so that one written from right to left turns
    nothing. Who is hidden has none."""
    if person.is_hidden:
        return SafeString(gettext("name withheld"))
    return format_html("<bdi>{}</bdi>", languages.words(person, "name"))


def plain_name(person: Person) -> str:
    """The same without markup, for structured data and texts to copy."""
    return gettext("name withheld") if person.is_hidden else languages.plain_words(person, "name")


def role(item) -> SafeString:
    """Who somebody was on a day: of an item that names its `person` and keeps a `role_text`. The
    role of somebody hidden would give the name away."""
    return SafeString("") if _is_withheld(item) else languages.words(item, "role_text")


def plain_role(item) -> str:
    """The same without markup; in the reader's language alone, as nothing could mark another."""
    return "" if _is_withheld(item) else getattr(item, languages.column("role_text")) or ""


def _is_withheld(item) -> bool:
    return item.person is not None and item.person.is_hidden
