"""Filters and tags for languages, names, texts and URLs."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast
from urllib.parse import urlsplit

from django import template
from django.db import models
from django.http import HttpRequest
from django.template import Context
from django.urls import translate_url
from django.utils import timezone
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext, to_locale

from cms.i18n import account_names, dates, language_markup, languages
from cms.publishing import structured_data
from cms.publishing.breadcrumbs import Breadcrumb, breadcrumb_list, breadcrumbs
from cms.publishing.page_urls import page_url
from cms.publishing.publishable import Publishable
from cms.publishing.site_url import absolute_url
from cms.text.footnotes import link_footnotes
from cms.text.rich_text import to_plain_text
from cms.text.text_comparison import Paragraph
from cms.text.unbreakable_words import keep_together

register = template.Library()

BLANKS = re.compile(r"[ \n]+")

# Search engines and messengers show no more of a description.
MAX_DESCRIPTION_LENGTH = 180

CHANGE_ELEMENTS = {"same": "{}", "added": "<ins>{}</ins>", "removed": "<del>{}</del>"}

register.filter(account_names.account_name)
register.filter(account_names.short_account_name)

ICON_ALT = re.compile(r'alt="(Search|True|False|None)">')


@register.filter
def marked_changes(paragraph: Paragraph) -> SafeString:
    """A compared text with `ins` and `del` around what was added and taken away."""
    marked = ((format_html(CHANGE_ELEMENTS[span.change], span.text),) for span in paragraph)
    return format_html_join("", "{}", marked)


@register.filter
def translated_html(item: models.Model, field: str) -> SafeString:
    """`{{ topic|translated_html:"name" }}`: see `cms.i18n.languages.translated_html`."""
    return languages.translated_html(item, field)


@register.filter
def translated_text(item: models.Model, field: str) -> str:
    """The same as plain text, for `<title>`, attributes and e-mails."""
    return structured_data.strip_markup(languages.translated_html(item, field))


@register.filter
def rich_text(markup: str | None, written_in: str = "") -> SafeString:
    """The HTML of a `RichTextField`, which sanitises whatever enters the database. `written_in` is
    its language where that is not the language of the page."""
    marked = language_markup.mark_other_alphabets(markup or "", written_in)
    return mark_safe(keep_together(marked))  # noqa: S308 - sanitised by `cms.fields`


@register.filter
def with_footnotes(markup: str | None) -> str:
    """A rich text that is the only one of its page, before `rich_text`."""
    return link_footnotes([markup or ""])[0]


@register.filter
def typeset(text: str | None, written_in: str = "") -> SafeString:
    """Plain text as HTML in which lines do not break within K-MEN, and words in another script have
    their `lang` (`cms.i18n.language_markup`). `written_in` is its language where that is not the
    language of the page."""
    marked = language_markup.mark_other_alphabets(conditional_escape(text or ""), written_in)
    return mark_safe(keep_together(marked))  # noqa: S308 - escaped


@register.filter(is_safe=True)
def translate_icons(html: str) -> str:
    """Translates the alternative texts of icons, which Django's admin has in English only."""
    texts = {"Search": _("Search"), "True": _("yes"), "False": _("no"), "None": _("unknown")}
    return ICON_ALT.sub(lambda found: f'alt="{texts[found[1]]}">', html)


@register.filter(is_safe=True)
def mark_other_alphabets(html: str) -> str:
    """HTML without form fields, whose words in another script get their `lang`."""
    return language_markup.mark_other_alphabets(html)


@register.filter(is_safe=True)
def one_line(text: str) -> str:
    """Removes the line breaks from a paragraph of plain text that a template spreads over several
    lines."""
    return BLANKS.sub(" ", text).strip()


@register.simple_tag
def time_of(moment: datetime | None, date_format: str = "DATE_FORMAT") -> SafeString:
    """A moment as a `<time>` element that shows its day, in the network's time zone."""
    if moment is None:
        return SafeString("")
    local = timezone.localtime(moment)
    text = dates.format_moment(local.date(), date_format)
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), text)


@register.filter
def without_stop(sentence: str) -> str:
    """Removes the full stop of a sentence before a colon, such as the label of a checkbox."""
    return str(sentence).removesuffix(".")


@register.filter
def excerpt(markup: str | None) -> str:
    """The beginning of a rich text on one line without markup, for `<meta name="description">`."""
    text = " ".join(to_plain_text(markup or "").split())
    return Truncator(text).chars(MAX_DESCRIPTION_LENGTH)


@register.filter
def host(url: str) -> str:
    """The host of a URL without `www.`: `menengage.org`."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


@register.filter
def web_links(lines: str | None) -> list[dict]:
    """The URLs in a text, one per line. Shape: url, host."""
    return [{"url": url, "host": host(url)} for url in structured_data.web_urls(lines)]


@register.filter
def open_graph_locale(code: str) -> str:
    """A language as Open Graph has it, with a country: `en_GB`."""
    with override(code):
        named = pgettext("this language for social networks, such as ko_KR", "en_GB")
    return named if named.startswith(code[:2]) else to_locale(code)


@register.simple_tag(takes_context=True)
def language_links(context: dict, item: Publishable | None = None, url: str = "") -> list[dict]:
    """The language switch: this page in each language. Shape: code, name, is_active, url.

    `url` is empty for a language in which the item is not public. A page that has no counterpart of
    its own, such as an error page, gives the `url` whose counterparts to link to.
    """
    request = context["request"]
    return [
        {
            "code": code,
            "name": languages.native_name(code),
            "is_active": code == languages.active(),
            "url": translate_url(url, code) if url else _url_in(request, item, code),
        }
        for code in languages.codes()
    ]


@register.simple_tag(takes_context=True)
def alternate_links(context: dict, item: Publishable | None = None) -> list[dict]:
    """For `<link rel="alternate">`: the languages in which the page is public. Shape: code, url.

    URLs are absolute. x-default is the network's own language, else the first in which the page is
    public. A page that is public in one language has no alternates.
    """
    request = context["request"]
    if request.GET or (item is None and request.resolver_match is None):
        return []
    paths = {code: _url_in(request, item, code) for code in languages.codes()}
    urls = {code: absolute_url(path) for code, path in paths.items() if path}
    if len(urls) < 2:
        return []
    default = {"code": "x-default", "url": next(iter(urls.values()))}
    return [{"code": code, "url": url} for code, url in urls.items()] + [default]


register.simple_tag(absolute_url)


@register.simple_tag(takes_context=True)
def canonical_url(context: Context) -> str:
    """The absolute URL of this page. Filters and pages of lists are pages of their own."""
    return absolute_url(context["request"].get_full_path())


@register.simple_tag(takes_context=True)
def page_breadcrumbs(context: Context) -> list[Breadcrumb]:
    request = context["request"]
    match = request.resolver_match
    variables = cast(dict[str, Any], context.flatten())
    return breadcrumbs(match.view_name, variables) if match else []


@register.simple_tag(takes_context=True)
def page_data(context: Context) -> SafeString:
    """The page for search engines (schema.org): `title` and `description` as in `_meta.html`, and
    the URLs of the items that a list shows (`listed`). `page_type` is a type below WebPage."""
    url, crumbs = canonical_url(context), page_breadcrumbs(context)
    network = context["network"]
    name = structured_data.strip_markup(languages.translated_html(network, "name"))
    home = absolute_url(f"/{languages.active()}/")
    return structured_data.json_ld_script(
        {
            "@type": context.get("page_type") or "WebPage",
            "@id": url,
            "url": url,
            "name": structured_data.strip_markup(context.get("title") or name),
            "description": context.get("description"),
            "inLanguage": languages.active(),
            "isPartOf": {"@type": "WebSite", "@id": f"{home}#website", "name": name, "url": home},
            "breadcrumb": breadcrumb_list(crumbs, url),
            "mainEntity": _item_list(context.get("listed")),
        }
    )


def _item_list(items: Iterable[Any] | None) -> dict | None:
    urls = [absolute_url(item.get_absolute_url()) for item in items or ()]
    if not urls:
        return None
    return {
        "@type": "ItemList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "url": url}
            for number, url in enumerate(urls, 1)
        ],
    }


def _url_in(request: HttpRequest, item: Publishable | None, code: str) -> str:
    """Empty for an item that is not public in that language."""
    if item:
        return item.url_in(code) if code in item.published_languages else ""
    url, match = request.get_full_path(), request.resolver_match
    if match is None or match.args or match.kwargs:
        return translate_url(url, code)
    # As `translate_url` does, which would find out the name of the page first.
    with override(code):
        return page_url(match.view_name) + url.removeprefix(request.path)
