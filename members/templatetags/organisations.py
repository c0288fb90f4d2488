from collections.abc import Iterable, Iterator

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cms.i18n import languages
from cms.publishing.structured_data import json_ld_script
from cms.templatetags.cms import typeset
from members.directory.structured_data import network_with_members, organisation_page_object
from members.models import Organisation

register = template.Library()

# The name is beside it. Logos of any shape are fitted into a square: `width` and `height` keep its
# place until the logo and the style have come. A page of the directory has sixty.
LOGO = """<picture class="logo">
  {dark}
  <img {on_white} src="{url}" width="80" height="80" alt="" loading="lazy" decoding="async">
</picture>"""
DARK_LOGO = '<source media="(prefers-color-scheme: dark)" srcset="{}">'
ON_WHITE = SafeString('class="logo-on-white"')
MONOGRAM = '<span class="logo monogram" aria-hidden="true">{}</span>'
# Not a template of a file either: rendering sixty took most of the time of the directory.
CARD = """<article class="member-card">
  {logo}
  <div>
    <{heading} class="member-card-title"><a href="{url}">{name}</a></{heading}>
    {summary}
    {facts}
    {topics}
  </div>
</article>"""
SUMMARY = '<p class="member-card-summary">{}</p>'
FACTS = '<ul class="member-card-facts">{}</ul>'
FOUNDING_MARK = '<li class="founding-mark">{}</li>'


@register.simple_tag
def logo(organisation: Organisation) -> SafeString:
    """The logo of an organisation, or initials in its place."""
    if not organisation.logo:
        return format_html(MONOGRAM, organisation.monogram())
    dark = organisation.logo_dark
    return format_html(
        LOGO,
        url=organisation.logo.url,
        dark=format_html(DARK_LOGO, dark.url) if dark else "",
        on_white="" if dark else ON_WHITE,
    )


@register.simple_tag
def member_card(organisation: Organisation, heading: str) -> SafeString:
    """An organisation in a list. `heading` is the level of its name: h2. Its topics are those in
    `shown_topics`, where a list has them."""
    name, summary = organisation.name, organisation.summary
    if organisation.abbreviation:
        name = f"{name} ({organisation.abbreviation})"
    topics = vars(organisation).get("shown_topics", [])
    return format_html(
        CARD,
        heading=heading,
        logo=logo(organisation),
        url=organisation.get_absolute_url(),
        name=name,
        summary=format_html(SUMMARY, typeset(summary)) if summary else "",
        facts=_facts(_membership_facts(organisation)),
        topics=_facts(_fact(languages.translated_html(topic, "name")) for topic in topics),
    )


def _membership_facts(organisation: Organisation) -> Iterator[SafeString]:
    if organisation.region:
        yield _fact(languages.translated_html(organisation.region, "name"))
    if membership := organisation.membership_display():
        yield _fact(membership)
    if organisation.is_founding_member:
        yield format_html(FOUNDING_MARK, _("Founding member"))


def _fact(text: str) -> SafeString:
    return format_html("<li>{}</li>", text)


def _facts(items: Iterable[SafeString]) -> SafeString:
    joined = "".join(items)
    return format_html(FACTS, mark_safe(joined)) if joined else SafeString("")  # noqa: S308


@register.simple_tag(takes_context=True)
def organisation_on_its_page(context: dict) -> SafeString:
    return json_ld_script(organisation_page_object(context["organisation"], context["network"]))


@register.simple_tag(takes_context=True)
def network_with_listed_members(context: dict) -> SafeString:
    return json_ld_script(network_with_members(context["network"], context["page"]))
