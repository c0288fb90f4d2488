"""How public pages print the names and job titles of people. Nothing else prints them."""

from django.db.models import Model
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from cms.i18n import languages
from members.models import Person


def display_name(person: Person) -> SafeString:
    """Returns the name in `<bdi>`, so that a name that is written from right to left does not
    reorder the text around it; "name withheld" for a hidden person."""
    if person.is_hidden:
        return SafeString(gettext("name withheld"))
    return format_html("<bdi>{}</bdi>", languages.translated_html(person, "name"))


def plain_display_name(person: Person) -> str:
    """Returns the name without markup, for structured data and texts to copy."""
    return (
        gettext("name withheld") if person.is_hidden else languages.translated_text(person, "name")
    )


def job_title(item: Model) -> SafeString:
    """Returns the job title on the day of an item with `person` and `job_title`; empty for a
    hidden person, whom it would identify."""
    return SafeString("") if _is_hidden(item) else languages.translated_html(item, "job_title")


def plain_job_title(item: Model) -> str:
    """Returns the job title without markup, and only in the reader's language, because a plain text
    cannot mark another one."""
    return "" if _is_hidden(item) else getattr(item, languages.field_name("job_title")) or ""


def _is_hidden(item: Model) -> bool:
    person = getattr(item, "person", None)
    return isinstance(person, Person) and person.is_hidden
