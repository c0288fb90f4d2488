import secrets
from dataclasses import dataclass
from pathlib import PurePath

from django.db import models
from django.utils.deconstruct import deconstructible


@deconstructible
@dataclass
class random_name:  # noqa: N801 - used like the functions Django takes for `upload_to`
    """For `upload_to`: file names that nobody can guess and that are safe on any file system,
    `photos/x3k…9.jpg`."""

    folder: str

    def __call__(self, _instance: models.Model, filename: str) -> str:
        ending = PurePath(filename).suffix.lower()
        ending = ending if ending.isascii() and ending[1:].isalnum() else ""
        return f"{self.folder}/{secrets.token_hex(16)}{ending[:6]}"
