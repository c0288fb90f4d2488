"""Lists of the admin: filters, and URL parameters that a list cannot use."""

from copy import copy
from typing import Any

from django.contrib import messages
from django.contrib.admin import ListFilter, ModelAdmin
from django.contrib.admin.filters import (
    ChoicesFieldListFilter,
    RelatedFieldListFilter,
    SimpleListFilter,
)
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import FieldError, SuspiciousOperation, ValidationError
from django.db import DatabaseError, OperationalError, transaction
from django.db.models import QuerySet
from django.db.models.constants import LOOKUP_SEP
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cms.admin.edits import malformed_requests, request_data
from cms.admin.requires_reauthentication import deletes_selected, requires_reauthentication
from cms.i18n import languages
from cms.publishing import publication_status
from cms.publishing.publishable import PublishableQuerySet, Status
from cms.text import plain_text

# What Django and PostgreSQL raise for parameters that ask for something that does not exist or
# compare a field with what it cannot hold.
UNUSABLE = (
    DatabaseError,
    FieldError,
    IncorrectLookupParameters,
    IndexError,
    OverflowError,
    SuspiciousOperation,
    TypeError,
    ValidationError,
    ValueError,
)

MAX_SHOWN_LENGTH = 60

language_name = lazy(languages.language_name, str)


class UnusableParametersError(Exception):
    """The URL of a list has parameters that the list cannot use."""


class CheckedChangeList(ChangeList):
    """A list whose rows are read at once. It refuses parameters that it cannot use and values that
    its filters do not offer, where Django shows all, nothing or an error."""

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        # Without parameters nobody is to blame for an error but the program or the database.
        if not request.GET:
            super().__init__(request, *args, **kwargs)
            return
        try:
            with transaction.atomic():
                super().__init__(request, *args, **kwargs)
                len(self.result_list)
        except OperationalError:
            raise
        except UNUSABLE as error:
            raise UnusableParametersError from error
        if not all(map(is_offered, self.filter_specs)):
            raise UnusableParametersError


def is_offered(spec: ListFilter) -> bool:
    """Whether a filter offers the value in the URL."""
    if isinstance(spec, SimpleListFilter):
        return spec.value() is None or spec.value() in {
            str(key) for key, _label in spec.lookup_choices
        }
    if isinstance(spec, ChoicesFieldListFilter):
        known = {str(key) for key, _label in spec.field.flatchoices}
        return {str(value) for value in spec.lookup_val or ()} <= known
    if isinstance(spec, RelatedFieldListFilter):
        known = {str(key) for key, _label in spec.lookup_choices}
        return {str(value) for value in spec.lookup_val or ()} <= known
    return True


def parameter_name(list_filter: Any) -> str:
    """The URL parameter of an entry of `list_filter`."""
    if isinstance(list_filter, type) and issubclass(list_filter, SimpleListFilter):
        return list_filter.parameter_name or ""
    field: str = list_filter[0] if isinstance(list_filter, tuple | list) else list_filter
    return field.partition(LOOKUP_SEP)[0]


def redirect_to_usable(model_admin: ModelAdmin[Any], request: HttpRequest) -> HttpResponse:
    """Redirects to the list without the parameters it cannot use, and names these in a message."""
    unusable = [name for name in request.GET if not is_usable(model_admin, request, name)]
    # Where each works alone, it is the combination that does not.
    left_out = unusable or list(request.GET)
    message = _("Shown without the search terms this list does not have: {parameters}")
    shown = ", ".join(f"{name}={request.GET[name]}" for name in left_out)
    messages.warning(request, message.format(parameters=shortened(shown)))
    usable = request.GET.copy()
    for name in left_out:
        del usable[name]
    query = usable.urlencode()
    return redirect(f"{request.path}?{query}" if query else request.path)


def is_usable(model_admin: ModelAdmin[Any], request: HttpRequest, name: str) -> bool:
    """Whether the list can be shown with one parameter of the request alone."""
    alone, parameters = copy(request), QueryDict(mutable=True)
    parameters.setlist(name, request.GET.getlist(name))
    request_data.replace_data(alone, "GET", parameters)
    try:
        model_admin.get_changelist_instance(alone)
    except UnusableParametersError:
        return False
    return True


def shortened(text: str) -> str:
    text = plain_text.clean_line(text)
    return text if len(text) <= MAX_SHOWN_LENGTH else f"{text[:MAX_SHOWN_LENGTH]}…"


class YesNoFilter(SimpleListFilter):
    """Items that `apply` finds, or all others."""

    def apply(self, items: Any) -> QuerySet[Any]:
        raise NotImplementedError

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, Any]]:
        return [("yes", _("yes")), ("no", _("no"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        match self.value():
            case "yes":
                return self.apply(queryset)
            case "no":
                found = self.apply(queryset.model._default_manager.all())
                return queryset.exclude(pk__in=found.values("pk"))
        return queryset


def status_filter(language: str) -> type[SimpleListFilter]:
    """A filter by the status of items in one language."""

    class StatusFilter(SimpleListFilter):
        title = language_name(language)
        parameter_name = f"in_{language}"

        def __init__(self, request: HttpRequest, params: Any, model: Any, model_admin: Any) -> None:
            self.model_admin = model_admin
            super().__init__(request, params, model, model_admin)

        def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, Any]]:
            labels = {
                Status.MISSING: _("missing in {language}"),
                Status.DRAFT: _("draft in {language}"),
                Status.SCHEDULED: _("scheduled in {language}"),
                Status.PUBLIC: _("public in {language}"),
            }
            name = languages.language_name(language)
            return [(state, label.format(language=name)) for state, label in labels.items()]

        def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
            value = self.value()
            if not (value and isinstance(queryset, PublishableQuerySet)):
                return queryset
            if value == Status.MISSING:
                found: QuerySet = self.model_admin.missing_in(queryset, language)
                return found
            return publication_status.with_status(queryset, Status(value), language)

    return StatusFilter


class CheckedChangelistMixin(ModelAdmin):
    """The hooks of `SiteModelAdmin` for its list."""

    @requires_reauthentication(when=deletes_selected)
    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        malformed_requests.drop_invalid_selection(request)
        context = {"title": capfirst(self.opts.verbose_name_plural), "subtitle": None}
        try:
            return super().changelist_view(request, context | (extra_context or {}))
        except UnusableParametersError:
            return redirect_to_usable(self, request)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return CheckedChangeList

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """A list is filtered by `list_filter` only. Django takes any field of the model, so that a
        reader could query what the list does not show."""
        filtered_by = map(parameter_name, self.get_list_filter(request))
        is_filter = lookup.partition(LOOKUP_SEP)[0] in filtered_by
        return is_filter and super().lookup_allowed(lookup, value, request)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        return super().get_search_results(request, queryset, plain_text.clean_line(search_term))
