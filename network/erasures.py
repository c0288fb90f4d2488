"""What was erased or taken away, in a file beside the database, so that a restored backup does not
bring it back: `network/backups.py` does everything in it again that is younger than the backup.

A line tells the moment, the deed and the row by its number, and nothing about anybody. It is kept
in the transaction of the deed, so that neither is without the other, and moved into the file after
the commit; what a process leaves lying that is killed in between, the clock moves.
"""

import json
import os
from dataclasses import asdict, dataclass
from datetime import datetime

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from network.models import UnlistedErasure

FILE = "erasures.jsonl"


@dataclass(frozen=True)
class Erasure:
    at: str
    deed: str
    model: str
    pk: int
    detail: str = ""


def note(deed: str, *items: models.Model, detail: str = "") -> None:
    """Write down what is done to items. To be called in the transaction that does it."""
    now = timezone.now().isoformat()
    done = [Erasure(now, deed, item._meta.label, item.pk, detail) for item in items]
    UnlistedErasure.objects.bulk_create([UnlistedErasure(line=asdict(one)) for one in done])
    transaction.on_commit(write_down, robust=True)


def note_closed(item: models.Model, before: models.Model | None) -> None:
    """Write down what readers could see of an item before it was saved, and now no more."""
    for what in item.closed_since(before) if before else ():
        note("close", item, detail=what)


def waiting() -> int:
    return UnlistedErasure.objects.count()


@transaction.atomic
def write_down() -> int:
    """Move what waits into the file; how much it was. Killed before the end it is there twice,
    which is no harm."""
    rows = UnlistedErasure.objects.select_for_update(skip_locked=True).in_bulk()
    if rows:
        _append([row.line for row in rows.values()])
        UnlistedErasure.objects.filter(pk__in=rows).delete()
    return len(rows)


def since(moment: datetime) -> list[Erasure]:
    """All from a moment on, once, in the order of doing. A list: doing them again writes new
    lines."""
    lines = (settings.ERASURES_ROOT / FILE).read_text(encoding="utf-8").splitlines()
    noted = dict.fromkeys(Erasure(**json.loads(line)) for line in lines)
    return sorted((one for one in noted if when(one) >= moment), key=when)


def when(erasure: Erasure) -> datetime:
    return datetime.fromisoformat(erasure.at)


def _append(done: list[dict]) -> None:
    """One write, which no other process can come between, and on the disk when this returns."""
    lines = "".join(f"{json.dumps(line)}\n" for line in done)
    settings.ERASURES_ROOT.mkdir(parents=True, exist_ok=True)
    file = os.open(settings.ERASURES_ROOT / FILE, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(file, lines.encode())
        os.fsync(file)
    finally:
        os.close(file)
