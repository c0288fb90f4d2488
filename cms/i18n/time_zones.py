"""Names of time zones in the reader's language."""

from datetime import datetime

from babel import Locale
from babel.dates import get_timezone_name
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext_lazy as _

# As organisers write them; other time zones are named by Babel.
TIME_ZONE_NAMES = {
    "Asia/Seoul": _("Korea Standard Time (KST)"),
    "UTC": _("Coordinated Universal Time (UTC)"),
}


def time_zone_name(zone: str, moment: datetime) -> str:
    """Korea Standard Time (KST), 한국 시간."""
    if zone in TIME_ZONE_NAMES:
        return str(TIME_ZONE_NAMES[zone])
    return get_timezone_name(moment, locale=Locale.parse(to_locale(get_language() or "en")))
