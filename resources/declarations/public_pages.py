from cms.declarations.public_pages import publishable_section
from photos.files.share_cards import small_share_card_photo
from photos.structured_data import image_object
from resources.models import Resource

PAGE_SECTIONS = [
    publishable_section(
        "resources",
        Resource,
        image_object=lambda resource: resource.cover and image_object(resource.cover),
        small_share_card_photo=lambda resource: small_share_card_photo(resource.cover),
        select_related=["cover__photographer"],
        short_url_letter="r",
    )
]
