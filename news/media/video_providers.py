"""URLs of videos: the known providers, and their players that set no cookie."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

# Provider -> pattern of its URLs, and the URL of its player.
PROVIDERS = {
    gettext_noop("YouTube"): (
        re.compile(
            r"https://(?:www\.|m\.)?(?:youtube\.com/(?:watch\?(?:.*&)?v=|live/|shorts/|embed/)"
            r"|youtu\.be/|youtube-nocookie\.com/embed/)([\w-]{11})"
        ),
        "https://www.youtube-nocookie.com/embed/{}?autoplay=1",
    ),
    gettext_noop("Vimeo"): (
        re.compile(r"https://(?:www\.|player\.)?vimeo\.com/(?:video/)?(\d{6,12})"),
        "https://player.vimeo.com/video/{}?dnt=1&autoplay=1",
    ),
}
PLAYER_HOSTS = ("https://www.youtube-nocookie.com", "https://player.vimeo.com")


def validate_video_url(url: str) -> None:
    """Raises ValidationError unless it is the URL of one video of a known provider."""
    if not any(pattern.match(url) for pattern, _player in PROVIDERS.values()):
        raise ValidationError(
            _("Paste the address of a video on YouTube or Vimeo, beginning with https://.")
        )


def player_url(url: str) -> str:
    """The URL of the provider's player; empty for an unknown provider."""
    for pattern, player in PROVIDERS.values():
        if match := pattern.match(url):
            return player.format(match[1])
    return ""


def provider(url: str) -> str:
    """The name of the provider in the reader's language; empty for an unknown provider."""
    for name, (pattern, _player) in PROVIDERS.items():
        if pattern.match(url):
            return gettext(name)
    return ""
