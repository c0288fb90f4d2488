"""What the page of an article says to readers and to search engines."""

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from events.models import Campaign, Event
from members.templatetags.members import organisation_object
from network import languages, structured_data, text
from network.models import Network
from network.site_address import absolute_url
from news import campaigns
from news.campaigns import CampaignYear
from news.models import Article, ArticleQuerySet, QuoteBlock, VideoBlock
from photos.templatetags.photos import image_object

register = template.Library()

# More quotes than these are read in the articles themselves.
MOST_QUOTES = 6
REPORTS = (Article.Kind.PRESS_RELEASE, Article.Kind.STATEMENT, Article.Kind.NEWS)


@register.filter
def after_dateline(markup: str, dateline: str | None) -> SafeString:
    """A cleaned rich text whose first paragraph opens with the dateline, as newspapers set it."""
    markup = text.unbroken(markup)
    if not dateline:
        return mark_safe(markup)  # noqa: S308 - cleaned on its way into the database
    opening = format_html('<span class="dateline">{} —</span> ', dateline)
    if markup.startswith("<p>"):
        return mark_safe(f"<p>{opening}{markup.removeprefix('<p>')}")  # noqa: S308
    return mark_safe(f"<p>{opening}</p>{markup}")  # noqa: S308


@register.filter
def ending(name: str) -> str:
    """What kind of file a name says it is: PNG."""
    return name.rpartition(".")[2].upper()


@register.simple_tag
def articles_about(event: Event) -> ArticleQuerySet:
    """What the reader can read about an event, newest first."""
    public = Article.objects.published().about(event)
    return public.select_related("published_by").newest_first()


@register.simple_tag
def quotes_about(event: Event) -> list[QuoteBlock]:
    """What was said, as public articles about an event quote it; each saying once.

    Who sent a message is left out: those words stand on the page of the event already.
    """
    articles = Article.objects.published().about(event)
    said = {f"{languages.column('quote')}__gt": ""}
    quotes = QuoteBlock.get_queryset().filter(parent__in=articles, **said)
    senders = {one.person or one.organisation for one in event.shown_messages()}
    found = {
        quote.quote: quote
        for quote in quotes.order_by("parent", "ordering")
        if (quote.person or quote.organisation) not in senders
    }
    return list(found.values())[:MOST_QUOTES]


@register.simple_tag
def campaign_years(campaign: Campaign) -> list[CampaignYear]:
    return campaigns.years(campaign)


@register.simple_tag(takes_context=True)
def article_data(context: dict) -> SafeString:
    """The article of the page as JSON-LD; the same words and credits as in the page."""
    article, network = context["article"], context["network"]
    data = {
        **_work(article, languages.active()),
        "mainEntityOfPage": absolute_url(article.get_absolute_url()),
        "description": article.standfirst,
        "dateline": article.dateline,
        "articleSection": article.get_kind_display(),
        "keywords": [structured_data.plain(str(topic)) for topic in article.page_topics()],
        "datePublished": _moment(article.public_from()),
        "dateModified": _moment(_changed(article)),
        "author": {"@type": "Person", "name": article.byline} if article.byline else None,
        "publisher": _publisher(article, network),
        "image": [data for photo in article.photos() if (data := image_object(photo))],
        "video": [_video(block) for block in article.videos()],
        "correction": [
            {
                "@type": "CorrectionComment",
                "text": correction.text,
                "datePublished": correction.corrected_on,
            }
            for correction in article.shown_corrections()
        ],
        **_translations(article),
    }
    return structured_data.script(data)


@register.simple_tag(takes_context=True)
def press_photo_data(context: dict) -> SafeString:
    """The photo of the page as JSON-LD; the page itself says how to get a licence."""
    data = image_object(context["press_photo"].photo) or {}
    here = absolute_url(context["request"].path)
    return structured_data.script(data | {"acquireLicensePage": here})


def _video(block: VideoBlock) -> dict:
    poster = image_object(block.poster) if block.poster else None
    data = {
        "@type": "VideoObject",
        "name": block.title,
        "url": block.address,
        "embedUrl": block.player_address(),
        "thumbnailUrl": poster and poster["contentUrl"],
        "transcript": block.transcript,
        "inLanguage": languages.active(),
    }
    return {key: value for key, value in data.items() if value}


def _work(article: Article, language: str) -> dict:
    return {
        "@type": "NewsArticle" if article.kind in REPORTS else "Article",
        "headline": article.title_in(language),
        "inLanguage": language,
        "url": absolute_url(article.address_in(language)),
    }


def _translations(article: Article) -> dict:
    """Original and translations name each other, as far as they are public."""
    original, here = article.original_language, languages.active()
    others = [code for code in article.published_languages if code != here]
    if here == original:
        return {"workTranslation": [_work(article, code) for code in others]}
    return {"translationOfWork": _work(article, original) if original in others else None}


def _publisher(article: Article, network: Network) -> dict:
    if article.published_by:
        return organisation_object(article.published_by)
    return structured_data.publisher(network)


def _changed(article: Article):
    """A text written ahead of its publication was last changed, for readers, when it came out."""
    moment = article.public_from()
    return max(moment, article.updated_at) if moment else None


def _moment(moment) -> str:
    """With the offset of the network's time zone: `2025-07-23T10:00:00+09:00`."""
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else ""
