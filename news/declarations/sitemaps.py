from cms.declarations.sitemaps import publishable_section
from news.models import Article
from photos.structured_data import image_object

SITEMAPS = [
    publishable_section(
        "news",
        Article,
        image=lambda article: article.lead_photo and image_object(article.lead_photo),
        select_related=["lead_photo__photographer"],
    )
]
