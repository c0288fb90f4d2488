"""Repairs requests that no form of the admin makes, so that the typed text is not lost."""

import re

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import TO_FIELD_VAR
from django.forms.formsets import INITIAL_FORM_COUNT, TOTAL_FORM_COUNT
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from cms.admin.edits import request_data
from cms.fields import is_primary_key

COUNT = re.compile(r"[0-9]{1,9}", re.ASCII)
FORM_FIELD = re.compile(r"\A(.+)-([0-9]{1,4})-[^-]+\Z", re.ASCII)


def repair_request(model_admin: ModelAdmin, request: HttpRequest) -> None:
    """Removes from a request what no form of the admin sends."""
    for name, sent in [("GET", request.GET), ("POST", request.POST)]:
        if TO_FIELD_VAR in sent and not is_reference(model_admin, request, sent[TO_FIELD_VAR]):
            rest = sent.copy()
            del rest[TO_FIELD_VAR]
            request_data.replace_data(request, name, rest)
            messages.warning(request, _("Part of the address of this form was left out."))
    request_data.replace_data(request, "POST", with_valid_form_counts(request.POST))


def drop_invalid_selection(request: HttpRequest) -> None:
    """Removes from the selection of a list what cannot be a primary key."""
    if ACTION_CHECKBOX_NAME in request.POST:
        sent = request.POST.copy()
        chosen = sent.getlist(ACTION_CHECKBOX_NAME)
        sent.setlist(ACTION_CHECKBOX_NAME, [key for key in chosen if is_primary_key(str(key))])
        request_data.replace_data(request, "POST", sent)


def is_reference(model_admin: ModelAdmin, request: HttpRequest, name: str) -> bool:
    """Whether a form that opened this one may be given the field with that name."""
    return bool(name) and model_admin.to_field_allowed(request, name)


def with_valid_form_counts(sent: QueryDict) -> QueryDict:
    """Replaces the management data of formsets where they do not fit the submitted forms."""
    indexes = form_indexes(sent)
    counted = {}
    for name in sent:
        prefix, _dash, count = name.rpartition("-")
        most = max(indexes.get(prefix, ()), default=-1) + 1
        if count == TOTAL_FORM_COUNT and not is_count(str(sent[name]), most):
            counted[name] = most
        if count == INITIAL_FORM_COUNT and not is_count(str(sent[name]), most):
            counted[name] = sum(bool(sent.get(f"{prefix}-{n}-id")) for n in range(most))
    if not counted:
        return sent
    sent = sent.copy()
    for name, number in counted.items():
        sent[name] = str(number)
    return sent


def is_count(sent: str, most: int) -> bool:
    return bool(COUNT.fullmatch(sent)) and int(sent) <= most


def form_indexes(sent: QueryDict) -> dict[str, set[int]]:
    """The indexes of the submitted forms, by the prefix of their formset."""
    indexes: dict[str, set[int]] = {}
    for name in sent:
        if match := FORM_FIELD.fullmatch(name):
            indexes.setdefault(match[1], set()).add(int(match[2]))
    return indexes
