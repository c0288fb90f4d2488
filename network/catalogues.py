"""The interface's own words: from the code into catalogues (.po), from there to the program (.mo).

Babel does what GNU gettext would do, so that a fresh machine needs no system package. The words
in the code are English; strings of libraries that lack a language are listed in
`locale/borrowed.pot` and `locale/borrowed-js.pot` and translated in our catalogues.
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

# Which argument of a call is a text, a plural, a context ("c").
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
    """Write the .mo beside each .po that is newer; return the .po files that were compiled."""
    compiled = []
    for file in sorted(locale_dir().glob("*/LC_MESSAGES/*.po")):
        target = file.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < file.stat().st_mtime:
            content = BytesIO()
            write_mo(content, read(file))
            replace(target, content.getvalue())
            compiled.append(file)
    return compiled


def update_all() -> list[Path]:
    """Take the words of the code into every catalogue; return the files that changed.

    A translation whose words have left the code is kept at the end of its file, marked `#~`.
    """
    changed = []
    languages = {to_locale(code) for code in settings.NETWORK_LANGUAGES}
    for file, words in catalogues(present() | languages - {SOURCE_LANGUAGE}):
        if not file.exists() and not len(words):
            continue
        catalogue = read(file)
        for old in list(catalogue.obsolete.values()):
            if words.get(old.id, old.context):
                catalogue[old.id] = old
                del catalogue.obsolete[key(old)]
        catalogue.update(words, no_fuzzy_matching=True)
        for old in list(catalogue.obsolete.values()):
            if not is_translated(old):
                del catalogue.obsolete[key(old)]
        if write(file, catalogue):
            changed.append(file)
    return changed


def problems() -> Iterator[str]:
    """What is wrong with the catalogues, a sentence each."""
    for file, words in catalogues(present()):
        name = file.relative_to(locale_dir())
        catalogue = read(file)
        for word in entries(words):
            if catalogue.get(word.id, word.context) is None:
                yield f"{name} lacks {shown(word)}."
        for entry in entries(catalogue):
            if words.get(entry.id, entry.context) is None:
                yield f"{name} holds {shown(entry)}, which is not in the code."
            elif entry.fuzzy:
                yield f"{name} is not sure of {shown(entry)}: it is marked fuzzy."
            elif not is_translated(entry):
                yield f"{name} does not translate {shown(entry)}."
            elif not has_same_placeholders(entry):
                yield f"{name} has other placeholders in the translation of {shown(entry)}."
        for entry in catalogue.obsolete.values():
            yield f"{name} still holds {shown(entry)}, marked obsolete."


def present() -> set[str]:
    """The locales that have catalogues."""
    return {folder.parent.name for folder in locale_dir().glob("*/LC_MESSAGES")}


def catalogues(locales: set[str]) -> Iterator[tuple[Path, Catalog]]:
    """Each .po there should be for these locales, and the words it must translate."""
    for domain in BORROWED:
        words = words_of_code(domain)
        for locale in sorted(locales):
            yield locale_dir() / locale / "LC_MESSAGES" / f"{domain}.po", words


# Words in the code.


def words_of_code(domain: str) -> Catalog:
    words = Catalog()
    for file, method in sources(domain):
        location = file.relative_to(settings.BASE_DIR).as_posix()
        for line, text, comments, context in extract_from(file, method):
            words.add(text, None, [(location, line)], auto_comments=comments, context=context)
    borrowed = locale_dir() / BORROWED[domain]
    if borrowed.exists():
        for entry in entries(read(borrowed)):
            words.add(entry.id, None, [(borrowed.name, 1)], context=entry.context)
    return words


def sources(domain: str) -> Iterator[tuple[Path, str]]:
    """The files of the program that hold words, and what to read them as."""
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
        # What Django makes of a template reads like Python, but for its indentation.
        content = "\n".join(line.strip() for line in templatize(content, str(file)).split("\n"))
        method = "python"
    yield from extract(method, BytesIO(content.encode()), FUNCTIONS, ["Translators:"])


# Entries of catalogues.


def entries(catalogue: Catalog) -> Iterator[Message]:
    return (entry for entry in catalogue if entry.id)


def key(entry: Message) -> str | tuple[str, str]:
    """What Babel files an entry under."""
    text = entry.id[0] if entry.pluralizable else entry.id
    return (text, entry.context) if entry.context is not None else text


def forms(entry: Message) -> list[str]:
    return list(entry.string) if entry.pluralizable else [entry.string]


def is_translated(entry: Message) -> bool:
    return all(forms(entry))


def has_same_placeholders(entry: Message) -> bool:
    """Whether each form can stand for the singular or the plural, and the last for the plural."""
    originals = list(entry.id) if entry.pluralizable else [entry.id]
    allowed = [placeholders(text) for text in originals]
    found = [placeholders(text) for text in forms(entry)]
    return all(form in allowed for form in found) and found[-1] == allowed[-1]


def placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text.replace("%%", "")))


def shown(entry: Message) -> str:
    text = entry.id[0] if entry.pluralizable else entry.id
    return f"“{text}”" + (f" ({entry.context})" if entry.context else "")


# Files.


def locale_dir() -> Path:
    return Path(settings.LOCALE_PATHS[0])


def read(file: Path) -> Catalog:
    locale = None if file.suffix == ".pot" else file.parent.parent.name
    if not file.exists():
        return Catalog(locale)
    with file.open("rb") as content:
        return read_po(content, locale, abort_invalid=True)


def write(file: Path, catalogue: Catalog) -> bool:
    """Write a catalogue, sorted, without dates and line numbers; return whether it changed."""
    content = BytesIO()
    write_po(
        content, catalogue, width=100, omit_header=True, sort_output=True, include_lineno=False
    )
    header = HEADER.format(language=file.parent.parent.name, plural_forms=catalogue.plural_forms)
    text = (header + content.getvalue().decode()).rstrip() + "\n"
    if file.exists() and file.read_text() == text:
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    replace(file, text.encode())
    return True


def replace(file: Path, content: bytes) -> None:
    """Write a file at one go: a reader finds the old one or the new one."""
    unfinished = file.with_name(file.name + ".unfinished")
    unfinished.write_bytes(content)
    unfinished.replace(file)
