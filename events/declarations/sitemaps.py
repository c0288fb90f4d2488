from cms.declarations.sitemaps import publishable_section
from events.models import Event
from photos.structured_data import image_object

SITEMAPS = [
    publishable_section(
        "events",
        Event,
        image=lambda event: event.lead_photo and image_object(event.lead_photo),
        select_related=["lead_photo__photographer"],
    )
]
