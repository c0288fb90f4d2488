"""The empty row at the end of rows of a form, for browsers without JavaScript.

Others never read it: it stands in a `noscript` element.
"""

from django import template
from django.forms import BaseFormSet
from django.forms.formsets import TOTAL_FORM_COUNT
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.filter(is_safe=True)
def as_next_row(markup: str, formset: BaseFormSet) -> str:
    """The row that a script would copy, with the number after the last one, as the script does."""
    following = f"{formset.prefix}-{formset.total_form_count()}"
    return markup.replace(f"{formset.prefix}-__prefix__", following)


@register.filter
def count_with_next_row(formset: BaseFormSet) -> SafeString:
    """The number of rows with it: of a name that is sent twice, the last value counts."""
    name, count = f"{formset.prefix}-{TOTAL_FORM_COUNT}", formset.total_form_count() + 1
    return format_html('<input type="hidden" name="{}" value="{}">', name, count)
