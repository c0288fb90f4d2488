"""Articles in lists. Not templates of files: rendering those took most of the time of the lists."""

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from cms.i18n import languages
from cms.templatetags.cms import time_of, typeset
from news.models import Article
from photos.templatetags.photos import photo

register = template.Library()

CARD = """<article class="article-card">
  <div class="article-card-words">
    <p class="article-card-kind">
      <span>{kind}</span>
      {time}
    </p>
    <{heading} class="article-card-title"><a href="{url}">{title}</a></{heading}>
    {standfirst}
  </div>
  {photo}
</article>"""
STANDFIRST = '<p class="article-card-standfirst">{}</p>'
LINE = """<p class="article-line">
  {time} <a href="{url}">{title}</a>
  {publisher}
</p>"""
PUBLISHER = "<span>{}</span>"


@register.simple_tag
def article_card(article: Article, heading: str) -> SafeString:
    """An article with its photo. `heading` is the level of its title: h2."""
    title = languages.field_name("title")
    standfirst = getattr(article, languages.field_name("standfirst"))
    card = CARD.format(
        kind=escape(article.kind_label()),
        time=time_of(article.published_at_in()),
        heading=heading,
        url=article.get_absolute_url(),
        title=typeset(getattr(article, title)),
        standfirst=STANDFIRST.format(typeset(standfirst)) if standfirst else "",
        photo=photo(article.lead_photo, "card"),
    )
    return mark_safe(card)  # noqa: S308 - all texts are escaped


@register.simple_tag
def article_line(article: Article) -> SafeString:
    """An article in a short list without pictures."""
    publisher = article.publisher
    line = LINE.format(
        time=time_of(article.published_at_in(), "SHORT_DATE_FORMAT"),
        url=article.get_absolute_url(),
        title=typeset(getattr(article, languages.field_name("title"))),
        publisher=PUBLISHER.format(languages.translated_html(publisher, "name"))
        if publisher
        else "",
    )
    return mark_safe(line)  # noqa: S308 - all texts are escaped
