"""What was erased or taken away, in a file beside the database, so that a restored backup does not
bring it back: `network/backups.py` does everything in it again that is younger than the backup.

A line tells the moment, the deed and the row by its number, and nothing about anybody.
"""

import json
import os
from dataclasses import asdict, dataclass
from datetime import datetime

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

FILE = "erasures.jsonl"


@dataclass(frozen=True)
class Erasure:
    at: str
    deed: str
    model: str
    pk: int
    detail: str = ""


def note(deed: str, *items: models.Model, detail: str = "") -> None:
    """Write down what is done to items, once the transaction that does it is committed."""
    now = timezone.now().isoformat()
    done = [Erasure(now, deed, item._meta.label, item.pk, detail) for item in items]
    transaction.on_commit(lambda: _append(done))


def since(moment: datetime) -> list[Erasure]:
    """All from a moment on, in the order of doing. A list: doing them again writes new lines."""
    lines = (settings.ERASURES_ROOT / FILE).read_text(encoding="utf-8").splitlines()
    noted = (Erasure(**json.loads(line)) for line in lines)
    return [erasure for erasure in noted if datetime.fromisoformat(erasure.at) >= moment]


def _append(done: list[Erasure]) -> None:
    """One write, which no other process can come between, and on the disk when this returns."""
    lines = "".join(f"{json.dumps(asdict(erasure))}\n" for erasure in done)
    settings.ERASURES_ROOT.mkdir(parents=True, exist_ok=True)
    file = os.open(settings.ERASURES_ROOT / FILE, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(file, lines.encode())
        os.fsync(file)
    finally:
        os.close(file)
