"""What photos lack before a page may show them: as conditions for lists, and for one photo.

The rule itself is `Photo.is_displayable`.
"""

from functools import reduce
from operator import or_

from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cms.i18n import languages
from photos.models import Photo, credit_condition


def lacks_credit() -> Q:
    return ~credit_condition()


def lacks_alt(language: str) -> Q:
    alt = languages.field_name("alt", language)
    return Q(Q(**{alt: ""}) | Q(**{alt: None}), decorative=False)


def lacks_some_alt() -> Q:
    """No alternative text in at least one language."""
    return reduce(or_, map(lacks_alt, languages.codes()))


def lacks_consent_assessment() -> Q:
    """Nobody has assessed the consent yet. A refusal is an assessment."""
    return Q(consent=Photo.Consent.NOT_ASSESSED)


def withheld_labels(photo: Photo) -> list[str]:
    """Returns why every page leaves the photo out, each in a word or two; `missing_labels` has a
    consent that was withdrawn."""
    labels = [pgettext("a photo", "taken down")] if photo.taken_down_at else []
    return [*labels, pgettext("a photo", "held back")] if photo.on_hold else labels


def missing_labels(photo: Photo) -> list[str]:
    """Returns what the photo is missing, each in two or three words."""
    missing = [] if photo.credit_line() else [_("no credit")]
    if not photo.decorative:
        missing += [
            _("no alternative text ({language})").format(language=languages.language_name(code))
            for code in languages.codes()
            if not photo.alt_in(code)
        ]
    if photo.consent == Photo.Consent.NOT_ASSESSED:
        missing.append(_("consent not assessed"))
    elif not photo.has_consent():
        missing.append(photo.get_consent_display())
    return missing


def publication_blockers_with_links(photo: Photo | None, codes: list[str]) -> list[SafeString]:
    """Why pages in these languages may not show a photo, each with a link to its form. A
    withheld photo keeps no page from being published, as the page leaves it out."""
    if photo is None or photo.is_withheld():
        return []
    url = reverse("admin:photos_photo_change", args=[photo.pk])
    sentences = (sentence for code in codes for sentence in photo.publication_blockers(code))
    link = '<a href="{}" target="_blank">{}</a>: {}'
    return [format_html(link, url, photo, sentence) for sentence in dict.fromkeys(sentences)]
