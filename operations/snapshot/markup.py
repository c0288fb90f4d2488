"""Finds and replaces links in the HTML of the site's own templates."""

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

# Quantifiers are possessive: no tag makes the search go back.
TAG = re.compile(
    r"<(a|area|link|img|source|script|iframe|form|use|image|video|audio|track)\b"
    r"""((?:[^>"']++|"[^"]*+"|'[^']*+')*+)>""",
    re.IGNORECASE,
)
ATTRIBUTE = re.compile(r"""([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
METHOD = re.compile(r"""\s(?:method="post"|data-reveal)(?=[\s>]|$)""")
FORM = re.compile(r"(<form\b[^>]*>)(.*?)</form>", re.DOTALL)
SUMMARY = re.compile(r"<summary>(.*?)</summary>", re.DOTALL)
HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)"')
SELECT = re.compile(
    r'<label[^>]*>(.*?)</label>\s*<select[^>]*\sname="([^"]*)"[^>]*>(.*?)</select>', re.DOTALL
)
OPTION = re.compile(r'<option value="([^"]*)"[^>]*>(.*?)</option>', re.DOTALL)

LINKING = {"href", "src", "poster", "action"}
# Links that keep the URL of the site itself: `canonical` and `alternate` for search engines,
# `external` in the pages that stand in for others.
KEEPS_LIVE_URL = {"canonical", "alternate", "external"}


@dataclass(frozen=True)
class Link:
    """`rel` as written; `is_post`: of a form that a static host cannot take."""

    url: str
    rel: str = ""
    keeps_live_url: bool = False
    is_post: bool = False


def links(text: str) -> Iterator[Link]:
    for tag in TAG.finditer(text):
        attributes = _attributes(tag[2])
        for name, value in attributes.items():
            for url in _urls(name, value):
                yield _link(url, attributes)


def replace_links(text: str, replace: Callable[[Link], str | None]) -> str:
    """`replace` returns the URL that takes the place of a link, or None."""

    def new_tag(tag: re.Match[str]) -> str:
        attributes = _attributes(tag[2])
        written = ATTRIBUTE.sub(lambda found: new_attribute(found, attributes), tag[2])
        if attributes.get("method") == "post":
            written = METHOD.sub("", written)
        return f"<{tag[1]}{written}>"

    def new_attribute(found: re.Match[str], attributes: dict[str, str]) -> str:
        name, value = found[1].lower(), html.unescape(found[2] or found[3] or "")
        changed = value
        for url in _urls(name, value):
            new = replace(_link(url, attributes))
            if new is not None:
                changed = _with_url(changed, url, new) if name == "srcset" else new
        return found[0] if changed == value else f'{found[1]}="{html.escape(changed)}"'

    return TAG.sub(new_tag, text)


def _with_url(srcset: str, url: str, new: str) -> str:
    return ", ".join(
        " ".join([new if words[0] == url else words[0], *words[1:]])
        for words in (candidate.split() for candidate in srcset.split(","))
        if words
    )


def _attributes(written: str) -> dict[str, str]:
    return {
        found[1].lower(): html.unescape(found[2] or found[3] or "")
        for found in ATTRIBUTE.finditer(written)
    }


def _urls(name: str, value: str) -> list[str]:
    if name in LINKING:
        return [value]
    if name == "srcset":
        return [candidate.split()[0] for candidate in value.split(",") if candidate.strip()]
    return []


def _link(url: str, attributes: dict[str, str]) -> Link:
    rel = attributes.get("rel", "")
    is_post = attributes.get("method", "").lower() == "post"
    return Link(url, rel, bool(KEEPS_LIVE_URL & set(rel.split())), is_post)


def selects_as_links(text: str) -> str:
    """A form with lists to choose from becomes links: a static host takes no choice."""

    def as_links(form: re.Match[str]) -> str:
        selects = SELECT.findall(form[2])
        attributes = _attributes(form[1])
        if not selects or attributes.get("method") == "post":
            return form[0]
        kept = [(name, html.unescape(value)) for name, value in HIDDEN.findall(form[2])]
        summary = SUMMARY.search(form[2])
        context = {
            "label": attributes.get("aria-label", ""),
            "summary": mark_safe(summary[1]) if summary else "",  # noqa: S308 - HTML of the page
            "action": attributes.get("action", ""),
            "groups": [
                (mark_safe(label), name, _options(options, name, kept))  # noqa: S308 - HTML of the page
                for label, name, options in selects
            ],
        }
        return render_to_string("website/snapshot/_choices.html", context)

    return FORM.sub(as_links, text)


def _options(options: str, name: str, kept: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The query of each choice, and its label. `kept`: what every query has."""
    return [
        (urlencode([*kept, (name, html.unescape(value))]), mark_safe(label.strip()))  # noqa: S308
        for value, label in OPTION.findall(options)
        if value
    ]
