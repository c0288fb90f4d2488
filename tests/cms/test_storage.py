"""Files without an address: encrypted where they are confidential, closed to other users, and whole
or not there at all."""

import os
import stat
from io import BytesIO

import pytest
from django.core.checks import run_checks
from django.core.files.base import ContentFile, File
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.management import call_command
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from cms.encryption import age_files, cipher, fields
from cms.encryption.column_encryption import encrypt_columns
from cms.files import permissions
from cms.files.storage import AtomicStorage, EncryptedStorage, FileNotSavedError, PrivateStorage
from cms.files.system_checks import check_private_folders
from erasure_log import erasures
from joining.models import ApplicationFile
from members.upkeep import logo_files
from photos.files import rendition_storage
from tests.support.builders import (
    make_application,
    make_member,
    make_photo,
    picture_bytes,
    yesterday,
)
from tests.support.disks import files_at_most

A_LOT = b"0123456789" * 300_000


@pytest.fixture
def encrypted(settings) -> EncryptedStorage:
    settings.ENCRYPTION_KEYS = ["first key of the test"]
    return EncryptedStorage()


def on_disk(storage, name: str) -> bytes:
    with open(storage.path(name), "rb") as file:
        return file.read()


def rights(path) -> int:
    return stat.S_IMODE(os.stat(path).st_mode)


@pytest.mark.parametrize("content", [b"", b"word", A_LOT, b"x" * age_files.CHUNK_SIZE])
def test_what_is_stored_encrypted_comes_back_as_it_was(encrypted, content):
    name = encrypted.save("a/x.pdf", ContentFile(content, "word.pdf"))
    assert content[:100] not in on_disk(encrypted, name) or not content
    assert encrypted.size(name) == len(content)
    with encrypted.open(name) as file:
        assert file.read() == content


def test_an_upload_that_waits_on_the_disk_is_encrypted_on_its_way(encrypted):
    """Django would move its file as it is."""
    upload = TemporaryUploadedFile("word.pdf", "application/pdf", len(A_LOT), None)
    upload.write(A_LOT)
    upload.seek(0)
    name = encrypted.save("a/word.pdf", upload)
    assert A_LOT[:100] not in on_disk(encrypted, name)
    assert encrypted.size(name) == len(A_LOT)


def test_an_encrypted_file_is_read_at_any_place(encrypted):
    name = encrypted.save("x", ContentFile(A_LOT))
    like = BytesIO(A_LOT)
    with encrypted.open(name) as file:
        for offset, whence in [(5, 0), (2_000_003, 0), (-7, 1), (-3, 2), (10, 2), (-(9**9), 1)]:
            assert file.seek(offset, whence) == max(0, min(len(A_LOT), place(like, offset, whence)))
            assert file.read(4) == like.read(4)
            assert file.tell() == min(like.tell(), len(A_LOT))


def place(file: BytesIO, offset: int, whence: int) -> int:
    """Where it ought to stand: a file that cannot be written ends at its end."""
    before = {0: 0, 1: file.tell(), 2: len(A_LOT)}[whence]
    return file.seek(min(max(0, before + offset), len(A_LOT)))


@pytest.mark.parametrize("harm", ["cut", "changed", "clear", "another key"])
def test_a_damaged_file_is_no_other_file(encrypted, settings, harm):
    name = encrypted.save("x", ContentFile(A_LOT))
    path, sealed = encrypted.path(name), on_disk(encrypted, name)
    if harm == "another key":
        settings.ENCRYPTION_KEYS = ["another key"]
    else:
        spoilt = {"cut": sealed[: len(sealed) // 2], "clear": A_LOT}
        with open(path, "wb") as file:
            file.write(spoilt.get(harm, sealed[:5000] + bytes([sealed[5000] ^ 1]) + sealed[5001:]))
    with pytest.raises(age_files.BrokenFileError), encrypted.open(name) as file:
        file.read()


def test_nothing_is_written_into_an_encrypted_file(encrypted):
    name = encrypted.save("x", ContentFile(b"word"))
    with pytest.raises(ValueError, match="only be read"):
        encrypted.open(name, "wb")


@pytest.mark.django_db
def test_reencrypt_writes_texts_and_files_with_the_first_key(settings):
    settings.ENCRYPTION_KEYS = ["old key"]
    application = make_application(name_ko="나란히", name_en="", website="https://a.example/")
    file = ApplicationFile(application=application, kind="document", name="x.pdf")
    file.file.save("x.pdf", ContentFile(A_LOT))
    gone = ApplicationFile.objects.create(application=application, kind="document", name="gone")
    ApplicationFile.objects.filter(pk=gone.pk).update(file="applications/gone")
    settings.ENCRYPTION_KEYS = ["new key", "old key"]
    call_command("reencrypt")
    settings.ENCRYPTION_KEYS = ["new key"]
    application.refresh_from_db()
    assert (application.name_ko, application.name_en) == ("나란히", "")
    assert application.website == "https://a.example/"
    with ApplicationFile.objects.get(pk=file.pk).file.open() as opened:
        assert opened.read() == A_LOT
    folder = os.path.dirname(file.file.path)
    assert os.listdir(folder) == [os.path.basename(file.file.name)]
    assert rights(file.file.path) == 0o600


def test_a_failed_reencryption_leaves_the_old_file(encrypted, monkeypatch):
    name = encrypted.save("x", ContentFile(b"word"))
    monkeypatch.setattr(os, "fsync", no_room)
    with pytest.raises(OSError, match="No space"):
        encrypted.reencrypt_file(name)
    monkeypatch.undo()
    assert os.listdir(encrypted.location) == [name]
    with encrypted.open(name) as file:
        assert file.read() == b"word"


def no_room(*_args):
    raise OSError(28, "No space left on device")


def test_private_files_are_closed_to_other_users(settings):
    """Whatever the umask is: the folder of originals and all in it."""
    old = os.umask(0)
    try:
        PrivateStorage().save("a/b/x.jpg", ContentFile(b"word"))
        EncryptedStorage().save("c/x.jpg", ContentFile(b"word"))
        erasures._append_entries([])
    finally:
        os.umask(old)
    for root in (settings.ORIGINALS_ROOT, settings.ERASURES_ROOT):
        assert rights(root) == 0o700
        for path in root.rglob("*"):
            assert rights(path) == (0o700 if path.is_dir() else 0o600), path


@pytest.mark.django_db(transaction=True)
def test_only_what_is_public_is_open_to_the_proxy(settings):
    """Renditions and logos are made among the private files and move to the public ones."""
    old = os.umask(0o077)
    try:
        photo = make_photo()
        member = make_member(logo=ContentFile(picture_bytes(), "logo.jpg"))
        logo_files.move_logos()
        for path in [
            *(settings.MEDIA_ROOT / "photos").rglob("*"),
            *logo_files.public_folder().iterdir(),
        ]:
            assert rights(path) == (0o755 if path.is_dir() else 0o644), path
        type(photo).objects.filter(pk=photo.pk).update(taken_down_at=yesterday())
        type(member).objects.filter(pk=member.pk).update(is_delisted=True, delisting_reason="x")
    finally:
        os.umask(old)
    os.umask(0)
    try:
        rendition_storage.publish_or_hide(photo)
        logo_files.move_logos()
    finally:
        os.umask(old)
    private = rendition_storage.private_folder(photo.folder_token)
    assert rendition_storage.current_folder(photo) == private
    assert len(list(logo_files.private_folder().iterdir())) == 1
    for path in settings.ORIGINALS_ROOT.rglob("*"):
        assert rights(path) == (0o700 if path.is_dir() else 0o600), path


def test_folders_that_are_open_are_told_of_and_closed(settings):
    root = settings.ORIGINALS_ROOT
    inner = root / "photos" / "old"
    inner.mkdir(parents=True)
    (inner / "x.jpg").write_bytes(b"x")
    for path in (root, inner.parent, inner):
        path.chmod(0o755)
    (inner / "x.jpg").chmod(0o644)
    warned = check_private_folders(None)
    assert [(warning.id, str(root) in warning.msg) for warning in warned] == [
        ("network.W002", True)
    ]
    assert warned[0] in run_checks(tags=["security"])
    assert permissions.exposed_folder_count() == permissions.restrict_private_folders() == 1
    assert [rights(path) for path in (root, inner.parent, inner)] == [0o700] * 3
    assert rights(inner / "x.jpg") == 0o600
    assert permissions.exposed_folder_count() == permissions.restrict_private_folders() == 0
    assert check_private_folders(None) == []


def test_a_folder_of_another_user_is_told_of(settings, monkeypatch):
    settings.ORIGINALS_ROOT.mkdir(mode=0o700)
    monkeypatch.setattr(os, "geteuid", lambda: settings.ORIGINALS_ROOT.stat().st_uid + 1)
    [warning] = check_private_folders(None)
    assert warning.id == "network.W001"
    assert "chown -R" in warning.hint


@pytest.mark.parametrize("kind", [AtomicStorage, PrivateStorage, EncryptedStorage])
@pytest.mark.parametrize("fault", ["full", "folder is a file", "no folder"])
def test_a_file_that_cannot_be_kept_is_named_and_leaves_nothing(settings, tmp_path, kind, fault):
    kept = kind(tmp_path / "public") if kind is AtomicStorage else kind()
    content = File(BytesIO(A_LOT), "정관.pdf")
    if fault == "full":
        with files_at_most(100_000), pytest.raises(FileNotSavedError) as failed:
            kept.save("a/x.pdf", content)
        assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    else:
        root = settings.ORIGINALS_ROOT if kind is not AtomicStorage else tmp_path / "public"
        if fault == "no folder":
            root = root.parent / "not-there"
            settings.ORIGINALS_ROOT = root
            kept = kind(root) if kind is AtomicStorage else kind()
            root.symlink_to("/proc/nowhere")
        else:
            root.write_bytes(b"")
        with pytest.raises(FileNotSavedError) as failed:
            kept.save("a/x.pdf", content)
    assert failed.value.name == "정관.pdf"


def test_columns_that_were_clear_become_encrypted(transactional_db):
    clear = [
        ("id", models.BigAutoField(primary_key=True)),
        ("words", models.CharField(max_length=90)),
        ("maybe", models.TextField(null=True)),
        ("rows", models.JSONField()),
        ("other", models.ForeignKey("news.secret", models.CASCADE, null=True)),
    ]
    begin = migrations.CreateModel("Secret", clear, options={"db_table": "news_secret"})
    later = encrypt_columns(
        "news.secret",
        words=fields.EncryptedLineField(max_length=90),
        maybe=fields.EncryptedTextField(null=True),
        rows=fields.EncryptedJSONField(),
    )
    state = ProjectState()
    try:
        with connection.schema_editor() as editor:
            state = applied(begin, state, editor)
        secrets = state.apps.get_model("news", "secret").objects
        secrets.create(words=r"나란히\x41 \ ", maybe=None, rows=[["김", 1]])
        secrets.create(words="", maybe="네\n아니오", rows={})
        with connection.schema_editor() as editor:
            # As an earlier step of the same migration may have done.
            editor.execute("UPDATE news_secret SET maybe = maybe")
            for operation in later:
                state = applied(operation, state, editor)
        secrets = state.apps.get_model("news", "secret").objects.order_by("pk")
        assert list(secrets.values_list("words", "maybe", "rows")) == [
            (r"나란히\x41 \ ".strip(), "", [["김", 1]]),
            ("", "네\n아니오", {}),
        ]
        with connection.cursor() as cursor:
            cursor.execute("SELECT words, rows FROM news_secret ORDER BY id")
            raw = [[bytes(cell) for cell in row] for row in cursor.fetchall()]
        assert cipher.decrypt(raw[0][0]) == r"나란히\x41 \ ".strip()
        assert raw[1][0] == b""
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS news_secret")


def applied(operation, state, editor):
    after = state.clone()
    operation.state_forwards("news", after)
    operation.database_forwards("news", editor, state, after)
    return after
