"""Which HTML a text may contain, also if an import or a script wrote it without the editor."""

import re

import nh3

from cms.text.plain_text import clean

ALLOWED_TAGS = {
    "p",
    "h2",
    "h3",
    "ul",
    "ol",
    "li",
    "a",
    "strong",
    "em",
    "sup",
    "sub",
    "blockquote",
    "br",
    # Words in another language.
    "span",
    *("table", "thead", "tbody", "tr", "th", "td"),
}
CELL_SPANS = {"colspan", "rowspan"}
ALLOWED_ATTRIBUTES = {
    "a": {"href"},
    "ol": {"start"},
    "span": {"lang"},
    "th": CELL_SPANS,
    "td": CELL_SPANS,
}
# No mailto: e-mail addresses must not be in the HTML of pages.
LINK_SCHEMES = {"http", "https", "tel"}
# Attributes that mean something only with some values: the start of a list, the rows or columns
# that a cell spans, a language (BCP 47).
VALID_VALUES = {
    "start": re.compile(r"[1-9][0-9]{0,3}", re.ASCII),
    "colspan": re.compile(r"[1-9][0-9]?", re.ASCII),
    "rowspan": re.compile(r"[1-9][0-9]?", re.ASCII),
    "lang": re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}", re.ASCII),
}

SPAN_TAG = re.compile(r"(</?span\b[^<>]*>)")
EMPTY_PARAGRAPH = re.compile(r"<p>(?:\s|&nbsp;|<br\s*/?>)*</p>")


def sanitise(markup: str) -> str:
    """Remove everything that is not in `ALLOWED_TAGS` and `ALLOWED_ATTRIBUTES`."""
    markup = nh3.clean(
        clean(markup),
        tags=ALLOWED_TAGS,
        attributes=ALLOWED_ATTRIBUTES,
        attribute_filter=_valid_attribute,
        url_schemes=LINK_SCHEMES,
        link_rel=None,
    )
    return EMPTY_PARAGRAPH.sub("", _without_bare_spans(markup)).strip()


def _without_bare_spans(markup: str) -> str:
    """Takes well-formed HTML, as nh3 returns it, without spans that name no language."""
    pieces = SPAN_TAG.split(markup)
    open_spans: list[str] = []
    for place in range(1, len(pieces), 2):
        is_end = pieces[place] == "</span>"
        if not is_end:
            open_spans.append(pieces[place])
        begun_by = open_spans.pop() if is_end else open_spans[-1]
        if begun_by == "<span>":
            pieces[place] = ""
    return "".join(pieces)


def _valid_attribute(_tag: str, name: str, value: str) -> str | None:
    wanted = VALID_VALUES.get(name)
    return value if wanted is None or wanted.fullmatch(value) else None
