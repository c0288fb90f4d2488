from dataclasses import dataclass, field

from django.utils import timezone

from events.models import Campaign, Event
from news.models import Article


@dataclass
class CampaignYear:
    year: int
    events: list[Event] = field(default_factory=list)
    articles: list[Article] = field(default_factory=list)


def campaign_years(campaign: Campaign) -> list[CampaignYear]:
    """Public events and articles in the reader's language, the latest year first.

    The events of a year are in the order of their days, as in a programme.
    """
    events = Event.objects.published().filter(campaign=campaign).with_list_relations()
    articles = (
        Article.objects.published()
        .of_campaign(campaign)
        .with_list_relations()
        .select_related("event")
    )
    years: dict[int, CampaignYear] = {}
    for event in events.order_by("starts_at", "pk"):
        year = event.local_start.year
        years.setdefault(year, CampaignYear(year)).events.append(event)
    for article in articles.newest_first():
        year = year_of(article)
        years.setdefault(year, CampaignYear(year)).articles.append(article)
    return [years[year] for year in sorted(years, reverse=True)]


def year_of(article: Article) -> int:
    """The year of its event, as a report may come out in January; else of its publication."""
    if article.event:
        return article.event.local_start.year
    return timezone.localtime(article.published_at_in()).year
