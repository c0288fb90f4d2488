"""Collects what the apps declare in their `help.py`, and finds what belongs to a page."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from cms import declarations
from cms.declarations.help import Help, ModelHelp
from website.admin import handbook


def help_of_page(request: HttpRequest) -> dict[str, Any] | None:
    match = request.resolver_match
    found = pages().get(match.url_name or "") if match else None
    if found is None:
        return None
    glossary = handbook.glossary(handbook.language())
    return {
        "text": found.text,
        "language": handbook.language(),
        "words": [glossary[word] for word in found.glossary_terms],
        "chapter": found.chapter,
        "chapter_title": handbook.title(handbook.language(), found.chapter),
    }


@cache
def pages() -> dict[str, Help]:
    """The name of a URL pattern of the admin -> what its page says."""
    return dict(_named_pages())


def _named_pages() -> Iterator[tuple[str, Help]]:
    for module in declarations.modules("help"):
        yield from getattr(module, "PAGES", {}).items()
        for model, model_help in getattr(module, "MODELS", {}).items():
            for page, page_help in _list_and_form(model_help):
                yield _url_name(model, page), page_help
        for page, page_help in getattr(module, "MODEL_PAGES", {}).items():
            for model in admin.site._registry:
                yield _url_name(model, page), page_help


def _list_and_form(model_help: ModelHelp) -> list[tuple[str, Help]]:
    form = Help(model_help.form, model_help.chapter, model_help.glossary_terms)
    return [
        ("changelist", Help(model_help.list, model_help.chapter)),
        ("add", form),
        ("change", form),
    ]


def _url_name(model: Any, page: str) -> str:
    return f"{model._meta.app_label}_{model._meta.model_name}_{page}"
