"""Which feeds there are: of all articles, of a kind, a topic, a campaign, an organisation."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from cms.i18n import languages
from cms.publishing.feeds import FeedAddress
from events.models import Campaign
from members.models import Organisation
from network.models import Topic
from news.limits import ARTICLES_IN_FEED
from news.models import Article, ArticleQuerySet, prefetch_blocks


@dataclass(frozen=True)
class Feed(FeedAddress):
    articles: ArticleQuerySet

    def newest(self) -> list[Article]:
        articles = list(self.articles.newest_first()[:ARTICLES_IN_FEED])
        prefetch_blocks(articles)
        return articles


def feed_of_all() -> Feed:
    public = Article.objects.published()
    return Feed(_("News"), reverse("news:articles"), "news:feed", [], public)


def feed_of_kind(kind: str) -> Feed:
    label = str(Article.Kind(kind).label)
    public = Article.objects.published().filter(kind=kind)
    page_url = f"{reverse('news:articles')}?kind={kind}"
    return Feed(label, page_url, "news:kind-feed", [kind], public)


def feed_of(item: Topic | Campaign | Organisation) -> Feed:
    label, public = languages.translated_text(item, "name"), Article.objects.published()
    match item:
        case Topic():
            url_name, articles = "news:topic-feed", public.filter(topics=item)
        case Campaign():
            url_name, articles = "news:campaign-feed", public.of_campaign(item)
        case Organisation():
            url_name, articles = "news:member-feed", public.mentioning(item)
    return Feed(label, item.get_absolute_url(), url_name, [item.slug], articles)
