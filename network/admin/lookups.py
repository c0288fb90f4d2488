"""Parameters in the address of a list: which of them it cannot use, and the list without them."""

from contextlib import nullcontext
from copy import copy

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.filters import (
    ChoicesFieldListFilter,
    RelatedFieldListFilter,
    SimpleListFilter,
)
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import FieldError, SuspiciousOperation, ValidationError
from django.db import DatabaseError, OperationalError, transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from network import text

# What Django and PostgreSQL raise for parameters that ask for something that does not exist or
# compare a column with what it cannot hold.
UNUSABLE = (
    DatabaseError,
    FieldError,
    IncorrectLookupParameters,
    OverflowError,
    SuspiciousOperation,
    TypeError,
    ValidationError,
    ValueError,
)

LONGEST_SHOWN = 60


class CheckedChangeList(ChangeList):
    """A list that refuses values its filters do not offer, where Django shows all or nothing."""

    def get_filters(self, request):
        specs, *others = super().get_filters(request)
        for spec in specs:
            if not is_offered(spec):
                raise IncorrectLookupParameters(spec.title)
        return specs, *others


def is_offered(spec) -> bool:
    """Whether a filter offers what it is asked for."""
    if isinstance(spec, SimpleListFilter):
        return spec.value() is None or spec.value() in {str(key) for key, _w in spec.lookup_choices}
    if isinstance(spec, ChoicesFieldListFilter):
        known = {str(key) for key, _words in spec.field.flatchoices}
        return {str(value) for value in spec.lookup_val or ()} <= known
    if isinstance(spec, RelatedFieldListFilter):
        known = {str(key) for key, _words in spec.lookup_choices}
        return {str(value) for value in spec.lookup_val or ()} <= known
    return True


def evaluated(model_admin: ModelAdmin, request: HttpRequest) -> ChangeList:
    """The list a request asks for, with its rows already read."""
    # A savepoint is needed only where parameters may be to blame for what the database refuses.
    with transaction.atomic() if request.GET else nullcontext():
        found = ModelAdmin.get_changelist_instance(model_admin, request)
        len(found.result_list)
    return found


def list_without_unusable(
    model_admin: ModelAdmin, request: HttpRequest, error: Exception
) -> HttpResponse:
    """Leads to the list without the parameters that raised `error`, and says which these are."""
    if not request.GET or isinstance(error, OperationalError):
        raise error
    unusable = [name for name in request.GET if not is_usable(model_admin, request, name)]
    usable = request.GET.copy()
    # Where each works alone, it is the combination that does not.
    for name in unusable or request.GET:
        del usable[name]
    words = _("Shown without what this list cannot be searched by: {parameters}")
    shown = ", ".join(f"{name}={request.GET[name]}" for name in unusable or request.GET)
    messages.warning(request, words.format(parameters=shortened(shown)))
    query = usable.urlencode()
    return redirect(f"{request.path}?{query}" if query else request.path)


def is_usable(model_admin: ModelAdmin, request: HttpRequest, name: str) -> bool:
    """Whether the list can be shown with one parameter of the request alone."""
    alone = copy(request)
    alone.GET = QueryDict(mutable=True)
    alone.GET.setlist(name, request.GET.getlist(name))
    try:
        evaluated(model_admin, alone)
    except OperationalError:
        raise
    except UNUSABLE:
        return False
    return True


def shortened(words: str) -> str:
    words = text.clean_line(words)
    return words if len(words) <= LONGEST_SHOWN else f"{words[:LONGEST_SHOWN]}…"
