"""Addresses of videos: which providers are known, and how they are asked without a cookie."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Provider -> what its addresses look like, and the address of its player.
PROVIDERS = {
    "YouTube": (
        re.compile(
            r"https://(?:www\.|m\.)?(?:youtube\.com/(?:watch\?(?:.*&)?v=|live/|shorts/|embed/)"
            r"|youtu\.be/|youtube-nocookie\.com/embed/)([\w-]{11})"
        ),
        "https://www.youtube-nocookie.com/embed/{}?autoplay=1",
    ),
    "Vimeo": (
        re.compile(r"https://(?:www\.|player\.)?vimeo\.com/(?:video/)?(\d{6,12})"),
        "https://player.vimeo.com/video/{}?dnt=1&autoplay=1",
    ),
}
PLAYER_HOSTS = ("https://www.youtube-nocookie.com", "https://player.vimeo.com")


def check_address(address: str) -> None:
    """Raises ValidationError unless the address is that of one video of a known provider."""
    if not any(pattern.match(address) for pattern, _player in PROVIDERS.values()):
        raise ValidationError(
            _("Paste the address of a video on YouTube or Vimeo, beginning with https://.")
        )


def player_address(address: str) -> str:
    """The provider's player; empty for an address of nobody."""
    for pattern, player in PROVIDERS.values():
        if found := pattern.match(address):
            return player.format(found[1])
    return ""


def provider(address: str) -> str:
    """Who would be asked: "YouTube"."""
    return next(
        (name for name, (pattern, _player) in PROVIDERS.items() if pattern.match(address)), ""
    )
