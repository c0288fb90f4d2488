"""What a browser sends with a form of the desk, put right where it would cost typed words."""

import re

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.options import TO_FIELD_VAR
from django.forms.formsets import INITIAL_FORM_COUNT, TOTAL_FORM_COUNT
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

COUNT = re.compile(r"[0-9]{1,9}", re.ASCII)
ROW = re.compile(r"\A(.+)-([0-9]{1,4})-[^-]+\Z", re.ASCII)


def put_right(model_admin: ModelAdmin, request: HttpRequest) -> None:
    """Take out of a request what no form of the desk sends; the typed words stay."""
    for name in ("GET", "POST"):
        sent = getattr(request, name)
        if TO_FIELD_VAR in sent and not is_reference(model_admin, request, sent[TO_FIELD_VAR]):
            sent = sent.copy()
            del sent[TO_FIELD_VAR]
            setattr(request, name, sent)
            messages.warning(request, _("Part of the address of this form was left out."))
    request.POST = with_counted_rows(request.POST)


def is_reference(model_admin: ModelAdmin, request: HttpRequest, name: str) -> bool:
    """Whether a form that opened this one may be given the field with that name."""
    return bool(name) and model_admin.to_field_allowed(request, name)


def with_counted_rows(sent: QueryDict) -> QueryDict:
    """The number of rows of each formset as it was sent, or as counted where that cannot be."""
    numbers = row_numbers(sent)
    counted = {}
    for name in sent:
        prefix, _dash, count = name.rpartition("-")
        most = max(numbers.get(prefix, ()), default=-1) + 1
        if count == TOTAL_FORM_COUNT and not is_count(sent[name], most):
            counted[name] = most
        if count == INITIAL_FORM_COUNT and not is_count(sent[name], most):
            counted[name] = sum(bool(sent.get(f"{prefix}-{n}-id")) for n in range(most))
    if not counted:
        return sent
    sent = sent.copy()
    for name, number in counted.items():
        sent[name] = str(number)
    return sent


def is_count(sent: str, most: int) -> bool:
    return bool(COUNT.fullmatch(sent)) and int(sent) <= most


def row_numbers(sent: QueryDict) -> dict[str, set[int]]:
    """The numbers of the rows that were sent, by the prefix of their formset."""
    numbers = {}
    for name in sent:
        if found := ROW.fullmatch(name):
            numbers.setdefault(found[1], set()).add(int(found[2]))
    return numbers
