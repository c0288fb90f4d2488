"""`{% photo %}`: the one way a picture reaches a page, with alt, caption and credit together."""

from django import template
from django.conf import settings

from network import languages
from network.isolated.renditions import CARD_RATIO
from network.site_address import absolute_url
from network.structured_data import plain
from photos.models import Photo

register = template.Library()

# Placement -> shape of the file, and how wide the picture stands there (for `sizes`).
PLACEMENTS = {
    "lead": ("whole", "(min-width: 64rem) 60rem, 100vw"),
    "body": ("whole", "(min-width: 48rem) 44rem, 100vw"),
    "gallery": ("whole", "(min-width: 48rem) 36rem, 85vw"),
    "portrait": ("whole", "(min-width: 40rem) 15rem, 60vw"),
    "video": ("whole", "(min-width: 48rem) 44rem, 100vw"),
    "card": ("card", "(min-width: 64rem) 20rem, (min-width: 40rem) 50vw, 100vw"),
}
# Where a picture stands for something else, its caption would be read as that thing's.
WITHOUT_CAPTION = ("card", "portrait", "video")


@register.inclusion_tag("photos/_photo.html")
def photo(picture: Photo | None, placement: str = "body") -> dict:
    """A figure with its credit; nothing at all when the photo may not be shown in this language."""
    if picture is None or not picture.developed or not picture.is_showable():
        return {}
    shape, sizes = PLACEMENTS[placement]
    widths = picture.developed[shape]
    ratio = CARD_RATIO if shape == "card" else picture.width / picture.height
    return {
        "alt": "" if picture.decorative else picture.alt_in(),
        "caption": "" if placement in WITHOUT_CAPTION else languages.words(picture, "caption"),
        "credit": picture.credit_line(),
        "placement": placement,
        "sizes": sizes,
        "avif": _sources(picture, shape, widths, "avif"),
        "jpeg": _sources(picture, shape, widths, "jpg"),
        "fallback": _address(picture, f"{shape}-{widths[-1]}.jpg"),
        "width": widths[-1],
        "height": round(widths[-1] / ratio),
    }


@register.simple_tag(takes_context=True)
def share_image(context: dict, picture: Photo | None) -> str:
    """The absolute address of the picture shown where a page is shared; empty without one."""
    if picture is None or not picture.developed or not picture.is_showable():
        return ""
    if picture.is_portrait:
        return ""
    return absolute_url(_address(picture, "share.jpg"))


def image_object(picture: Photo) -> dict | None:
    """A shown photo as structured data, with the very credit that stands beside it."""
    if not picture.developed or not picture.is_showable():
        return None
    width = picture.developed["whole"][-1]
    data = {
        "@type": "ImageObject",
        "contentUrl": absolute_url(_address(picture, f"whole-{width}.jpg")),
        "creditText": plain(picture.credit_line()),
    }
    if caption := plain(languages.words(picture, "caption")):
        data["caption"] = caption
    if picture.photographer:
        name = plain(languages.words(picture.photographer, "name"))
        data["creator"] = {"@type": "Person", "name": name}
    if licence := picture.licence_page():
        data["license"] = licence
    return data


def _address(picture: Photo, name: str) -> str:
    return f"{settings.MEDIA_URL}photos/{picture.key}/{name}"


def _sources(picture: Photo, shape: str, widths: list[int], ending: str) -> str:
    return ", ".join(
        f"{_address(picture, f'{shape}-{width}.{ending}')} {width}w" for width in widths
    )
