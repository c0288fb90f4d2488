"""What photos still lack before they may be shown: as queries, and of one photo in short words.

The rule itself is `Photo.obstacles`; here are its parts, for lists, filters and the picker.
"""

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from network import languages
from photos.models import Photo


def without_credit(photos: QuerySet) -> QuerySet:
    return photos.exclude(pk__in=photos.model.objects.credited())


def without_alt(photos: QuerySet, language: str) -> QuerySet:
    alt = languages.column("alt", language)
    return photos.filter(Q(**{alt: ""}) | Q(**{alt: None}), decorative=False)


def without_words(photos: QuerySet) -> QuerySet:
    """Photos that nobody could describe to who cannot see them, in one language or more."""
    lacking = Q()
    for code in languages.codes():
        alt = languages.column("alt", code)
        lacking |= Q(**{alt: ""}) | Q(**{alt: None})
    return photos.filter(lacking, decorative=False)


def without_consent(photos: QuerySet) -> QuerySet:
    """Photos nobody has assessed yet; a refusal is no gap but an answer."""
    return photos.filter(consent=Photo.Consent.NOT_ASSESSED)


def of(photo: Photo) -> list[str]:
    """What one photo lacks, each in two or three words."""
    gaps = [] if photo.credit_line() else [_("no credit")]
    if not photo.decorative:
        gaps += [
            _("no alternative text ({language})").format(language=languages.name(code))
            for code in languages.codes()
            if not photo.alt_in(code)
        ]
    if photo.consent == Photo.Consent.NOT_ASSESSED:
        gaps.append(_("consent not assessed"))
    elif not photo.has_consent():
        gaps.append(photo.get_consent_display())
    return gaps


def sentences(photo: Photo | None, codes: list[str]) -> list[SafeString]:
    """What keeps a photo from being shown in these languages, each with the way to its form. One
    that is withdrawn keeps nothing up: the page closes where it stood."""
    if photo is None or photo.is_withdrawn():
        return []
    address = reverse("admin:photos_photo_change", args=[photo.pk])
    found = (sentence for code in codes for sentence in photo.obstacles(code))
    link = '<a href="{}" target="_blank">{}</a>: {}'
    return [format_html(link, address, photo, sentence) for sentence in dict.fromkeys(found)]
