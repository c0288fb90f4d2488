"""Style sheets and scripts as visitors get them: with names made from their content, so that
browsers may keep them for ever, and every style sheet in one file with those that it imports.

A style sheet names others in lines `@import "folder/name.css";`. Browsers follow these lines in
development; `collectstatic` puts the content of each file in the place of its line.
"""

import posixpath
import re
from collections.abc import Callable, Iterator
from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT = re.compile(r'^@import "([^"]+)";\n', re.MULTILINE)
RELATIVE_URL = re.compile(r'url\("(\.[^"]+)"\)')

FoundFiles = dict[str, tuple[Storage, str]]
"""Name of each static file -> where it was found, and its path there."""


def with_imports(name: str, read: Callable[[str], str]) -> str:
    """The text of a style sheet and of those that it imports. `read` returns the text of one file,
    by its name in the static files."""

    def imported(line: re.Match[str]) -> str:
        folder = posixpath.dirname(line[1])
        text = with_imports(posixpath.join(posixpath.dirname(name), line[1]), read)
        # A file is named from the folder of the style sheet that names it.
        return RELATIVE_URL.sub(
            lambda url: f'url("{posixpath.normpath(posixpath.join(folder, url[1]))}")', text
        )

    return IMPORT.sub(imported, read(name))


class JoinedStyleSheets:
    """Opens style sheets with what they import in them."""

    def __init__(self, found: FoundFiles) -> None:
        self.found = found

    def open(self, name: str) -> File:
        return ContentFile(with_imports(name, self._read).encode())

    def _read(self, name: str) -> str:
        storage, path = self.found[name]
        with storage.open(path) as file:
            return file.read().decode()


class HashedFilesStorage(CompressedManifestStaticFilesStorage):
    """Hashes the names also inside `import … from "./…";`: a module with two names would run
    twice."""

    support_js_module_import_aggregation = True

    def post_process(self, paths: FoundFiles, *args: Any, **kwargs: Any) -> Iterator[tuple]:
        sheets = JoinedStyleSheets(paths)
        joined = {name: (sheets, name) for name in paths if name.endswith(".css")}
        return super().post_process({**paths, **joined}, *args, **kwargs)
