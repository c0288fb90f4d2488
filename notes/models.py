"""What staff write to each other about an item or a part of it. Readers never see it."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cms.encryption.fields import EncryptedTextField
from versions.models import GenericRelationQuerySet, PendingChanges, Version


class ItemNoteQuerySet(GenericRelationQuerySet["ItemNote"]):
    def for_reader(self, user: User) -> Self:
        """With whether each is new to somebody who was named in it."""
        unread = Mention.objects.filter(note=OuterRef("pk"), user=user, read_at=None)
        return self.select_related("author").annotate(is_unread=Exists(unread))


class ItemNote(models.Model):
    """A note, or the reply to one: a reply belongs to the `thread` that a note began."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    # Which part of the form it is about, as in versions: "title_ko", "sessions/12"; empty for all.
    form_part = models.CharField(max_length=200, blank=True)
    thread = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="replies"
    )

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    written_at = models.DateTimeField(default=timezone.now)
    # Empty when its author has deleted it and others had replied.
    text = EncryptedTextField(blank=True)
    # Of the note that began a thread.
    resolved_at = models.DateTimeField(null=True)

    objects = ItemNoteQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("of staff", "note")
        verbose_name_plural = pgettext_lazy("of staff", "notes")
        ordering = ["pk"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="notes_of_item")]

    def __str__(self) -> str:
        return f"{self.content_type_id}/{self.object_id}: {self.written_at:%Y-%m-%d %H:%M}"


class MentionQuerySet(models.QuerySet["Mention"]):
    def unread(self) -> Self:
        return self.filter(read_at=None)

    def unnotified(self) -> Self:
        """Those of which an e-mail is due."""
        return self.unread().filter(notified_at=None)


class Mention(models.Model):
    """Somebody is named in a note: it stands on the first page of the admin until it is read."""

    note = models.ForeignKey(ItemNote, models.CASCADE, related_name="mentions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    read_at = models.DateTimeField(null=True)
    notified_at = models.DateTimeField(null=True)

    objects = MentionQuerySet.as_manager()

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["note", "user"], name="one_mention_a_note")]

    def __str__(self) -> str:
        return f"{self.note_id}: {self.user_id}"


class ReviewQuerySet(GenericRelationQuerySet["Review"]):
    def unanswered(self) -> Self:
        return self.filter(answered_at=None)

    def waiting_for(self, user: User) -> Self:
        """Those that somebody is asked for, and those whose answer somebody has not seen yet."""
        asked = Q(reviewer=user, answered_at=None)
        answered = Q(asked_by=user, answered_at__isnull=False, answer_seen_at=None)
        return self.filter(asked | answered)

    def with_current_etag(self) -> Self:
        """With what tells whether the text has changed since; see `Review.is_outdated`."""
        same = {"content_type": OuterRef("content_type"), "object_id": OuterRef("object_id")}
        newest = Version.objects.filter(**same).order_by("-pk").values("pk")[:1]
        pending = PendingChanges.objects.filter(**same).values("saved_at")
        return self.annotate(newest_version=Subquery(newest), pending_at=Subquery(pending))


class Review(models.Model):
    """Somebody is asked to look at an item, and has answered: fine, or with a note."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()

    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True)
    is_fine = models.BooleanField(default=False)
    # By whoever asked.
    answer_seen_at = models.DateTimeField(null=True)
    # Which text was reviewed: the newest version, and the pending changes.
    text_etag = models.CharField(max_length=100, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review of an item")
        verbose_name_plural = _("reviews of items")
        ordering = ["pk"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="reviews_of_item")]

    def __str__(self) -> str:
        return f"{self.content_type_id}/{self.object_id}: {self.reviewer_id}"

    @staticmethod
    def etag(newest_version: int | None, pending_at: datetime | None) -> str:
        """That of the text of a version, alone or with the pending changes."""
        return f"{newest_version or 0}/{pending_at.isoformat() if pending_at else ''}"

    @property
    def current_etag(self) -> str:
        found = vars(self)
        return self.etag(found["newest_version"], found["pending_at"])

    def is_new_to(self, user: User) -> bool:
        """Whether somebody asked for it and has not seen the answer."""
        is_answered = self.answered_at is not None and self.answer_seen_at is None
        return is_answered and self.asked_by_id == user.pk

    @property
    def answer(self) -> str:
        return gettext("read it: fine") if self.is_fine else gettext("read it, with a note")

    @property
    def is_outdated(self) -> bool:
        return self.answered_at is not None and self.text_etag != self.current_etag
