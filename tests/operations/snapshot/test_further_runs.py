"""Copies made again after something changed."""

from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from events.models import Event
from members.models import Person
from network.models import Network, PublicFeature, Redirect
from operations.snapshot.builder import make_snapshot
from photos.files import rendition_storage
from photos.models import Photo
from tests.operations.snapshot.reading import LIVE, all_text, read, served


def times(root: Path) -> dict[str, int]:
    files = (path for path in root.rglob("*") if path.is_file() and path.name != ".snapshot.json")
    return {str(path.relative_to(root)): path.stat().st_mtime_ns for path in files}


@pytest.mark.time_machine("2026-11-29T14:20:00+09:00", tick=False)
def test_only_what_changed_is_written(site, tmp_path):
    root = tmp_path / "copy"
    make_snapshot(root)
    assert "이 페이지는 2026년 11월 29일(일) 오후 2:20에 저장한 사본입니다." in read(
        root, "/ko/news/launch/"
    )
    assert "This page is a copy (" in read(root, "/en/")
    before = times(root)
    with time_machine.travel("2026-11-29 14:25+09:00", tick=False):
        result = make_snapshot(root)
    assert (result.written, result.deleted) == (0, 0)
    assert times(root) == before
    Event.objects.filter(slug="past").update(venue_ko="부산")
    with time_machine.travel("2026-11-29 14:30+09:00", tick=False):
        make_snapshot(root)
    after = times(root)
    changed = {name for name in before if before[name] != after[name]}
    assert "ko/events/past/index.html" in changed
    assert "ko/news/launch/index.html" not in changed
    assert "오후 2:30에" in read(root, "/ko/events/past/")


def test_what_is_taken_back_is_gone_after_the_next_run(site, tmp_path):
    root, photo = tmp_path / "copy", Photo.objects.get()
    make_snapshot(root)
    assert [path for path in root.rglob("*.avif") if photo.folder_token in str(path)]
    assert served(root, f"/ko/press/photos/{photo.pk}/file/press-photo-{photo.pk}.jpg")
    assert "예시 네트워크 출범" in all_text(root)
    assert "김보기" in all_text(root)
    photo.taken_down_at = timezone.now()
    photo.save()
    rendition_storage.publish_or_hide(photo)
    Person.objects.update(hidden_at=timezone.now())
    site.published_at_ko = site.published_at_en = None
    site.save()
    Network.objects.get().set_closed([PublicFeature.CONTACTS], closed=True)
    make_snapshot(root)
    assert [path for path in root.rglob("*") if photo.folder_token in str(path)] == []
    assert [path for path in root.rglob("*") if path.suffix in (".avif", ".jpg")] == []
    assert not (root / "ko/news/launch").exists()
    assert not (root / "ko/people/bogi").exists()
    text = all_text(root)
    for gone in [photo.folder_token, "예시 네트워크 출범", "김보기", "press@example.org"]:
        assert gone not in text, gone


def test_redirects_are_pages_and_lines(site, tmp_path):
    root = tmp_path / "copy"
    site.slug = "launched"
    site.save()
    Redirect.objects.create(from_path="/소식/출범", to_path="/ko/news/launch/")
    Redirect.objects.create(from_path="/gone", to_path="/ko/news/never/")
    make_snapshot(root)
    page = read(root, "/ko/news/launch/")
    assert '<meta http-equiv="refresh" content="0; url=/ko/news/launched/">' in page
    assert f'<link rel="canonical" href="{LIVE}/ko/news/launched/">' in page
    lines = (root / "_redirects").read_text().splitlines()
    assert "/ko/news/launch/ /ko/news/launched/ 301" in lines
    assert "/ /ko/ 302" in lines
    assert "url=/ko/news/launched/" in read(root, "/소식/출범")
    assert not (root / "gone").exists()


@pytest.mark.django_db
def test_the_command_refuses_a_folder_with_other_files(tmp_path):
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy" / "letter.txt").write_text("mine")
    with pytest.raises(CommandError, match="holds files that are no copy"):
        call_command("snapshot", tmp_path / "copy")
    assert [path.name for path in (tmp_path / "copy").iterdir()] == ["letter.txt"]
