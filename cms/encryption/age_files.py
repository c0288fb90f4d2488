"""Encrypted files of any size in the age format (https://age-encryption.org/v1), which other
programs read: `age -d FILE` asks for a passphrase, and that is the key of ENCRYPTION_KEYS.

A file is a header, which holds the file's own key encrypted with the passphrase, and chunks of
64 KiB that are encrypted with it. Chunks cannot be left out, reordered, cut off or taken from
another file, and are read from any position.
"""

import base64
import os
import secrets
from contextlib import suppress
from io import RawIOBase
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.conf import settings

VERSION = b"age-encryption.org/v1\n"
SCRYPT_LABEL = b"age-encryption.org/v1/scrypt"
MAX_LINE_LENGTH = 100

KEY_SIZE = SALT_SIZE = NONCE_SIZE = 16
TAG_SIZE = 16
CHUNK_SIZE = 64 * 1024

# Binary logarithms of the cost of scrypt. Keys are long random texts, so making each guess costly
# protects nothing, and a page may open several files: 10 ms and 4 MB. `age -p` writes 18.
WORK_FACTOR = 12
MAX_WORK_FACTOR = 18


class BrokenFileError(Exception):
    """An encrypted file is incomplete, or was encrypted with a key that we do not have."""


class EncryptingWriter(RawIOBase):
    """Encrypts what is written into another file. The file is complete only after `finish`."""

    def __init__(self, file: BinaryIO) -> None:
        file_key, nonce = secrets.token_bytes(KEY_SIZE), secrets.token_bytes(NONCE_SIZE)
        self._file, self._chunk_cipher = file, _chunk_cipher(file_key, nonce)
        self._number, self._buffered = 0, bytearray()
        file.write(_header(file_key, settings.ENCRYPTION_KEYS[0]) + nonce)

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._buffered += data
        # The last chunk is not empty, so as much as a chunk is kept back.
        while len(self._buffered) > CHUNK_SIZE:
            self._write_chunk(bytes(self._buffered[:CHUNK_SIZE]))
            del self._buffered[:CHUNK_SIZE]
        return len(data)

    def finish(self) -> None:
        self._write_chunk(bytes(self._buffered), is_last=True)

    def _write_chunk(self, chunk: bytes, *, is_last: bool = False) -> None:
        nonce = _chunk_nonce(self._number, is_last=is_last)
        self._file.write(self._chunk_cipher.encrypt(nonce, chunk, None))
        self._number += 1


class DecryptingReader(RawIOBase):
    """Reads an encrypted file from any position, one chunk in memory at a time.

    Raises `BrokenFileError` for a damaged header, and later at the first chunk that was changed.
    """

    def __init__(self, file: BinaryIO) -> None:
        file_key = _read_header(file)
        nonce = file.read(NONCE_SIZE)
        if len(nonce) != NONCE_SIZE:
            raise BrokenFileError("It is cut off before its first chunk.")
        self._file, self._chunk_cipher = file, _chunk_cipher(file_key, nonce)
        self._start, self._position = file.tell(), 0
        self._number, self._chunk, self._is_last = -1, b"", False

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Not beyond the end, which is read to be sure that nothing is cut off."""
        size = self._read_size()
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: size}[whence]
        self._position = min(max(0, base + offset), size)
        return self._position

    def readinto(self, buffer: Any) -> int:
        number, start = divmod(self._position, CHUNK_SIZE)
        if number != self._number:
            if self._is_last and number > self._number:
                return 0
            self._read_chunk(number)
        view = memoryview(buffer).cast("B")
        piece = self._chunk[start : start + len(view)]
        view[: len(piece)] = piece
        self._position += len(piece)
        return len(piece)

    def close(self) -> None:
        self._file.close()
        super().close()

    def _read_size(self) -> int:
        """Returns the size of the plain content. Reads the last chunk."""
        encrypted = self._file.seek(0, os.SEEK_END) - self._start
        self._read_chunk(max(0, encrypted - 1) // (CHUNK_SIZE + TAG_SIZE))
        if not self._is_last:
            raise BrokenFileError("It is cut off.")
        return self._number * CHUNK_SIZE + len(self._chunk)

    def _read_chunk(self, number: int) -> None:
        self._file.seek(self._start + number * (CHUNK_SIZE + TAG_SIZE))
        encrypted = self._file.read(CHUNK_SIZE + TAG_SIZE)
        if not encrypted:
            raise BrokenFileError(f"It is cut off after chunk {number}.")
        self._chunk, self._is_last = self._decrypt_chunk(number, encrypted)
        self._number = number
        if self._is_last and (self._file.read(1) or (number and not self._chunk)):
            raise BrokenFileError("Something was added behind its last chunk.")

    def _decrypt_chunk(self, number: int, encrypted: bytes) -> tuple[bytes, bool]:
        """The chunk, and whether it is the last."""
        # A full chunk may be the last one or not; a shorter one is.
        for is_last in (False, True) if len(encrypted) == CHUNK_SIZE + TAG_SIZE else (True,):
            with suppress(InvalidTag):
                nonce = _chunk_nonce(number, is_last=is_last)
                return self._chunk_cipher.decrypt(nonce, encrypted, None), is_last
        raise BrokenFileError(f"Chunk {number + 1} is damaged.")


def _header(file_key: bytes, passphrase: str) -> bytes:
    salt = secrets.token_bytes(SALT_SIZE)
    body = _passphrase_cipher(passphrase, salt, WORK_FACTOR).encrypt(bytes(12), file_key, None)
    stanza = b"-> scrypt %s %d\n%s\n" % (_encode(salt), WORK_FACTOR, _encode(body))
    signed = VERSION + stanza + b"---"
    return b"%s %s\n" % (signed, _encode(_header_hmac(file_key, signed).finalize()))


def _read_header(file: BinaryIO) -> bytes:
    """Returns the file's own key."""
    version, stanza, body, mac = (file.readline(MAX_LINE_LENGTH) for _line in range(4))
    try:
        arrow, kind, salt, work_factor = stanza.split()
        dashes, mac = mac.split()
        is_known = (version, arrow, kind, dashes) == (VERSION, b"->", b"scrypt", b"---")
        if not is_known or not 0 < int(work_factor) <= MAX_WORK_FACTOR:
            raise ValueError
        file_key = _decrypt_file_key(_decode(salt), int(work_factor), _decode(body.strip()))
        signed = version + stanza + body + b"---"
        _header_hmac(file_key, signed).verify(_decode(mac))
    except (ValueError, InvalidSignature) as error:
        raise BrokenFileError("It is no encrypted file, or its beginning is damaged.") from error
    return file_key


def _decrypt_file_key(salt: bytes, work_factor: int, body: bytes) -> bytes:
    if len(salt) != SALT_SIZE or len(body) != KEY_SIZE + TAG_SIZE:
        raise ValueError
    for passphrase in settings.ENCRYPTION_KEYS:
        with suppress(InvalidTag):
            return _passphrase_cipher(passphrase, salt, work_factor).decrypt(bytes(12), body, None)
    raise BrokenFileError("It is damaged, or its key is not in ENCRYPTION_KEYS.")


def _passphrase_cipher(passphrase: str, salt: bytes, work_factor: int) -> ChaCha20Poly1305:
    scrypt = Scrypt(salt=SCRYPT_LABEL + salt, length=32, n=2**work_factor, r=8, p=1)
    return ChaCha20Poly1305(scrypt.derive(passphrase.encode()))


def _chunk_cipher(file_key: bytes, nonce: bytes) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(_derive(file_key, nonce, b"payload"))


def _chunk_nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


def _header_hmac(file_key: bytes, signed: bytes) -> HMAC:
    hmac = HMAC(_derive(file_key, None, b"header"), SHA256())
    hmac.update(signed)
    return hmac


def _derive(file_key: bytes, salt: bytes | None, info: bytes) -> bytes:
    return HKDF(SHA256(), length=32, salt=salt, info=info).derive(file_key)


def _encode(data: bytes) -> bytes:
    return base64.b64encode(data).rstrip(b"=")


def _decode(text: bytes) -> bytes:
    """Raises ValueError for text that no encoder writes."""
    data = base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
    if _encode(data) != text:
        raise ValueError
    return data
