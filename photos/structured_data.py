"""A photo for search engines (schema.org)."""

from cms.i18n import languages
from cms.publishing.page_urls import page_url
from cms.publishing.site_url import absolute_url
from cms.publishing.structured_data import strip_markup
from photos.files.rendition_storage import largest_name, rendition_url
from photos.models import Photo


def image_object(photo: Photo, *, shows_caption: bool = True) -> dict | None:
    """Describe a photo with the same credit as on the page; None if pages do not show it.

    Covers and portraits stand there without their caption.
    """
    if not photo.is_rendered_and_displayable():
        return None
    width = photo.rendition_widths["whole"][-1]
    data: dict[str, int | str | dict[str, str]] = {
        "@type": "ImageObject",
        "contentUrl": absolute_url(rendition_url(photo, largest_name(photo))),
        "width": width,
        "height": round(width * photo.height / photo.width),
        "creditText": strip_markup(photo.credit_line()),
    }
    caption = strip_markup(languages.translated_html(photo, "caption"))
    if caption and shows_caption:
        data["caption"] = caption
    if photo.photographer:
        name = strip_markup(languages.translated_html(photo.photographer, "name"))
        data["creator"] = {"@type": "Person", "name": name}
    # As in the files themselves (`photos.files.rendition_making.credits_for`).
    data["copyrightNotice"] = f"{data['creditText']}. {photo.licence_label()}"
    # Where the licence and its terms are read: the list of all photos on pages, with credits.
    terms = absolute_url(page_url("news:photo-credits"))
    data["license"] = photo.licence_url() or terms
    data["acquireLicensePage"] = terms
    return data
