"""The handbook for coordinators: Markdown in docs/handbook/, one file a chapter and language.

It can be read in the repository and in the admin.
"""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from django.conf import settings
from django.contrib import admin
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from cms.declarations.help import Chapter

FOLDER = settings.BASE_DIR / "docs" / "handbook"

markdown = MarkdownIt("commonmark", {"html": False})


@dataclass(frozen=True)
class Word:
    """`definition` is the first paragraph below its heading in the glossary, as HTML."""

    name: str
    definition: SafeString


def languages() -> list[str]:
    return sorted(folder.name for folder in FOLDER.iterdir() if folder.is_dir())


def language() -> str:
    """The reader's language if the handbook is written in it."""
    active = get_language()
    return active if active in languages() else languages()[0]


@require_safe
def show_handbook(request: HttpRequest) -> HttpResponse:
    return redirect("admin:handbook-chapter", next(iter(Chapter)))


@require_safe
def show_chapter(request: HttpRequest, chapter: str) -> HttpResponse:
    if chapter not in list(Chapter):
        raise Http404
    code = language()
    context = admin.site.each_context(request) | {
        "title": title(code, chapter),
        "subtitle": _("Handbook"),
        "text": render(code, chapter),
        "text_language": code,
        "chapter": chapter,
        "chapters": [(name, title(code, name)) for name in Chapter],
    }
    return TemplateResponse(request, "admin/handbook/chapter.html", context)


@require_safe
def show_picture(request: HttpRequest, code: str, name: str) -> FileResponse:
    if code not in languages() or name not in picture_names(code):
        raise Http404
    return FileResponse((FOLDER / code / "pictures" / name).open("rb"))


def picture_names(code: str) -> list[str]:
    return [path.name for path in (FOLDER / code / "pictures").iterdir()]


def source(code: str, chapter: str) -> Path:
    return FOLDER / code / f"{chapter}.md"


@cache
def title(code: str, chapter: str) -> str:
    heading, _end, _text = source(code, chapter).read_text().partition("\n")
    return heading.removeprefix("# ")


@cache
def glossary(code: str) -> dict[str, Word]:
    """Under their English names in lower case, whichever language is read."""
    words = {}
    tokens = parse(code, Chapter.GLOSSARY)
    for index, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag == "h2":
            heading = tokens[index + 1].content
            # "Embargo (엠바고)": the word in both languages.
            here, _bracket, elsewhere = heading.removesuffix(")").partition(" (")
            if not elsewhere:
                raise ValueError(f"No word in the other language: {heading}")
            english = here if here.isascii() else elsewhere
            # The heading and the paragraph are three tokens each: start, content, end.
            definition = to_html([tokens[index + 4]])
            words[english.lower()] = Word(here, definition)
    return words


@cache
def render(code: str, chapter: str) -> SafeString:
    """The chapter without its title."""
    return to_html(parse(code, chapter)[3:])


def to_html(tokens: list[Token]) -> SafeString:
    # Our own text; Markdown that holds HTML is escaped.
    return mark_safe(markdown.renderer.render(tokens, markdown.options, {}))  # noqa: S308


def parse(code: str, chapter: str) -> list[Token]:
    """Headings get the anchors that GitHub gives them; links and pictures lead to the admin."""
    tokens = markdown.parse(source(code, chapter).read_text())
    for token, content in pairwise(tokens):
        if token.type == "heading_open":
            token.attrSet("id", slugify(content.content, allow_unicode=True))
    for inline in tokens:
        for child in inline.children or []:
            lead_to_the_admin(child, code)
    return tokens


def lead_to_the_admin(token: Token, code: str) -> None:
    target = str(token.attrGet("href") or token.attrGet("src") or "")
    if token.type == "image":
        name = target.removeprefix("pictures/")
        token.attrSet("src", reverse("admin:handbook-picture", args=[code, name]))
        token.attrSet("loading", "lazy")
    elif token.type == "link_open" and ".md" in target:
        chapter, _dot, anchor = target.partition(".md")
        token.attrSet("href", reverse("admin:handbook-chapter", args=[chapter]) + anchor)
