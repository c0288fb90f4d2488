from collections.abc import Iterable, Iterator

from django import template
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cms.i18n import languages
from cms.templatetags.cms import typeset
from members.models import Organisation
from members.templatetags.organisations import logo

register = template.Library()

# Not a template of a file: rendering sixty took most of the time of the directory. When somebody
# became a member is written by `Organisation.membership_display`.
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
FACT = "<li>{}</li>"
FOUNDING_MARK = '<li class="founding-mark">{}</li>'


@register.simple_tag
def member_card(organisation: Organisation, heading: str) -> SafeString:
    """An organisation in a list. `heading` is the level of its name: h2. Its topics are those in
    `shown_topics`, where a list has them."""
    name, summary = organisation.name, organisation.summary
    if organisation.abbreviation:
        name = f"{name} ({organisation.abbreviation})"
    topics = vars(organisation).get("shown_topics", [])
    card = CARD.format(
        heading=heading,
        logo=logo(organisation),
        url=organisation.get_absolute_url(),
        name=escape(name),
        summary=SUMMARY.format(typeset(summary)) if summary else "",
        facts=_facts(_membership_facts(organisation)),
        topics=_facts(_fact(languages.translated_html(topic, "name")) for topic in topics),
    )
    return mark_safe(card)  # noqa: S308 - all texts are escaped


def _membership_facts(organisation: Organisation) -> Iterator[str]:
    if organisation.region:
        yield _fact(languages.translated_html(organisation.region, "name"))
    if membership := organisation.membership_display():
        yield _fact(membership)
    if organisation.is_founding_member:
        yield FOUNDING_MARK.format(escape(_("Founding member")))


def _fact(text: str) -> str:
    return FACT.format(conditional_escape(text))


def _facts(items: Iterable[str]) -> str:
    joined = "".join(items)
    return FACTS.format(joined) if joined else ""
