"""Makes a copy of the public site that any static host serves."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from django.utils import timezone

from cms.queries.advisory_locks import try_lock
from operations.snapshot import freshness, markup, own_pages
from operations.snapshot.addresses import Address, UnsafeAddressError, link_to_file, page_file
from operations.snapshot.crawl import Crawl
from operations.snapshot.folder import FolderError, SnapshotFolder

LOCK = "operations.snapshot"

# GitHub Pages leaves out names that begin with an underscore, unless there is this file.
NO_JEKYLL = ".nojekyll"
# In the format of Netlify and Cloudflare Pages, beside the page for other hosts.
REDIRECTS = "_redirects"
MISSING = "404.html"

# No chain of redirects is longer.
MAX_REDIRECTS = 5


@dataclass(frozen=True)
class Result:
    pages: int
    files: int
    written: int
    deleted: int
    refused: list[str]


def make_snapshot(root: Path) -> Result:
    with try_lock(LOCK) as is_ours:
        if not is_ours:
            raise FolderError("Another process is making a copy.")
        return _Snapshot(SnapshotFolder.open(root), timezone.now()).make()


class _Snapshot:
    def __init__(self, folder: SnapshotFolder, moment: datetime) -> None:
        self.folder, self.moment = folder, moment
        self.crawl = Crawl(folder)

    def make(self) -> Result:
        self.folder.begin()
        # Before the first page: a change that comes meanwhile makes the next run due.
        state = freshness.state_at(self.moment)
        self.crawl.run()
        for address, page in self.crawl.pages.items():
            self._write_page(page.file, page.text, address)
        redirects = list(self._write_redirects())
        self._write_page(MISSING, own_pages.missing_page(), Address("/404.html"))
        self.folder.write(REDIRECTS, ["".join(redirects).encode()])
        self.folder.write(NO_JEKYLL, [b""])
        written, deleted = self.folder.finish(state)
        pages, files = len(self.crawl.pages), len(self.crawl.files)
        return Result(pages, files, written, deleted, self.crawl.refused)

    def _write_page(self, file: str, text: str, address: Address) -> None:
        """An unchanged page keeps its file, which says when it was made."""
        linked = markup.replace_links(text, lambda link: self._new_url(link, address))
        made_at = self.folder.made_at(file)
        if made_at:
            unchanged = own_pages.with_moment(linked, datetime.fromisoformat(made_at), address)
            if self.folder.has_content(file, unchanged):
                self.folder.keep(file, made_at)
                return
        content = own_pages.with_moment(linked, self.moment, address)
        self.folder.write(file, [content], self.moment.isoformat())

    def _new_url(self, link: markup.Link, page: Address) -> str | None:
        if link.is_live or link.url.startswith("#"):
            return None
        if link.rel == "prev" and page in self.crawl.previous:
            return self._url_of(self.crawl.previous[page])
        found = self.crawl.resolve(link.url, page)
        if found is None:
            return None
        target, fragment = found
        url = self._url_of(target.with_query("") if link.is_post else target)
        return url + (f"#{quote(fragment)}" if fragment else "")

    def _url_of(self, address: Address) -> str:
        """On any host of the copy. What is not there keeps its path: the host says so."""
        for _hop in range(MAX_REDIRECTS):
            address = self.crawl.same.get(address, address)
            if file := self._file_of(address):
                return link_to_file(file)
            moved = self.crawl.moved.get(address)
            found = self.crawl.resolve(moved.target, address) if moved else None
            if moved and found is None:
                return moved.target
            if found is None:
                break
            address = found[0]
        return str(address)

    def _file_of(self, address: Address) -> str:
        page = self.crawl.pages.get(address)
        return page.file if page else self.crawl.files.get(address, "")

    def _write_redirects(self) -> Iterable[str]:
        for address, moved in self.crawl.moved.items():
            found = self.crawl.resolve(moved.target, address)
            if address.query or not (found and self._leads_somewhere(found[0])):
                continue
            try:
                file = page_file(address)
            except UnsafeAddressError:
                self.crawl.refused.append(str(address))
                continue
            if self.folder.is_taken(file):
                continue
            link = self._url_of(found[0])
            content = own_pages.redirect_page(found[0], link).encode()
            self.folder.write(file, [content])
            yield f"{address} {link} {moved.status}\n"

    def _leads_somewhere(self, address: Address) -> bool:
        """Not to what was taken back, whose address would tell its title."""
        return self._url_of(address) != str(address) or bool(self._file_of(address))
