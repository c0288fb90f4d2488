"""How people are called on public pages: names and roles are printed here and nowhere else."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from members.models import Person
from network import languages


def name(person: Person) -> SafeString:
    """A name apart from the words around it, so that one written from right to left turns
    nothing."""
    return format_html("<bdi>{}</bdi>", languages.words(person, "name"))


def plain_name(person: Person) -> str:
    """The same without markup, for structured data and texts to copy."""
    return languages.plain_words(person, "name")


def role(item) -> SafeString:
    """Who somebody was on a day: of an item that names its `person` and keeps a `role_text`."""
    return languages.words(item, "role_text")


def plain_role(item) -> str:
    """The same without markup; in the reader's language alone, as nothing could mark another."""
    return getattr(item, languages.column("role_text")) or ""
