"""`{% photo %}` prints every photo of a page, with alternative text, caption and credit."""

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from cms.decoding.tasks.images.rendition_sizes import LIST_CARD_RATIO
from cms.i18n import languages
from cms.publishing.site_url import absolute_url
from cms.templatetags.cms import typeset
from photos.files.rendition_storage import largest_name, rendition_url
from photos.models import Photo

register = template.Library()

# Placement -> shape of the file, and the width of the image there (attribute `sizes`).
PLACEMENTS = {
    "lead": ("whole", "(min-width: 64rem) 60rem, 100vw"),
    "body": ("whole", "(min-width: 48rem) 44rem, 100vw"),
    "gallery": ("whole", "(min-width: 48rem) 36rem, 85vw"),
    "portrait": ("whole", "(min-width: 40rem) 15rem, 60vw"),
    "cover": ("whole", "(min-width: 64rem) 16rem, 10rem"),
    "video": ("whole", "(min-width: 48rem) 44rem, 100vw"),
    "card": ("card", "(min-width: 64rem) 20rem, (min-width: 40rem) 50vw, 100vw"),
}
# The placements beside other content, of which a caption would seem to speak.
WITHOUT_CAPTION = ("card", "cover", "portrait", "video")

# Not a template of a file: a page has up to fifty, and rendering took half of their time.
FIGURE = """<figure class="photo photo-{placement}">
  <picture>
    <source type="image/avif" srcset="{avif}" sizes="{sizes}">
    <img
      src="{fallback}"
      srcset="{jpeg}"
      sizes="{sizes}"
      width="{width}"
      height="{height}"
      alt="{alt}"
      {loading}
    >
  </picture>
  <figcaption>
    {caption}
    <span class="photo-credit">{credit}</span>
  </figcaption>
</figure>"""
CAPTION = '<span class="photo-caption">{}</span>'
AT_ONCE = 'fetchpriority="high"'
WHEN_NEAR = 'loading="lazy" decoding="async"'

MAX_WIDTH_IN_FEED = 1200


@register.simple_tag
def photo(photo: Photo | None, placement: str = "body") -> SafeString:
    if photo is None or not photo.is_rendered_and_displayable():
        return SafeString("")
    shape, sizes = PLACEMENTS[placement]
    widths = photo.rendition_widths[shape]
    ratio = LIST_CARD_RATIO if shape == "card" else photo.width / photo.height
    figure = FIGURE.format(
        alt="" if photo.decorative else escape(photo.alt_in()),
        caption="" if placement in WITHOUT_CAPTION else _caption(photo),
        credit=photo.credit_line(),
        placement=placement,
        sizes=sizes,
        avif=_sources(photo, shape, widths, "avif"),
        jpeg=_sources(photo, shape, widths, "jpg"),
        fallback=rendition_url(photo, f"{shape}-{widths[-1]}.jpg"),
        width=widths[-1],
        height=round(widths[-1] / ratio),
        loading=AT_ONCE if placement == "lead" else WHEN_NEAR,
    )
    return mark_safe(figure)  # noqa: S308 - texts are escaped, and URLs made of hexadecimal digits


def _caption(photo: Photo) -> SafeString:
    caption = languages.translated_html(photo, "caption")
    return format_html(CAPTION, typeset(caption)) if caption else SafeString("")


@register.inclusion_tag("photos/_photo_in_feed.html")
def photo_in_feed(photo: Photo | None) -> dict:
    """One JPEG of middle width: programs that read feeds choose among no files."""
    if photo is None or not photo.is_rendered_and_displayable():
        return {}
    width = max(width for width in photo.rendition_widths["whole"] if width <= MAX_WIDTH_IN_FEED)
    return {
        "url": absolute_url(rendition_url(photo, f"whole-{width}.jpg")),
        "width": width,
        "height": round(width * photo.height / photo.width),
        "alt": "" if photo.decorative else photo.alt_in(),
        "caption": languages.translated_html(photo, "caption"),
        "credit": photo.credit_line(),
    }


@register.simple_tag
def share_image(photo: Photo | None) -> str:
    """Returns the absolute URL of the image for shared links to the page; empty without one."""
    if photo is None or photo.is_person_portrait or not photo.is_rendered_and_displayable():
        return ""
    name = (photo.share_cards or {}).get(languages.active())
    return absolute_url(rendition_url(photo, name)) if name else ""


def feed_image(photo: Photo | None) -> str:
    """Returns the absolute URL of the image for shared links; without one, that of the whole photo
    in its own size. Empty for a portrait."""
    if image := share_image(photo):
        return image
    if photo is None or photo.is_person_portrait or not photo.is_rendered_and_displayable():
        return ""
    return absolute_url(rendition_url(photo, largest_name(photo)))


def _sources(photo: Photo, shape: str, widths: list[int], extension: str) -> str:
    return ", ".join(
        f"{rendition_url(photo, f'{shape}-{width}.{extension}')} {width}w" for width in widths
    )
