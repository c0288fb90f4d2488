"""What a campaign was, year by year: its events and what was written about it."""

from dataclasses import dataclass, field

from django.utils import timezone

from events.models import Campaign, Event
from news.models import Article


@dataclass
class CampaignYear:
    year: int
    events: list[Event] = field(default_factory=list)
    articles: list[Article] = field(default_factory=list)


def years(campaign: Campaign) -> list[CampaignYear]:
    """What is public of a campaign in the reader's language, the latest year first.

    Within a year its events stand in the order of its days, as in a programme.
    """
    events = Event.objects.published().filter(campaign=campaign).for_list()
    articles = Article.objects.published().of_campaign(campaign).for_list().select_related("event")
    found: dict[int, CampaignYear] = {}
    for event in events.order_by("starts_at", "pk"):
        year = event.local_start.year
        found.setdefault(year, CampaignYear(year)).events.append(event)
    for article in articles.newest_first():
        year = year_of(article)
        found.setdefault(year, CampaignYear(year)).articles.append(article)
    return [found[year] for year in sorted(found, reverse=True)]


def year_of(article: Article) -> int:
    """That of its event; a report may come out in January. Else of the day it became public."""
    if article.event:
        return article.event.local_start.year
    return timezone.localtime(article.public_from()).year
