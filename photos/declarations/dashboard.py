from collections.abc import Iterator

from django.contrib.auth.models import User
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from cms.admin.permissions import can_view
from cms.declarations.dashboard import Link, Panel, PanelLine
from cms.declarations.dashboard_order import PanelPosition
from cms.i18n import languages
from photos import completeness, licence_ends
from photos.limits_and_periods import LICENCE_WARNING
from photos.models import Photo, withheld_condition


def shortcuts(user: User) -> Iterator[Link]:
    if user.has_perm("photos.add_photo"):
        yield Link(_("Photo"), reverse("admin:photos_photo_add"))
        yield Link(_("Add many photos"), reverse("admin:photos_photo_bulk_upload"))


def panels(user: User) -> Iterator[Panel]:
    if can_view(user, Photo):
        empty = _("Every photo has credit, alternative text and consent.")
        yield Panel("photos", PanelPosition.UPKEEP, _("Photos"), list(incomplete_photos()), empty)


def incomplete_photos() -> Iterator[PanelLine]:
    """All are counted in one reading of the table."""
    url = reverse("admin:photos_photo_changelist")
    groups = {query: (condition, label) for query, condition, label in _groups()}
    counts = Photo.objects.aggregate(
        **{query: Count("pk", filter=condition) for query, (condition, _label) in groups.items()}
    )
    for query, (_condition, label) in groups.items():
        if count := counts[query]:
            text = ngettext("{n} photo {missing}", "{n} photos {missing}", count)
            yield PanelLine(text.format(n=count, missing=label), f"{url}?{query}")


def _groups() -> Iterator[tuple[str, Q, str]]:
    """The filter of the list that shows a group, its condition, and what to call it."""
    yield "missing=credit", completeness.lacks_credit(), _("without credit")
    for code in languages.codes():
        label = _("without alternative text ({language})").format(
            language=languages.language_name(code)
        )
        yield f"missing=alt-{code}", completeness.lacks_alt(code), label
    yield (
        "missing=consent",
        completeness.lacks_consent_assessment(),
        _("with consent not assessed"),
    )
    ending = _("whose licence ends within {n} days").format(n=LICENCE_WARNING.days)
    yield "licence_ends=yes", licence_ends.ends_soon(), ending
    yield "withheld=yes", withheld_condition(), pgettext("photos", "taken down or held back")
