"""What the panel of notes shows, on the form of an item and on a page of its own."""

from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.db import models

from notes import actions
from notes.admin.forms import NoteForm
from notes.admin.places import Place
from notes.models import ItemNote, Review


@dataclass
class Thread:
    note: ItemNote
    place: Place | None
    answers: list[ItemNote] = field(default_factory=list)

    @property
    def is_unread(self) -> bool:
        return any(vars(note)["is_unread"] for note in (self.note, *self.answers))


@dataclass
class Panel:
    """`change_url` is empty where the panel stands on the form itself."""

    url: str
    threads: list[Thread]
    form: NoteForm
    reviews: list[Review]
    user: User
    change_url: str = ""
    colleagues: list[User] = field(default_factory=list)

    @property
    def own_review(self) -> Review | None:
        """The look that the reader was asked for."""
        waiting = (one for one in self.reviews if one.answered_at is None)
        return next((one for one in waiting if one.reviewer == self.user), None)

    @property
    def open_threads(self) -> list[Thread]:
        return [thread for thread in self.threads if thread.note.resolved_at is None]

    @property
    def resolved_threads(self) -> list[Thread]:
        return [thread for thread in self.threads if thread.note.resolved_at is not None]

    @property
    def is_unread(self) -> bool:
        return any(thread.is_unread for thread in self.threads)


def find_reviews(item: models.Model) -> list[Review]:
    """The newest of each person; those of deleted accounts all."""
    found = Review.objects.of(item).with_present_text().select_related("reviewer", "asked_by")
    return list({one.reviewer_id or -one.pk: one for one in found}.values())


def find_threads(item: models.Model, user: User, places: list[Place]) -> list[Thread]:
    """Whoever sees them has read them; they are still marked as new this time."""
    notes = list(ItemNote.objects.of(item).for_reader(user))
    known = {place.path: place for place in places}
    threads = {
        note.pk: Thread(note, known.get(note.place)) for note in notes if note.thread_id is None
    }
    for note in notes:
        if note.thread_id is not None:
            threads[note.thread_id].answers.append(note)
    if any(vars(note)["is_unread"] for note in notes):
        actions.mark_read(user, notes)
    return list(threads.values())
