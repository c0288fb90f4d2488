from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cms.publishing.structured_data import json_ld_script
from members.directory.structured_data import person_object
from members.names import display_names

register = template.Library()
register.filter("person_name", display_names.display_name)
register.filter("plain_person_name", display_names.plain_display_name)
register.filter("role_that_day", display_names.display_role)


DIFFERENCE_TAGS = {"gone": "<del>{}</del>", "new": "<ins>{}</ins>"}


@register.filter
def difference(parts: list[tuple[str, str]]) -> SafeString | str:
    """Merges two texts into one, with removed and added words marked (`cms.text.word_diff`)."""
    marked = ((format_html(DIFFERENCE_TAGS.get(kind, "{}"), words),) for kind, words in parts)
    return format_html_join("", "{}", marked) or _("nothing")


@register.simple_tag(takes_context=True)
def person_data(context: dict) -> SafeString:
    return json_ld_script(person_object(context["person"]))
