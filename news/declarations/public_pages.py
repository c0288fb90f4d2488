from cms.declarations.public_pages import PageSection, publishable_section
from cms.i18n import languages
from network.models import Topic
from news.archive.press_photos import PressPhoto, press_photos_with_page
from news.archive.topics import TopicPage, used_topics
from news.models import Article
from photos.files.share_cards import small_share_card_photo
from photos.models import Photo
from photos.structured_data import image_object

PAGE_SECTIONS = [
    PageSection(
        "topics",
        Topic,
        lambda: used_topics(languages.codes()),
        languages=lambda topic: TopicPage(topic).published_languages,
        title=lambda topic, code: TopicPage(topic).title_in(code),
        slug_field="slug",
    ),
    publishable_section(
        "news",
        Article,
        image_object=lambda article: article.lead_photo and image_object(article.lead_photo),
        small_share_card_photo=lambda article: small_share_card_photo(article.lead_photo),
        select_related=["lead_photo__photographer"],
        short_url_letter="a",
    ),
    PageSection(
        "press-photos",
        Photo,
        press_photos_with_page,
        languages=lambda photo: PressPhoto(photo).published_languages,
        title=lambda photo, code: PressPhoto(photo).title_in(code),
        path=lambda photo: PressPhoto(photo).get_absolute_url(),
        image_object=image_object,
        small_share_card_photo=small_share_card_photo,
    ),
]
