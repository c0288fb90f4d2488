"""The events and articles of a campaign, year by year.

Which there are is kept in memory until something changes. What a page shows of them is loaded by
their keys, so that it costs the same however long a campaign has gone on.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from django.utils import timezone

from cms.queries.compiled_query import compiled_by_keys, compiled_once
from events.formatting.series import SeriesFacts, series_facts
from events.models import Campaign, Event, EventQuerySet
from news.models import Article, ArticleQuerySet
from page_cache.cached_values import cached_for_each


@dataclass(frozen=True)
class CampaignItem:
    year: int
    model: type[Event | Article]
    key: int


@dataclass
class CampaignYear:
    year: int
    events: list[Event] = field(default_factory=list)
    articles: list[Article] = field(default_factory=list)


@dataclass(frozen=True)
class CampaignOutline:
    """What is public in the reader's language, the latest year first: of each year the events in
    the order of their days, as in a programme, then the articles, the newest first. `facts` are
    those of all events."""

    items: list[CampaignItem]
    facts: SeriesFacts


@cached_for_each
def outline_of(campaign: Campaign) -> CampaignOutline:
    events = events_of(campaign)
    items = [CampaignItem(event.local_start.year, Event, event.pk) for event in events]
    for article in articles_of(campaign):
        items.append(CampaignItem(year_of(article), Article, article.pk))
    items.sort(key=attrgetter("year"), reverse=True)
    return CampaignOutline(items, series_facts(events))


def load_years(items: Sequence[CampaignItem]) -> list[CampaignYear]:
    """The items with what a page shows of them, in their order."""
    years = {item.year: CampaignYear(item.year) for item in items}
    year_by_item = {(item.model, item.key): years[item.year] for item in items}
    for event in listed_events(_keys(items, Event)):
        year_by_item[Event, event.pk].events.append(event)
    for article in listed_articles(_keys(items, Article)):
        year_by_item[Article, article.pk].articles.append(article)
    return list(years.values())


# Only those that are public still: taking something back waits for no memory.
@compiled_by_keys
def listed_events() -> EventQuerySet:
    return Event.objects.published().with_list_relations()


@compiled_by_keys
def listed_articles() -> ArticleQuerySet:
    return Article.objects.published().with_list_relations()


@compiled_once(Campaign)
def events_of(campaign: Campaign) -> EventQuerySet:
    return Event.objects.published().filter(campaign=campaign).order_by("starts_at", "pk")


@compiled_once(Campaign)
def articles_of(campaign: Campaign) -> ArticleQuerySet:
    articles = Article.objects.published().of_campaign(campaign)
    return articles.select_related("event").newest_first()


def year_of(article: Article) -> int:
    """The year of its event, as a report may come out in January; else of its publication."""
    if article.event:
        return article.event.local_start.year
    return timezone.localtime(article.published_at_in()).year


def _keys(items: Sequence[CampaignItem], model: type[Event | Article]) -> list[int]:
    return [item.key for item in items if item.model is model]
