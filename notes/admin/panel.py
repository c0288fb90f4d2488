"""What the panel of notes shows, on the form of an item and on a page of its own."""

from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.db import models

from notes import actions
from notes.admin.form_parts import FormPart
from notes.admin.forms import NoteForm
from notes.models import ItemNote, Review


@dataclass
class Thread:
    note: ItemNote
    form_part: FormPart | None
    replies: list[ItemNote] = field(default_factory=list)

    @property
    def is_unread(self) -> bool:
        return any(vars(note)["is_unread"] for note in (self.note, *self.replies))


@dataclass
class NotesPanel:
    """`change_url` is empty where the panel stands on the form itself."""

    url: str
    threads: list[Thread]
    form: NoteForm
    reviews: list[Review]
    user: User
    change_url: str = ""
    colleagues: list[User] = field(default_factory=list)
    # Why the text must not become public yet, and who could read it first.
    refusal: str = ""
    possible_readers: list[User] = field(default_factory=list)
    has_no_reader: bool = False

    @property
    def own_review(self) -> Review | None:
        """The look that the reader was asked for."""
        unanswered = (one for one in self.reviews if one.answered_at is None)
        return next((one for one in unanswered if one.reviewer == self.user), None)

    @property
    def open_threads(self) -> list[Thread]:
        return [thread for thread in self.threads if thread.note.resolved_at is None]

    @property
    def resolved_threads(self) -> list[Thread]:
        return [thread for thread in self.threads if thread.note.resolved_at is not None]

    @property
    def new_answers(self) -> list[Review]:
        return [review for review in self.reviews if review.is_new_to(self.user)]

    @property
    def is_unread(self) -> bool:
        return bool(self.new_answers) or any(thread.is_unread for thread in self.threads)


def find_reviews(item: models.Model, user: User) -> list[Review]:
    """The newest of each person; those of deleted accounts all. Whoever asked for them has seen the
    answers; they are still marked as new this time."""
    found = Review.objects.for_item(item).with_current_etag().select_related("reviewer", "asked_by")
    if new := [review for review in found if review.is_new_to(user)]:
        actions.mark_answers_seen(new)
    return list({one.reviewer_id or -one.pk: one for one in found}.values())


def find_threads(item: models.Model, user: User, form_parts: list[FormPart]) -> list[Thread]:
    """Whoever sees them has read them; they are still marked as new this time."""
    notes = list(ItemNote.objects.for_item(item).for_reader(user))
    known = {form_part.path: form_part for form_part in form_parts}
    threads = {
        note.pk: Thread(note, known.get(note.form_part)) for note in notes if note.thread_id is None
    }
    for note in notes:
        if note.thread_id is not None:
            threads[note.thread_id].replies.append(note)
    if any(vars(note)["is_unread"] for note in notes):
        actions.mark_read(user, notes)
    return list(threads.values())
