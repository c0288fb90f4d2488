"""The folder of a copy: what it refuses, and what is left when a run dies."""

import pytest

from operations.snapshot.file_names import (
    UnsafeFileNameError,
    download_file,
    link_to_file,
    page_file,
)
from operations.snapshot.folder import FolderError, SnapshotFolder
from operations.snapshot.internal_urls import InternalURL, parse_link


def begin(root):
    folder = SnapshotFolder.open(root)
    folder.begin()
    return folder


def write(folder, **files: str) -> None:
    for name, text in files.items():
        folder.write(f"{name}/index.html", [text.encode()])


def test_a_page_has_a_folder_of_its_own():
    assert page_file(InternalURL("/")) == "index.html"
    assert page_file(InternalURL("/ko/news/")) == "ko/news/index.html"
    assert page_file(InternalURL("/소식/출범")) == "소식/출범/index.html"
    assert page_file(InternalURL("/old.html")) == "old.html"
    assert page_file(InternalURL("/board/view.php")) == "board/view.php/index.html"


def test_a_query_becomes_folders():
    listed = InternalURL("/ko/news/", "year=2025&before=17-3")
    assert page_file(listed) == "ko/news/_/year-2025/before-17-3/index.html"
    strange = page_file(InternalURL("/ko/news/", "kind=..%2F..%2Fetc"))
    assert strange.startswith("ko/news/_/")
    assert ".." not in strange


def test_links_name_files_with_korean_names_percent_encoded():
    assert link_to_file("소식/index.html") == "/%EC%86%8C%EC%8B%9D/"
    assert link_to_file("index.html") == "/"
    assert link_to_file("media/a b.jpg") == "/media/a%20b.jpg"


@pytest.mark.parametrize(
    "path",
    [
        "/../secret/",
        "/ko/../../secret/",
        "/ko/./news/",
        "/.git/config",
        "/ko/a\x00b/",
        "/ko/a\\b/",
        "/ko/C:/",
        "/_redirects",
        f"/ko/{'x' * 300}/",
    ],
)
def test_no_file_has_an_unsafe_name(path):
    with pytest.raises(UnsafeFileNameError):
        page_file(InternalURL(path))
    with pytest.raises(UnsafeFileNameError):
        download_file(InternalURL(path), "file.pdf", "application/pdf")


def test_percent_encoding_hides_no_folder_above(settings):
    address, _fragment = parse_link("/ko/%2e%2e/%2E%2E/secret/", InternalURL("/ko/"))
    with pytest.raises(UnsafeFileNameError):
        page_file(address)


def test_a_download_cannot_choose_a_name_above():
    file = download_file(InternalURL("/ko/news/files/3/"), "../../evil.html", "application/pdf")
    assert file == "ko/news/files/3/file.pdf"


def test_links_to_other_sites_are_none_of_ours(settings):
    page = InternalURL("/ko/")
    assert parse_link("https://example.org/ko/", page) is None
    assert parse_link("mailto:a@example.org", page) is None
    assert parse_link("http://[broken", page) is None
    assert parse_link(f"{settings.SITE_URL}/ko/news/?a=1#b", page) == (
        InternalURL("/ko/news/", "a=1"),
        "b",
    )


def test_it_writes_nothing_outside(tmp_path):
    folder = begin(tmp_path / "copy")
    for name in ["../outside", "ko/../../outside", str(tmp_path / "outside")]:
        with pytest.raises(FolderError):
            folder.write(name, [b"x"])
    assert not (tmp_path / "outside").exists()


def test_it_follows_no_symbolic_link(tmp_path):
    (tmp_path / "outside").mkdir()
    folder = begin(tmp_path / "copy")
    (tmp_path / "copy" / "ko").symlink_to(tmp_path / "outside")
    with pytest.raises(FolderError, match="symbolic link"):
        folder.write("ko/index.html", [b"x"])
    assert list((tmp_path / "outside").iterdir()) == []


def test_nothing_is_replaced_before_everything_is_written(tmp_path):
    root = tmp_path / "copy"
    folder = begin(root)
    write(folder, a="old a", b="old b")
    folder.finish({})
    dying = begin(root)
    write(dying, a="new a", c="new c")
    # The process is killed here.
    assert (root / "a/index.html").read_text() == "old a"
    assert (root / "b/index.html").read_text() == "old b"
    assert not (root / "c").exists()


def test_a_run_after_one_that_died_while_replacing_deletes_its_files(tmp_path, monkeypatch):
    root = tmp_path / "copy"
    folder = begin(root)
    write(folder, a="a")
    folder.finish({"stamp": "1"})
    dying = begin(root)
    write(dying, b="b", c="c")

    def die(name):
        raise KeyboardInterrupt

    monkeypatch.setattr(dying, "_delete", die)
    with pytest.raises(KeyboardInterrupt):
        dying.finish({"stamp": "2"})
    assert (root / "a/index.html").exists()
    assert (root / "b/index.html").exists()
    after = begin(root)
    assert after.state == {}
    write(after, c="c")
    after.finish({"stamp": "3"})
    assert sorted(path.name for path in root.iterdir()) == [".snapshot.json", "c"]


def test_files_of_others_beside_the_copy_stay(tmp_path):
    """Such as `CNAME` and `.git` of GitHub Pages."""
    folder = begin(tmp_path)
    write(folder, a="a")
    folder.finish({})
    (tmp_path / "CNAME").write_text("www.example.org")
    begin(tmp_path).finish({})
    assert sorted(path.name for path in tmp_path.iterdir()) == [".snapshot.json", "CNAME"]


def test_a_file_may_become_a_folder_and_the_reverse(tmp_path):
    folder = begin(tmp_path)
    folder.write("a", [b"file"])
    folder.write("b/c", [b"file"])
    folder.finish({})
    again = begin(tmp_path)
    again.write("a/c", [b"in a folder"])
    again.write("b", [b"a file"])
    again.finish({})
    assert (tmp_path / "a/c").read_bytes() == b"in a folder"
    assert (tmp_path / "b").read_bytes() == b"a file"
