"""Where an event takes place, and what everybody may read of that."""

import re

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from cms.i18n import languages
from events.models.timing import TimingMixin

# "서울특별시" for a city that is called 서울.
KOREAN_CITY_SUFFIXES = "특별시|광역시|특별자치시|시|군|구"


class PlaceMixin(TimingMixin):
    """The place of `Event`, which itself has the translated fields `venue`, `address` and `city`:
    its title must be its first translated field, and those of an abstract model would precede it.
    """

    class AddressFor(models.TextChoices):
        EVERYBODY = "everybody", _("everybody")
        REGISTERED = "registered", _("people who have registered")

    # Who may read venue and address on the page.
    address_for = models.CharField(
        _("venue and address are shown to"),
        max_length=10,
        choices=AddressFor,
        default=AddressFor.EVERYBODY,
        help_text=_("For “people who have registered” the page names only the town."),
    )
    online_url = models.URLField(_("address for taking part online"), blank=True)

    class Meta:
        abstract = True

    def is_address_public(self) -> bool:
        return self.address_for == self.AddressFor.EVERYBODY

    def is_online(self) -> bool:
        return bool(self.online_url) or self.status == self.Status.MOVED_ONLINE

    def is_online_only(self) -> bool:
        if self.status == self.Status.MOVED_ONLINE:
            return True
        has_place = any(self._place_text(field) for field in ("venue", "address", "city"))
        return bool(self.online_url) and not has_place

    def public_place_fields(self) -> list[str]:
        """Those of venue, address and city that everybody may read and that are not empty."""
        if self.is_online_only():
            return []
        fields = ordered_place_fields() if self.is_address_public() else ["city"]
        return [field for field in fields if self._place_text(field)]

    def printed_place_fields(self) -> list[str]:
        """Like `public_place_fields`, without the city where the address or venue names it, such as
        "7 Narugol-gil, Eunmorae" and "은모래시 광장"."""
        return self._without_repeated_city(self.public_place_fields())

    def place_fields_in_lists(self) -> list[str]:
        """Venue and city, as lists of events print them."""
        fields = [field for field in self.public_place_fields() if field != "address"]
        return self._without_repeated_city(fields)

    def has_address_for_registered(self) -> bool:
        """Whether the page says that people who register will be told the address."""
        if self.is_address_public() or self.is_online_only():
            return False
        is_known = self._place_text("venue") or self._place_text("address")
        return bool(is_known) and self.goes_ahead() and not self.is_past()

    def public_online_url(self) -> str:
        """Only on the days of the event, as disrupters collect links early ("Zoom bombing")."""
        is_open_to_all = self.is_address_public() and self.goes_ahead()
        return self.online_url if is_open_to_all and self.is_today() else ""

    def _place_text(self, field: str) -> str:
        return languages.translated_text(self, field)

    def _without_repeated_city(self, fields: list[str]) -> list[str]:
        city, address = self._place_text("city"), self._place_text("address")
        is_in_address = "address" in fields and city.casefold() in address.casefold()
        if is_in_address or ("venue" in fields and self._venue_begins_with(city)):
            return [field for field in fields if field != "city"]
        return fields

    def _venue_begins_with(self, city: str) -> bool:
        """Where the city comes first, and as a word: 은모래시 광장, but not 서울가족플라자."""
        if ordered_place_fields()[0] != "city":
            return False
        beginning = rf"{re.escape(city)}({KOREAN_CITY_SUFFIXES})?\s"
        return bool(re.match(beginning, self._place_text("venue")))


def ordered_place_fields() -> list[str]:
    """The fields of a place in the order of the reader's language; Korean begins with the city."""
    return pgettext("the parts of a place in their order", "venue address city").split()
