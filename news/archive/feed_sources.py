"""Which feeds there are: of all articles, of a kind, a topic, a campaign, an organisation."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.db.models import Model
from django.utils.translation import gettext as _

from cms.i18n import languages
from cms.publishing.feeds import FeedAddress
from cms.publishing.page_urls import page_url
from events.models import Campaign
from members.models import Organisation
from network.models import Topic
from news.limits import ARTICLES_IN_FEED
from news.models import Article, ArticleQuerySet, prefetch_blocks

FEED_URLS: dict[type[Model], str] = {
    Topic: "news:topic-feed",
    Campaign: "news:campaign-feed",
    Organisation: "news:member-feed",
}


@dataclass(frozen=True)
class Feed(FeedAddress):
    # Pages that link to a feed need none.
    articles: Callable[[], ArticleQuerySet]

    def newest(self) -> list[Article]:
        articles = list(self.articles().newest_first()[:ARTICLES_IN_FEED])
        prefetch_blocks(articles)
        return articles


def feed_of_all() -> Feed:
    return Feed(_("News"), page_url("news:articles"), "news:feed", [], Article.objects.published)


def feed_of_kind(kind: str) -> Feed:
    label = str(Article.Kind(kind).label)
    list_url = f"{page_url('news:articles')}?kind={kind}"
    return Feed(
        label,
        list_url,
        "news:kind-feed",
        [kind],
        lambda: Article.objects.published().filter(kind=kind),
    )


def feed_of(item: Topic | Campaign | Organisation) -> Feed:
    label = languages.translated_text(item, "name")
    articles = partial(_articles_of, item)
    return Feed(label, item.get_absolute_url(), FEED_URLS[type(item)], [item.slug], articles)


def _articles_of(item: Topic | Campaign | Organisation) -> ArticleQuerySet:
    public = Article.objects.published()
    match item:
        case Topic():
            return public.filter(topics=item)
        case Campaign():
            return public.of_campaign(item)
        case Organisation():
            return public.mentioning(item)
