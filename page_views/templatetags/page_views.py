from django import template
from django.db.models import Model

from page_views.admin import item_url
from page_views.storing import counted_kinds
from search.triggers import searchables

register = template.Library()


@register.simple_tag
def page_views_url(item: Model | None) -> str:
    """The page with the numbers of an item; empty if it has no counted page."""
    if item is None:
        return ""
    counted = counted_kinds()
    kinds = [one.kind for one in searchables() if one.kind in counted and one.model is type(item)]
    return item_url(kinds[0], item.pk) if kinds else ""
