"""The network's name on the cards of shared links, and the job that deletes outdated cards."""

from django.utils.translation import override

from cms.i18n import languages
from cms.publishing.share_cards import stored_cards
from cms.publishing.structured_data import strip_markup
from network.models import Network


def publisher_in(language: str, network: Network | None = None) -> str:
    with override(language):
        name = languages.translated_html(network or Network.objects.current(), "name")
    return strip_markup(name)


def count_outdated() -> int:
    return stored_cards.count_outdated(_publishers())


def delete_outdated() -> int:
    return stored_cards.delete_outdated(_publishers())


def _publishers() -> dict[str, str]:
    network = Network.objects.current()
    return {code: publisher_in(code, network) for code in languages.codes()}
