from collections.abc import Iterator

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from cms.admin.permissions import can_view
from cms.declarations.dashboard import Link, Panel, PanelLine
from cms.declarations.dashboard_order import PanelPosition
from cms.i18n import languages
from photos import completeness, licence_ends
from photos.limits_and_periods import LICENCE_WARNING
from photos.models import Photo


def shortcuts(user: User) -> Iterator[Link]:
    if user.has_perm("photos.add_photo"):
        yield Link(_("Photo"), reverse("admin:photos_photo_add"))
        yield Link(_("Add many photos"), reverse("admin:photos_photo_bulk_upload"))


def panels(user: User) -> Iterator[Panel]:
    if can_view(user, Photo):
        empty = _("Every photo has credit, alternative text and consent.")
        yield Panel("photos", PanelPosition.UPKEEP, _("Photos"), list(incomplete_photos()), empty)


def incomplete_photos() -> Iterator[PanelLine]:
    url, photos = reverse("admin:photos_photo_changelist"), Photo.objects.all()
    groups = [("missing=credit", completeness.missing_credit(photos), _("without credit"))]
    for code in languages.codes():
        label = _("without alternative text ({language})").format(
            language=languages.language_name(code)
        )
        groups.append((f"missing=alt-{code}", completeness.missing_alt(photos, code), label))
    groups.append(
        (
            "missing=consent",
            completeness.missing_consent_assessment(photos),
            _("with consent not assessed"),
        )
    )
    ending = _("whose licence ends within {n} days").format(n=LICENCE_WARNING.days)
    groups.append(("licence_ends=yes", licence_ends.ending_soon(), ending))
    withheld = pgettext("photos", "taken down or held back")
    groups.append(("withheld=yes", photos.withheld(), withheld))
    for query, group, label in groups:
        if count := group.count():
            text = ngettext("{n} photo {missing}", "{n} photos {missing}", count)
            yield PanelLine(text.format(n=count, missing=label), f"{url}?{query}")
