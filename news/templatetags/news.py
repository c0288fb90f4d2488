from django import template
from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from cms.i18n import language_markup, languages
from cms.publishing.site_url import absolute_url
from cms.publishing.structured_data import json_ld_script
from cms.queries.compiled_query import compiled_once
from cms.text.unbreakable_words import keep_together
from events.models import Campaign, Event
from events.structured_data import series_object
from members.models import Organisation
from network.models import Topic
from news.archive import feed_sources, related_articles
from news.archive.article_filter import ArticleFilter
from news.archive.feed_sources import ArticleFeed
from news.limits_and_periods import MAX_ARTICLES_OF_RESOURCE, MAX_QUOTES
from news.models import Article, ArticleQuerySet, QuoteBlock
from news.structured_data import article_object, press_photo_object
from resources.models import Resource

register = template.Library()


@register.filter
def after_dateline(markup: str, opening: str) -> SafeString:
    markup = keep_together(language_markup.mark_other_alphabets(markup))
    if not opening:
        return mark_safe(markup)  # noqa: S308 - cleaned on its way into the database
    dateline = format_html('<span class="dateline">{}</span> ', opening)
    if markup.startswith("<p>"):
        return mark_safe(f"<p>{dateline}{markup.removeprefix('<p>')}")  # noqa: S308
    return mark_safe(f"<p>{dateline}</p>{markup}")  # noqa: S308


@register.filter
def file_extension(name: str) -> str:
    """The extension of a file name in capitals: PNG."""
    return name.rpartition(".")[2].upper()


@register.simple_tag
@compiled_once(Event)
def articles_about(event: Event) -> ArticleQuerySet:
    public = Article.objects.published().about(event)
    return public.select_related("publisher").newest_first()


@register.simple_tag
@compiled_once(Resource)
def articles_presenting(resource: Resource) -> ArticleQuerySet:
    public = Article.objects.published().filter(resources=resource)
    return public.select_related("publisher").newest_first()[:MAX_ARTICLES_OF_RESOURCE]


@register.simple_tag
def quotes_about(event: Event) -> list[QuoteBlock]:
    """The quotes in the public articles about an event, each text once.

    Senders of messages are left out, as the page of the event prints their messages.
    """
    senders = {message.person or message.organisation for message in event.shown_messages()}
    by_text = {
        quote.quote: quote
        for quote in _quotes_in_articles_about(event)
        if (quote.person or quote.organisation) not in senders
    }
    return list(by_text.values())[:MAX_QUOTES]


@compiled_once(Event)
def _quotes_in_articles_about(event: Event) -> QuerySet[QuoteBlock]:
    quoted = QuoteBlock.objects.filter(
        parent__in=Article.objects.published().about(event).values("pk"),
        **{f"{languages.field_name('quote')}__gt": ""},
    )
    return quoted.select_related("person", "organisation").order_by("parent", "ordering")


@register.simple_tag(takes_context=True)
def series_data(context: dict) -> SafeString:
    """A series with those of its events that the page shows."""
    campaign_years = reversed(context["campaign_years"])
    events = [event for campaign_year in campaign_years for event in campaign_year.events]
    return json_ld_script(series_object(context["campaign"], context["facts"], events))


@register.simple_tag(takes_context=True)
def article_data(context: dict) -> SafeString:
    return json_ld_script(article_object(context["article"], context["network"]))


@register.simple_tag(takes_context=True)
def press_photo_data(context: dict) -> SafeString:
    photo, page = context["press_photo"].photo, context["request"].path
    return json_ld_script(press_photo_object(photo, absolute_url(page)))


register.simple_tag(feed_sources.feed_of_all)
register.simple_tag(feed_sources.feed_of_kind)


@register.simple_tag
def feed_of(item: Topic | Campaign | Organisation) -> ArticleFeed:
    return feed_sources.feed_of(item)


@register.simple_tag
def feed_of_list(article_filter: ArticleFilter) -> ArticleFeed:
    """The feed of what the list shows; of all articles where it shows a year or several choices."""
    topic, kind = article_filter.topic(), article_filter.values["kind"]
    match bool(kind), bool(topic), bool(article_filter.values["year"]):
        case True, False, False:
            return feed_sources.feed_of_kind(kind)
        case False, True, False if topic:
            return feed_sources.feed_of(topic)
    return feed_sources.feed_of_all()


register.simple_tag(related_articles.see_also)
register.simple_tag(related_articles.articles_related_to_event)
