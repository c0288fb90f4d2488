from cms.declarations.sitemaps import SitemapSection, publishable_section
from cms.i18n import languages
from network.models import Topic
from news.archive.topics import TopicPage, used_topics
from news.models import Article
from photos.structured_data import image_object

SITEMAPS = [
    SitemapSection(
        "topics",
        Topic,
        lambda: used_topics(languages.codes()),
        languages=lambda topic: TopicPage(topic).published_languages,
        title=lambda topic, code: TopicPage(topic).title_in(code),
    ),
    publishable_section(
        "news",
        Article,
        image=lambda article: article.lead_photo and image_object(article.lead_photo),
        select_related=["lead_photo__photographer"],
        short_address_letter="a",
    ),
]
