from dataclasses import dataclass, field

from django.utils import timezone

from cms.queries.compiled_query import compiled_once
from events.models import Campaign, Event, EventQuerySet
from news.models import Article, ArticleQuerySet


@dataclass
class CampaignYear:
    year: int
    events: list[Event] = field(default_factory=list)
    articles: list[Article] = field(default_factory=list)


def campaign_years(campaign: Campaign) -> list[CampaignYear]:
    """Public events and articles in the reader's language, the latest year first.

    The events of a year are in the order of their days, as in a programme.
    """
    years: dict[int, CampaignYear] = {}
    for event in events_of(campaign):
        year = event.local_start.year
        years.setdefault(year, CampaignYear(year)).events.append(event)
    for article in articles_of(campaign):
        year = year_of(article)
        years.setdefault(year, CampaignYear(year)).articles.append(article)
    return [years[year] for year in sorted(years, reverse=True)]


@compiled_once(Campaign)
def events_of(campaign: Campaign) -> EventQuerySet:
    events = Event.objects.published().filter(campaign=campaign).with_list_relations()
    return events.order_by("starts_at", "pk")


@compiled_once(Campaign)
def articles_of(campaign: Campaign) -> ArticleQuerySet:
    articles = Article.objects.published().of_campaign(campaign).with_list_relations()
    return articles.select_related("event").newest_first()


def year_of(article: Article) -> int:
    """The year of its event, as a report may come out in January; else of its publication."""
    if article.event:
        return article.event.local_start.year
    return timezone.localtime(article.published_at_in()).year
