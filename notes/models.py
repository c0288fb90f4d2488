"""What staff write to each other about an item or a part of it. Readers never see it."""

from collections.abc import Iterable
from typing import Self

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.encryption.fields import EncryptedTextField


class OfItemQuerySet(models.QuerySet):
    def of(self, item: models.Model) -> Self:
        return self.of_keys(type(item), [item.pk])

    def of_keys(self, model: type[models.Model], keys: Iterable[int]) -> Self:
        content_type = ContentType.objects.get_for_model(model)
        return self.filter(content_type=content_type, object_id__in=keys)


class ItemNoteQuerySet(OfItemQuerySet):
    def for_reader(self, user: User) -> Self:
        """With whether each is new to somebody who was named in it."""
        unread = Mention.objects.filter(note=OuterRef("pk"), user=user, read_at=None)
        return self.select_related("author").annotate(is_unread=Exists(unread))


class ItemNote(models.Model):
    """A note, or the answer to one: an answer belongs to the `thread` that a note began."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    # Which part of the form it is about, as in versions: "title_ko", "sessions/12"; empty for all.
    place = models.CharField(max_length=200, blank=True)
    thread = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="answers"
    )

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    written_at = models.DateTimeField(default=timezone.now)
    # Empty when its author has deleted it and others had answered.
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

    def untold(self) -> Self:
        """An e-mail is due."""
        return self.unread().filter(told_at=None)


class Mention(models.Model):
    """Somebody is told of a note: it stands on the first page of the admin until it is read."""

    note = models.ForeignKey(ItemNote, models.CASCADE, related_name="mentions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    read_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)

    objects = MentionQuerySet.as_manager()

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["note", "user"], name="one_mention_a_note")]

    def __str__(self) -> str:
        return f"{self.note_id}: {self.user_id}"
