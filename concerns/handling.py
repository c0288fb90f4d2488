"""What is done with a concern, from its coming in to its erasure."""

from datetime import timedelta
from hashlib import sha256

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from concerns.models import Access, Concern
from letters import outbox
from letters.writing import link
from network import codes, erasures, languages
from network.roles import CONCERNS

# A flood of concerns is told of once an hour.
BETWEEN_LETTERS = timedelta(hours=1)


def focal_points():
    """The people who read concerns and can be told of one."""
    people = get_user_model().objects.filter(is_active=True, is_staff=True)
    return people.filter(groups__in=CONCERNS.groups()).exclude(email="").distinct()


def receive(concern: Concern) -> str:
    """Keep a new concern; the code with which its reporter finds it, which is kept nowhere."""
    code = codes.new()
    concern.code_hash = hash_of(code)
    concern.language = languages.active()
    concern.save()
    return codes.in_groups(code)


def find(code: str) -> Concern | None:
    """The concern of a code, however it was typed."""
    return Concern.objects.filter(code_hash=hash_of(code)).first()


def typed(code: str) -> str:
    """A code as somebody typed it, as we write it; never empty, as it stands in an address."""
    return codes.in_groups(codes.plain(code)) or "-"


def hash_of(code: str) -> str:
    return sha256(typed(code).encode()).hexdigest()


@transaction.atomic
def save(concern: Concern, by) -> None:
    """Keep what the group has written; note when it answered and when it closed the case."""
    before = Concern.objects.select_for_update().get(pk=concern.pk)
    now = timezone.now()
    is_closed = concern.state == Concern.State.CLOSED
    concern.closed_at = (before.closed_at or now) if is_closed else None
    if concern.answer != before.answer:
        concern.answered_at = now if concern.answer else None
    concern.save()
    note(concern, by, Access.What.CHANGED)


@transaction.atomic
def delete(concern: Concern, by) -> None:
    note(concern, by, Access.What.DELETED)
    erasures.note("delete", concern)
    concern.delete()


def note(concern: Concern, by, what: Access.What) -> None:
    Access.objects.create(number=concern.pk, who=by, name=by.get_username(), what=what)


@transaction.atomic
def tell() -> int:
    """Write to the group that concerns have come in, and nothing of what they say; how many that
    were. The first is told of at once, those of the next hour together."""
    last = Concern.objects.aggregate(last=Max("told_at"))["last"]
    if last and last > timezone.now() - BETWEEN_LETTERS:
        return 0
    numbers = list(Concern.objects.untold().order_by("pk").values_list("pk", flat=True))
    people = focal_points()
    if not numbers or not people:
        return 0
    address = link(reverse("admin:concerns_concern_changelist"))
    for person in people:
        outbox.post(
            person.email,
            "concerns/letters/came_in.txt",
            {"number": len(numbers), "address": address},
            language=languages.codes()[0],
            key=f"concerns.came-in.{numbers[-1]}.{person.pk}",
            permission="concerns.view_concern",
            capped=False,
        )
    return Concern.objects.filter(pk__in=numbers).update(told_at=timezone.now())


def untold() -> int:
    return Concern.objects.untold().count()


def expired() -> int:
    return Concern.objects.expired().count() + Access.objects.expired().count()


def purge() -> int:
    """Erase cases that were closed long ago, and who read them even longer ago."""
    return Concern.objects.expired().delete()[0] + Access.objects.expired().delete()[0]
