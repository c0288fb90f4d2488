"""Which feeds there are: of all articles, of a kind, a topic, a campaign, an organisation."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from cms.i18n import languages
from cms.publishing.site_url import absolute_url
from events.models import Campaign
from members.models import Organisation
from network.models import Network, Topic
from news.limits import ARTICLES_IN_FEED
from news.models import Article, ArticleQuerySet, prefetch_blocks


@dataclass(frozen=True)
class Feed:
    """`label` is what its articles have in common, `page_url` the page that lists them,
    `url_name` the URL pattern of the feed, which takes `url_arguments` and a format."""

    label: str
    page_url: str
    url_name: str
    url_arguments: Sequence[str]
    articles: ArticleQuerySet

    def url(self, feed_format: str) -> str:
        return reverse(self.url_name, args=[*self.url_arguments, feed_format])

    @property
    def atom_url(self) -> str:
        return self.url("atom")

    @property
    def json_url(self) -> str:
        return self.url("json")

    def links(self) -> list[tuple[str, str]]:
        """Media type and absolute URL of each format."""
        return [
            ("application/atom+xml", absolute_url(self.atom_url)),
            ("application/feed+json", absolute_url(self.json_url)),
        ]

    def title(self, network: Network) -> str:
        name = languages.translated_text(network, "short_name") or str(network)
        return f"{name}: {self.label}"

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
