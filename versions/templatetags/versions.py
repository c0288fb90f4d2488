from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from versions.comparison.text_comparison import Paragraph

register = template.Library()
ELEMENTS = {"added": "ins", "removed": "del"}


@register.filter
def marked_changes(paragraph: Paragraph) -> SafeString:
    """A paragraph with `ins` and `del` around what was added and taken away."""
    return format_html_join("", "{}", ((_marked(part.change, part.text),) for part in paragraph))


def _marked(change: str, text: str) -> SafeString:
    if change not in ELEMENTS:
        return format_html("{}", text)
    return format_html("<{0}>{1}</{0}>", ELEMENTS[change], text)
