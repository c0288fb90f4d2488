"""Attributes and options of form fields, which the form of an article has by the hundred: Django
renders a template for each of them, which took a third of the form's time."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

OPTION = '<option value="{}"{}>{}</option>\n'
GROUP = '<optgroup label="{}">\n{}</optgroup>\n'


@register.simple_tag
def attributes(values: Mapping[str, Any]) -> SafeString:
    """As Django's `attrs.html`: one that is True stands without a value, one that is False does
    not stand at all."""
    written = (
        f" {conditional_escape(name)}" + ("" if value is True else f'="{_escaped(value)}"')
        for name, value in values.items()
        if value is not False
    )
    return mark_safe("".join(written))  # noqa: S308 - escaped


@register.simple_tag
def input_element(widget: dict[str, Any]) -> SafeString:
    value = widget["value"]
    return format_html(
        '<input type="{}" name="{}"{}{}>',
        widget["type"],
        widget["name"],
        "" if value is None else attributes({"value": str(value)}),
        attributes(widget["attrs"]),
    )


@register.simple_tag
def select_options(groups: Iterable[tuple[str | None, list[dict[str, Any]], int]]) -> SafeString:
    """`groups` are the `optgroups` of a widget."""
    written = [
        format_html(GROUP, label, _options(options)) if label else _options(options)
        for label, options, _index in groups
    ]
    return mark_safe("".join(written))  # noqa: S308 - escaped


def _options(options: list[dict[str, Any]]) -> SafeString:
    written = (
        (_escaped(option["value"]), attributes(option["attrs"]), option["label"])
        for option in options
    )
    return format_html_join("", OPTION, written)


def _escaped(value: object) -> str:
    return conditional_escape(value if isinstance(value, str) else str(value))
