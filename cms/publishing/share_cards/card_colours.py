import re
from functools import cache

from django.conf import settings

# The roles of colours on a card, and the custom properties of `tokens.css` that have them.
COLOURS = {
    "background": "brand",
    "text": "on-brand",
    "quiet": "on-brand-quiet",
    "accent": "on-brand-accent",
}


@cache
def card_colours() -> dict[str, str]:
    """The colours of the site, as its style sheets have them: `{"background": "#0e3a40"}`."""
    tokens = (settings.BASE_DIR / "static/css/tokens.css").read_text()
    found = dict(re.findall(r"--([\w-]+):\s*(?:light-dark\()?(#[0-9a-f]{6})", tokens))
    return {role: found[name] for role, name in COLOURS.items()}
