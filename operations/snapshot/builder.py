"""Makes a copy of the public site that any static host serves."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from django.utils import timezone

from cms.queries.advisory_locks import try_lock
from operations.snapshot import change_detection, markup, substitute_pages
from operations.snapshot.crawl import Crawl
from operations.snapshot.file_names import UnsafeFileNameError, link_to_file, page_file
from operations.snapshot.folder import FolderError, SnapshotFolder
from operations.snapshot.internal_urls import InternalURL

LOCK = "operations.snapshot"

# GitHub Pages leaves out names that begin with an underscore, unless there is this file.
NO_JEKYLL = ".nojekyll"
# In the format of Netlify and Cloudflare Pages, beside the page for other hosts.
REDIRECTS = "_redirects"
MISSING = "404.html"

# No chain of redirects is longer.
MAX_REDIRECTS = 5


@dataclass(frozen=True)
class SnapshotResult:
    pages: int
    files: int
    written: int
    deleted: int
    unsafe_urls: list[str]


def make_snapshot(root: Path) -> SnapshotResult:
    with try_lock(LOCK) as is_ours:
        if not is_ours:
            raise FolderError("Another process is making a copy.")
        return SnapshotBuilder(SnapshotFolder.open(root), timezone.now()).make()


class SnapshotBuilder:
    def __init__(self, folder: SnapshotFolder, moment: datetime) -> None:
        self.folder, self.moment = folder, moment
        self.crawl = Crawl(folder)

    def make(self) -> SnapshotResult:
        self.folder.begin()
        # Before the first page: a change that comes meanwhile makes the next run due.
        state = change_detection.site_state(self.moment)
        self.crawl.run()
        for url, page in self.crawl.pages.items():
            self._write_page(page.file, page.text, url)
        redirects = list(self._write_redirects())
        self._write_page(MISSING, substitute_pages.missing_page(), InternalURL("/404.html"))
        self.folder.write(REDIRECTS, ["".join(redirects).encode()])
        self.folder.write(NO_JEKYLL, [b""])
        written, deleted = self.folder.finish(state)
        pages, files = len(self.crawl.pages), len(self.crawl.files)
        return SnapshotResult(pages, files, written, deleted, self.crawl.unsafe_urls)

    def _write_page(self, file: str, text: str, url: InternalURL) -> None:
        """An unchanged page keeps its file, which says when it was made."""
        linked = markup.replace_links(text, lambda link: self._new_url(link, url))
        made_at = self.folder.made_at(file)
        if made_at:
            unchanged = substitute_pages.with_moment(linked, datetime.fromisoformat(made_at), url)
            if self.folder.has_content(file, unchanged):
                self.folder.keep(file, made_at)
                return
        content = substitute_pages.with_moment(linked, self.moment, url)
        self.folder.write(file, [content], self.moment.isoformat())

    def _new_url(self, link: markup.Link, page: InternalURL) -> str | None:
        if link.keeps_live_url or link.url.startswith("#"):
            return None
        if link.rel == "prev" and page in self.crawl.previous_pages:
            return self._url_of(self.crawl.previous_pages[page])
        found = self.crawl.resolve(link.url, page)
        if found is None:
            return None
        target, fragment = found
        new_url = self._url_of(target.with_query("") if link.is_post else target)
        return new_url + (f"#{quote(fragment)}" if fragment else "")

    def _url_of(self, url: InternalURL) -> str:
        """On any host of the copy. What is not there keeps its path: the host says so."""
        for _hop in range(MAX_REDIRECTS):
            url = self.crawl.canonical.get(url, url)
            if file := self._file_of(url):
                return link_to_file(file)
            redirect = self.crawl.redirects.get(url)
            found = self.crawl.resolve(redirect.target, url) if redirect else None
            if redirect and found is None:
                return redirect.target
            if found is None:
                break
            url = found[0]
        return str(url)

    def _file_of(self, url: InternalURL) -> str:
        page = self.crawl.pages.get(url)
        return page.file if page else self.crawl.files.get(url, "")

    def _write_redirects(self) -> Iterable[str]:
        for url, redirect in self.crawl.redirects.items():
            found = self.crawl.resolve(redirect.target, url)
            if url.query or not (found and self._leads_somewhere(found[0])):
                continue
            try:
                file = page_file(url)
            except UnsafeFileNameError:
                self.crawl.unsafe_urls.append(str(url))
                continue
            if self.folder.is_taken(file):
                continue
            link = self._url_of(found[0])
            content = substitute_pages.redirect_page(found[0], link).encode()
            self.folder.write(file, [content])
            yield f"{url} {link} {redirect.status}\n"

    def _leads_somewhere(self, url: InternalURL) -> bool:
        """Not to what was taken back, whose address would tell its title."""
        return self._url_of(url) != str(url) or bool(self._file_of(url))
