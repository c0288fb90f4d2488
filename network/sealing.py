"""Files of any size, encrypted piece by piece with ENCRYPTION_KEYS.

Each line of a sealed file is a Fernet token of one piece: the name of the file, the number of the
piece, whether it is the last, and the bytes. So pieces cannot be left out, exchanged or cut off.
"""

import secrets
import struct
from collections.abc import Iterator
from io import RawIOBase
from typing import BinaryIO

from cryptography.fernet import InvalidToken

from network.encryption import keyring

A_PIECE = 1024 * 1024
HEAD = struct.Struct(">16sQ?")


class Broken(Exception):  # noqa: N818 - the state of a file
    """A sealed file that is not whole, or was sealed with a key that we do not have."""


class Sealed(RawIOBase):
    """What is written is encrypted into another file. Only `finish` makes it whole."""

    def __init__(self, file: BinaryIO):
        self._file, self._name = file, secrets.token_bytes(16)
        self._number, self._waiting = 0, bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:
        self._waiting += data
        while len(self._waiting) > A_PIECE:
            self._seal(self._waiting[:A_PIECE])
            del self._waiting[:A_PIECE]
        return len(data)

    def finish(self) -> None:
        self._seal(self._waiting, is_last=True)

    def _seal(self, piece: bytes, *, is_last: bool = False) -> None:
        head = HEAD.pack(self._name, self._number, is_last)
        self._file.write(keyring().encrypt(head + piece) + b"\n")
        self._number += 1


def pieces(file: BinaryIO) -> Iterator[bytes]:
    """What was sealed. Raises `Broken` as soon as something is not as it was sealed."""
    first, is_last, number = None, False, 0
    for number, line in enumerate(file):
        try:
            opened = keyring().decrypt(line.rstrip())
        except InvalidToken as error:
            raise Broken("It is damaged, or its key is not in ENCRYPTION_KEYS.") from error
        name, found, ends = HEAD.unpack(opened[: HEAD.size])
        first = first or name
        if (name, found) != (first, number) or is_last:
            raise Broken("Its parts are not in their order.")
        is_last = ends
        yield opened[HEAD.size :]
    if not is_last:
        raise Broken(f"It is cut off after part {number}.")


class Unsealed(RawIOBase):
    """What was sealed, to be read from its beginning to its end."""

    def __init__(self, file: BinaryIO):
        self._pieces, self._waiting = pieces(file), memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        while not self._waiting:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._waiting = memoryview(piece)
        number = min(len(buffer), len(self._waiting))
        buffer[:number] = self._waiting[:number]
        self._waiting = self._waiting[number:]
        return number
