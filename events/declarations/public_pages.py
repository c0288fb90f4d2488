from django.utils.translation import override

from cms.declarations.public_pages import PageSection, publishable_section
from cms.i18n import languages
from events.models import Campaign, Event
from photos.files.share_cards import small_share_card_photo
from photos.structured_data import image_object


def campaign_name(campaign: Campaign, language: str) -> str:
    with override(language):
        return languages.translated_text(campaign, "name")


PAGE_SECTIONS = [
    publishable_section(
        "events",
        Event,
        image_object=lambda event: event.lead_photo and image_object(event.lead_photo),
        small_share_card_photo=lambda event: small_share_card_photo(event.lead_photo),
        select_related=["lead_photo__photographer"],
        short_url_letter="e",
    ),
    PageSection(
        "campaigns",
        Campaign,
        lambda: Campaign.objects.public().order_by("pk"),
        languages=lambda campaign: campaign.published_languages,
        title=campaign_name,
        slug_field="slug",
        short_url_letter="c",
    ),
]
