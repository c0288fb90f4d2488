"""Extracts the strings of the code into catalogues (.po), and compiles these (.mo).

Uses Babel in place of GNU gettext, so that a fresh machine needs no system package. Strings of
libraries that lack a language are listed in `locale/borrowed.pot` and `locale/borrowed-js.pot` and
translated in our catalogues.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation import to_locale
from django.utils.translation.template import templatize

SOURCE_LANGUAGE = "en"
BORROWED = {"django": "borrowed.pot", "djangojs": "borrowed-js.pot"}
TEMPLATE_SUFFIXES = {".html", ".txt", ".xml"}

# The positions of text, plural and context ("c") in the arguments of a call.
FUNCTIONS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sdifr]|\{\w*\}")

HEADER = r"""msgid ""
msgstr ""
"Language: {language}\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: {plural_forms}\n"

"""


def compile_all() -> list[Path]:
    compiled = []
    for file in sorted(locale_dir().glob("*/LC_MESSAGES/*.po")):
        target = file.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < file.stat().st_mtime:
            content = BytesIO()
            write_mo(content, read_catalogue(file))
            replace_file(target, content.getvalue())
            compiled.append(file)
    return compiled


def update_all() -> list[Path]:
    """Add the strings of the code to every catalogue. Returns the files that changed.

    A translation whose string is no longer in the code moves to the end of its file, marked `#~`.
    """
    changed = []
    languages = {to_locale(code) for code in settings.NETWORK_LANGUAGES}
    for file, strings in catalogues(existing_locales() | languages - {SOURCE_LANGUAGE}):
        if not file.exists() and not len(strings):
            continue
        catalogue = read_catalogue(file)
        for old in list(catalogue.obsolete.values()):
            if strings.get(old.id, old.context):
                catalogue[old.id] = old
                del catalogue.obsolete[key(old)]
        catalogue.update(strings, no_fuzzy_matching=True)
        for old in list(catalogue.obsolete.values()):
            if not is_translated(old):
                del catalogue.obsolete[key(old)]
        if write_catalogue(file, catalogue):
            changed.append(file)
    return changed


def problems() -> Iterator[str]:
    for file, strings in catalogues(existing_locales()):
        name = file.relative_to(locale_dir())
        catalogue = read_catalogue(file)
        for entry in entries(strings):
            if catalogue.get(entry.id, entry.context) is None:
                yield f"{name} lacks {quoted(entry)}."
        for entry in entries(catalogue):
            if strings.get(entry.id, entry.context) is None:
                yield f"{name} holds {quoted(entry)}, which is not in the code."
            elif entry.fuzzy:
                yield f"{name} is not sure of {quoted(entry)}: it is marked fuzzy."
            elif not is_translated(entry):
                yield f"{name} does not translate {quoted(entry)}."
            elif not has_same_placeholders(entry):
                yield f"{name} has other placeholders in the translation of {quoted(entry)}."
        for entry in catalogue.obsolete.values():
            yield f"{name} still holds {quoted(entry)}, marked obsolete."


def existing_locales() -> set[str]:
    return {folder.parent.name for folder in locale_dir().glob("*/LC_MESSAGES")}


def catalogues(locales: set[str]) -> Iterator[tuple[Path, Catalog]]:
    """The .po files of these locales, existing or not, each with the strings to translate."""
    for domain in BORROWED:
        strings = strings_of_code(domain)
        for locale in sorted(locales):
            yield locale_dir() / locale / "LC_MESSAGES" / f"{domain}.po", strings


# Strings in the code.


def strings_of_code(domain: str) -> Catalog:
    strings = Catalog()
    for file, method in sources(domain):
        location = file.relative_to(settings.BASE_DIR).as_posix()
        for line, text, comments, context in extract_from(file, method):
            strings.add(text, None, [(location, line)], auto_comments=comments, context=context)
    borrowed = locale_dir() / BORROWED[domain]
    if borrowed.exists():
        for entry in entries(read_catalogue(borrowed)):
            strings.add(entry.id, None, [(borrowed.name, 1)], context=entry.context)
    return strings


def sources(domain: str) -> Iterator[tuple[Path, str]]:
    if domain == "djangojs":
        for file in sorted((settings.BASE_DIR / "static").rglob("*.js")):
            yield file, "javascript"
        return
    for package in sorted(settings.BASE_DIR.glob("*/__init__.py")):
        if package.parent.name != "tests":
            for file in sorted(package.parent.rglob("*.py")):
                yield file, "python"
    for file in sorted((settings.BASE_DIR / "templates").rglob("*")):
        if file.suffix in TEMPLATE_SUFFIXES:
            yield file, "template"


def extract_from(file: Path, method: str) -> Iterator[tuple]:
    """Line, text (singular and plural as a pair), comments for translators, context."""
    content = file.read_text()
    if method == "template":
        # `templatize` turns a template into Python with meaningless indentation.
        content = "\n".join(line.strip() for line in templatize(content, str(file)).split("\n"))
        method = "python"
    yield from extract(method, BytesIO(content.encode()), FUNCTIONS, ["Translators:"])


# Entries of catalogues.


def entries(catalogue: Catalog) -> Iterator[Message]:
    return (entry for entry in catalogue if entry.id)


def key(entry: Message) -> str | tuple[str, str]:
    text = originals(entry)[0]
    return (text, entry.context) if entry.context is not None else text


def originals(entry: Message) -> list[str]:
    return [entry.id] if isinstance(entry.id, str) else list(entry.id)


def forms(entry: Message) -> list[str]:
    if entry.string is None or isinstance(entry.string, str):
        return [entry.string or ""]
    return list(entry.string)


def is_translated(entry: Message) -> bool:
    return all(forms(entry))


def has_same_placeholders(entry: Message) -> bool:
    """Whether each form can stand for the singular or the plural, and the last for the plural."""
    allowed = [placeholders(text) for text in originals(entry)]
    found = [placeholders(text) for text in forms(entry)]
    return all(form in allowed for form in found) and found[-1] == allowed[-1]


def placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text.replace("%%", "")))


def quoted(entry: Message) -> str:
    text = entry.id[0] if entry.pluralizable else entry.id
    return f"“{text}”" + (f" ({entry.context})" if entry.context else "")


# Files.


def locale_dir() -> Path:
    return Path(settings.LOCALE_PATHS[0])


def read_catalogue(file: Path) -> Catalog:
    locale = None if file.suffix == ".pot" else file.parent.parent.name
    if not file.exists():
        return Catalog(locale)
    with file.open("rb") as content:
        return read_po(content, locale, abort_invalid=True)


def write_catalogue(file: Path, catalogue: Catalog) -> bool:
    """Sorted, without dates and line numbers. Returns whether it changed."""
    content = BytesIO()
    write_po(
        content, catalogue, width=100, omit_header=True, sort_output=True, include_lineno=False
    )
    header = HEADER.format(language=file.parent.parent.name, plural_forms=catalogue.plural_forms)
    text = (header + content.getvalue().decode()).rstrip() + "\n"
    if file.exists() and file.read_text() == text:
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    replace_file(file, text.encode())
    return True


def replace_file(file: Path, content: bytes) -> None:
    """Atomic: a reader finds the old content or the new."""
    unfinished = file.with_name(file.name + ".unfinished")
    unfinished.write_bytes(content)
    unfinished.replace(file)
