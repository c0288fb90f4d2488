"""Which feeds there are: of all articles, of a kind, a topic, a campaign, an organisation."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.db.models import Model
from django.utils.translation import gettext as _

from cms.i18n import languages
from cms.publishing.feeds import Feed
from cms.publishing.page_urls import page_url
from events.models import Campaign
from members.models import Organisation
from network.models import Topic
from news.limits_and_periods import ARTICLES_IN_FEED
from news.models import Article, ArticleQuerySet, prefetch_blocks

FEED_URLS: dict[type[Model], str] = {
    Topic: "news:topic-feed",
    Campaign: "news:campaign-feed",
    Organisation: "news:member-feed",
}


@dataclass(frozen=True, kw_only=True)
class ArticleFeed(Feed):
    # Pages that link to a feed need none.
    articles: Callable[[], ArticleQuerySet]

    def newest(self) -> list[Article]:
        articles = list(self.articles().newest_first()[:ARTICLES_IN_FEED])
        prefetch_blocks(articles)
        return articles


def feed_of_all() -> ArticleFeed:
    return ArticleFeed(
        label=_("News"),
        page_url=page_url("news:articles"),
        url_name="news:feed",
        url_arguments=[],
        articles=Article.objects.published,
    )


def feed_of_kind(kind: str) -> ArticleFeed:
    return ArticleFeed(
        label=str(Article.Kind(kind).label),
        page_url=f"{page_url('news:articles')}?kind={kind}",
        url_name="news:kind-feed",
        url_arguments=[kind],
        articles=lambda: Article.objects.published().filter(kind=kind),
    )


def feed_of(item: Topic | Campaign | Organisation) -> ArticleFeed:
    return ArticleFeed(
        label=languages.translated_text(item, "name"),
        page_url=item.get_absolute_url(),
        url_name=FEED_URLS[type(item)],
        url_arguments=[item.slug],
        articles=partial(_articles_of, item),
    )


def _articles_of(item: Topic | Campaign | Organisation) -> ArticleQuerySet:
    public = Article.objects.published()
    match item:
        case Topic():
            return public.filter(topics=item)
        case Campaign():
            return public.of_campaign(item)
        case Organisation():
            return public.mentioning(item)
