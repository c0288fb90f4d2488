"""What is done with notes."""

from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone

from erasure_log import erasures
from erasure_log.replayed_actions import ReplayedAction
from notes import mentions
from notes.models import ItemNote, Mention, Review


@dataclass
class WrittenNote:
    """`unknown` are names after an `@` that belong to nobody who may see the item."""

    note: ItemNote
    notified: list[User] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


@transaction.atomic
def write(
    item: models.Model,
    author: User,
    text: str,
    form_part: str = "",
    thread: ItemNote | None = None,
    asks_for_review: bool = False,
) -> WrittenNote:
    """A reply also notifies whoever began the thread, and opens a thread that was resolved.
    `asks_for_review`: those who are named are asked to review the item. A note of somebody who was
    asked for a review answers that."""
    note = ItemNote.objects.create(
        content_type=ContentType.objects.get_for_model(item),
        object_id=item.pk,
        form_part=thread.form_part if thread else form_part,
        thread=thread,
        author=author,
        text=text,
    )
    colleagues = mentions.colleagues(type(item))
    named, unknown = mentions.find_named(text, colleagues)
    answer_review(item, author, is_fine=False)
    if asks_for_review:
        ask_for_reviews(item, author, [user for user in named if user != author])
    if thread:
        named += [user for user in colleagues if user.pk == thread.author_id]
        set_resolved(thread, is_resolved=False)
    notified = list({user.pk: user for user in named if user != author}.values())
    Mention.objects.bulk_create([Mention(note=note, user=user) for user in notified])
    return WrittenNote(note, notified, unknown)


def ask_for_reviews(item: models.Model, author: User, reviewers: list[User]) -> None:
    content_type = ContentType.objects.get_for_model(item)
    for user in reviewers:
        Review.objects.update_or_create(
            content_type=content_type,
            object_id=item.pk,
            reviewer=user,
            answered_at=None,
            defaults={"asked_by": author, "asked_at": timezone.now()},
        )


def answer_review(
    item: models.Model, reviewer: User, *, is_fine: bool, etag: str | None = None
) -> bool:
    """`etag` is that of the text which the reviewer saw. Returns whether somebody had asked."""
    unanswered = Review.objects.for_item(item).unanswered().filter(reviewer=reviewer)
    review = unanswered.with_current_etag().first()
    if review is None:
        return False
    review.text_etag = review.current_etag if etag is None else etag[:100]
    review.answered_at, review.is_fine = timezone.now(), is_fine
    review.save(update_fields=["text_etag", "answered_at", "is_fine"])
    return True


def mark_answers_seen(answered: list[Review]) -> None:
    keys = [review.pk for review in answered]
    Review.objects.filter(pk__in=keys).update(answer_seen_at=timezone.now())


def set_resolved(thread: ItemNote, *, is_resolved: bool) -> None:
    moment = timezone.now() if is_resolved else None
    ItemNote.objects.filter(pk=thread.pk).update(resolved_at=moment)


@transaction.atomic
def delete(note: ItemNote) -> None:
    """What others have replied stays."""
    if note.replies.exclude(author=note.author_id).exists():
        note.mentions.all().delete()
        note.text = ""
        note.save(update_fields=["text"])
        return
    erasures.record_for_replay(ReplayedAction.DELETE, note)
    note.delete()


def mark_read(user: User, notes: list[ItemNote]) -> None:
    found = Mention.objects.unread().filter(user=user, note__in=notes)
    found.update(read_at=timezone.now())
