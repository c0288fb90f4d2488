from django.contrib import admin
from django.http import HttpRequest
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.admin.changelist import YesNoFilter
from cms.i18n import languages
from photos import completeness, licence_ends, usage
from photos.limits_and_periods import LICENCE_WARNING
from photos.models import PhotoQuerySet


class MissingFilter(admin.SimpleListFilter):
    title = pgettext_lazy("photos", "missing")
    parameter_name = "missing"

    def lookups(self, request: HttpRequest, model_admin):
        alt = _("alternative text ({language})")
        yield "credit", _("credit")
        for code in languages.codes():
            yield f"alt-{code}", alt.format(language=languages.language_name(code))
        yield "some-alt", _("alternative text in at least one language")
        yield "consent", _("assessment of consent")

    def queryset(self, request: HttpRequest, queryset):
        conditions = {
            "credit": completeness.lacks_credit(),
            "consent": completeness.lacks_consent_assessment(),
            "some-alt": completeness.lacks_some_alt(),
        } | {f"alt-{code}": completeness.lacks_alt(code) for code in languages.codes()}
        condition = conditions.get(self.value() or "")
        return queryset.filter(condition) if condition else queryset


class UsedFilter(YesNoFilter):
    title = _("used")
    parameter_name = "used"

    def apply(self, photos: PhotoQuerySet) -> PhotoQuerySet:
        return photos.filter(usage.is_used())


class LicenceEndsFilter(YesNoFilter):
    title = format_lazy(_("licence ends within {n} days"), n=LICENCE_WARNING.days)
    parameter_name = "licence_ends"

    def apply(self, photos: PhotoQuerySet) -> PhotoQuerySet:
        return photos.filter(licence_ends.ends_soon())


class WithheldFilter(YesNoFilter):
    title = _("taken down or held back")
    parameter_name = "withheld"

    def apply(self, photos: PhotoQuerySet) -> PhotoQuerySet:
        return photos.withheld()
