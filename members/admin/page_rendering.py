"""Rendering and error messages of the admin pages of members."""

from django.contrib import admin
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from members.lists.headings import field_label
from members.models import Organisation


def render_page(request: HttpRequest, template: str, context: dict) -> HttpResponse:
    admin_context = admin.site.each_context(request) | {"opts": Organisation._meta}
    return render(request, template, admin_context | context)


def error_sentences(error: ValidationError) -> str:
    """Returns the errors of an organisation as text, each after the label of its field."""
    all_sentences = []
    for name, sentences in errors_by_field(error).items():
        label = "" if name == NON_FIELD_ERRORS else field_label(name)
        all_sentences += [f"{label}: {sentence}" if label else sentence for sentence in sentences]
    return " ".join(all_sentences)


def errors_by_field(error: ValidationError) -> dict[str, list[str]]:
    """`message_dict` raises for an error that is about no field."""
    return (
        error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    )
