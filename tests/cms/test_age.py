"""Encrypted files are age files: other programs read ours, ours read theirs, damage is noticed."""

import base64
import io

import pyrage
import pytest

from cms.encryption import age_files

KEY = "a passphrase of this test"
CHUNK, ENCRYPTED_CHUNK = age_files.CHUNK_SIZE, age_files.CHUNK_SIZE + age_files.TAG_SIZE
SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 5]

# What age 1.1.1 (`age -p`) made of "평등한 관계" and a line feed, with KEY.
MADE_BY_AGE = base64.b64decode(
    "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCBVTE82aE11R2xYaC9qT1pka3dCb2pRIDE4ClJvZUEvejBxRzE5"
    "bWFFemJzRHYzTzM5WlJLcmlwU1lxQktuYmxCWGNza1kKLS0tIDJIT3VPOUExUnE1a1V3VzlLUVF3WlFQUU5Za0F2RDdG"
    "Q25WdHhyTFZ4bkkKnilydnBL0QrDUioWsqDipr8EuQ3T/9V7gADUdHOvg/er30XZCFw8IPSM6i2y6jcfHQ=="
)


@pytest.fixture(autouse=True)
def _key(settings):
    settings.ENCRYPTION_KEYS = [KEY]


def content(size: int) -> bytes:
    return bytes(number * 7 % 251 for number in range(size))


def encrypted(plain: bytes, piece: int = 1000) -> bytes:
    file = io.BytesIO()
    writer = age_files.EncryptingWriter(file)
    for start in range(0, len(plain), piece):
        writer.write(plain[start : start + piece])
    writer.finish()
    return file.getvalue()


def decrypted(file: bytes) -> bytes:
    return age_files.DecryptingReader(io.BytesIO(file)).readall()


@pytest.mark.parametrize("size", SIZES)
def test_what_we_write_another_implementation_reads(size):
    file = encrypted(content(size), piece=70_001)
    assert pyrage.passphrase.decrypt(file, KEY) == content(size)
    assert decrypted(file) == content(size)


def test_what_age_writes_we_read():
    assert decrypted(MADE_BY_AGE).decode() == "평등한 관계\n"


def test_the_same_content_is_never_the_same_file():
    header = len(encrypted(b"")) - age_files.NONCE_SIZE - age_files.TAG_SIZE
    first, second = encrypted(content(500)), encrypted(content(500))
    assert first[:header] != second[:header]
    assert first[header:] != second[header:]
    assert content(50) not in first


@pytest.mark.parametrize("size", SIZES)
def test_a_file_is_read_from_any_position(size):
    reader, like = age_files.DecryptingReader(io.BytesIO(encrypted(content(size)))), content(size)
    for position in (0, 1, CHUNK - 2, CHUNK, 2 * CHUNK + 9, size - 3, size, size + 10, 5):
        at = min(max(0, position), size)
        assert reader.seek(max(0, position)) == at
        assert reader.read(20) == like[at : at + min(20, CHUNK - at % CHUNK)]
    assert reader.seek(0, io.SEEK_END) == size
    assert reader.read() == b""


def test_a_key_may_follow_a_newer_one(settings):
    file = encrypted(b"word")
    settings.ENCRYPTION_KEYS = ["a newer key", KEY]
    assert decrypted(file) == b"word"
    settings.ENCRYPTION_KEYS = ["a newer key"]
    with pytest.raises(age_files.BrokenFileError, match="not in ENCRYPTION_KEYS"):
        decrypted(file)


def parts(file: bytes) -> list[bytes]:
    """The header with the nonce, and each chunk."""
    start = len(encrypted(b"")) - age_files.TAG_SIZE
    chunks = range(start, len(file), ENCRYPTED_CHUNK)
    return [file[:start], *(file[at : at + ENCRYPTED_CHUNK] for at in chunks)]


@pytest.mark.parametrize("size", [3 * CHUNK, 3 * CHUNK + 5])
def test_chunks_cannot_be_left_out_reordered_added_or_exchanged(size):
    header, *chunks = parts(encrypted(content(size)))
    foreign = parts(encrypted(content(size)))[1]
    assert decrypted(b"".join([header, *chunks])) == content(size)
    for harmed in (
        chunks[:-1],
        chunks[1:],
        [chunks[1], chunks[0], *chunks[2:]],
        [*chunks, chunks[-1]],
        [*chunks, b"x"],
        [foreign, *chunks[1:]],
        [],
    ):
        with pytest.raises(age_files.BrokenFileError):
            decrypted(b"".join([header, *harmed]))


def test_a_cut_file_has_no_end_to_seek():
    header, *chunks = parts(encrypted(content(3 * CHUNK)))
    reader = age_files.DecryptingReader(io.BytesIO(b"".join([header, *chunks[:-1]])))
    with pytest.raises(age_files.BrokenFileError):
        reader.seek(0, io.SEEK_END)


def test_each_changed_byte_is_noticed():
    file = encrypted(b"word")
    for position in range(len(file)):
        changed = bytearray(file)
        changed[position] ^= 1
        with pytest.raises(age_files.BrokenFileError):
            decrypted(bytes(changed))
        with pytest.raises(age_files.BrokenFileError):
            decrypted(file[:position])


def test_a_header_that_asks_for_more_memory_than_there_is_is_refused():
    header = MADE_BY_AGE.replace(b" 18\n", b" 25\n")
    with pytest.raises(age_files.BrokenFileError):
        decrypted(header)
