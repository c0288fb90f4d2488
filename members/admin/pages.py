"""Pages of the desk that are no form of one item."""

from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from members.models import Organisation
from network import languages

may_change = permission_required("members.change_organisation", raise_exception=True)
may_import = permission_required(
    ["members.add_organisation", "members.change_organisation"], raise_exception=True
)
may_merge = permission_required(
    ["members.change_organisation", "members.delete_organisation"], raise_exception=True
)


def show(request: HttpRequest, template: str, context: dict) -> HttpResponse:
    """A page in the frame of the desk; about organisations unless `opts` says otherwise."""
    frame = admin.site.each_context(request) | {"opts": Organisation._meta}
    return render(request, template, frame | context)


def in_sentences(error: ValidationError) -> str:
    """What keeps an organisation from being saved, each sentence with the field it is about."""
    told = []
    for name, sentences in by_field(error).items():
        where = "" if name == NON_FIELD_ERRORS else label_of(name)
        told += [f"{where}: {sentence}" if where else sentence for sentence in sentences]
    return " ".join(told)


def by_field(error: ValidationError) -> dict[str, list[str]]:
    """`message_dict` raises for an error that is about no field."""
    return (
        error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    )


def label_of(name: str) -> str:
    return languages.label(Organisation._meta.get_field(name))
