"""Versions: what a form of the admin held each time it was saved.

A state maps paths to values as their inputs show them: {"title_ko": "…", "sessions/12/kind":
"panel"}. The newest version of an item has its whole state; each older one has only what was
different then, so a thousand saves take little room. None stands for a path that was not there.

Translations say which version of a text its other languages follow; see `versions.translations`.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.encryption.fields import EncryptedJSONField, EncryptedLineField, EncryptedTextField
from cms.i18n import languages
from cms.text import rich_text
from versions.limits import BIN_RETENTION, WORKING_COPY_RETENTION

State = dict[str, Any]


def difference(newer: State, older: State) -> State:
    """What to change in the newer state to get the older one."""
    paths = newer.keys() | older.keys()
    return {path: older.get(path) for path in paths if newer.get(path) != older.get(path)}


def apply(state: State, changes: State) -> State:
    merged = state | changes
    return {path: value for path, value in merged.items() if value is not None}


def plain_text(values: Iterable[Any]) -> str:
    texts = (value for value in values if isinstance(value, str))
    return "\n".join(rich_text.to_plain_text(text) for text in texts)


class VersionQuerySet(models.QuerySet["Version"]):
    def of(self, item: models.Model) -> "VersionQuerySet":
        content_type = ContentType.objects.get_for_model(item)
        return self.filter(content_type=content_type, object_id=item.pk)

    def of_keys(self, model: type[models.Model], keys: Iterable[int]) -> "VersionQuerySet":
        content_type = ContentType.objects.get_for_model(model)
        return self.filter(content_type=content_type, object_id__in=keys)

    def with_states(self) -> Iterator[tuple["Version", State]]:
        """The versions of one item from the newest on, each with its state."""
        state: State = {}
        for version in self.select_related("saved_by").order_by("-pk"):
            state = apply(state, version.data)
            yield version, state


class Version(models.Model):
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()

    saved_at = models.DateTimeField(_("saved"), default=timezone.now)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("saved by"),
        null=True,
        blank=True,
        related_name="+",
    )
    # The languages in which the item was public, separated by spaces.
    public_in = models.CharField(max_length=100, blank=True)
    data = models.JSONField()

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("of an item", "version")
        verbose_name_plural = pgettext_lazy("of an item", "versions")
        indexes = [
            models.Index(fields=["content_type", "object_id", "-id"], name="versions_of_item")
        ]

    def __str__(self) -> str:
        return f"{self.content_type_id}/{self.object_id}: {self.saved_at:%Y-%m-%d %H:%M}"

    def add_public_languages(self, codes: Iterable[str]) -> None:
        """What was saved as a draft and became public since was public."""
        known = self.public_in.split()
        if new := [code for code in codes if code not in known]:
            self.public_in = " ".join([*known, *new])
            self.save(update_fields=["public_in"])

    def plain_text(self) -> str:
        """All its texts, without markup, on lines of their own."""
        return plain_text(self.data.values())


class TranslationQuerySet(models.QuerySet["Translation"]):
    def of(self, item: models.Model) -> "TranslationQuerySet":
        return self.of_keys(type(item), [item.pk])

    def of_keys(self, model: type[models.Model], keys: Iterable[int]) -> "TranslationQuerySet":
        content_type = ContentType.objects.get_for_model(model)
        return self.filter(content_type=content_type, object_id__in=keys)

    def outdated(self) -> "TranslationQuerySet":
        """Between languages that the site has."""
        codes = languages.codes()
        return self.filter(outdated_since__isnull=False, language__in=codes, source__in=codes)


class Translation(models.Model):
    """Which version of a text in one language (`source`) the text in another one follows."""

    class Answer(models.TextChoices):
        """What a change of the source means for the other languages."""

        SMALL = "small", pgettext_lazy("a change of a text", "a small correction")
        NEEDED = "needed", pgettext_lazy("a change of a text", "the translation needs it too")
        DONE = "done", pgettext_lazy("a change of a text", "the translation has it already")

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    language = models.CharField(max_length=10)
    source = models.CharField(max_length=10)

    # Empty where the source was last changed without its form, as by a list of members.
    followed = models.ForeignKey(Version, models.SET_NULL, null=True, related_name="+")
    # Of the last change of the source.
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    outdated_since = models.DateTimeField(null=True)
    # How many words of the source changed since the version that is followed.
    words = models.PositiveIntegerField(default=0)

    objects = TranslationQuerySet.as_manager()

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "language", "source"],
                name="one_translation_a_pair",
            )
        ]
        indexes = [
            models.Index(
                fields=["outdated_since"],
                condition=models.Q(outdated_since__isnull=False),
                name="outdated_translations",
            )
        ]

    def __str__(self) -> str:
        return f"{self.content_type_id}/{self.object_id}: {self.source} → {self.language}"

    @property
    def is_outdated(self) -> bool:
        return self.outdated_since is not None

    def confirm(self, version: Version | None) -> None:
        """It says the same as that version."""
        self.followed, self.outdated_since, self.words = version, None, 0


class WorkingCopyQuerySet(models.QuerySet["WorkingCopy"]):
    def of_keys(self, model: type[models.Model], keys: Iterable[int]) -> "WorkingCopyQuerySet":
        content_type = ContentType.objects.get_for_model(model)
        return self.filter(content_type=content_type, object_id__in=keys)

    def expired(self) -> "WorkingCopyQuerySet":
        return self.filter(kept_at__lt=timezone.now() - WORKING_COPY_RETENTION)


class WorkingCopy(models.Model):
    """What somebody has typed in a form and not saved yet; see `versions.working_copies`."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    # Empty for an item that is not there yet.
    object_id = models.PositiveBigIntegerField(null=True)

    kept_at = models.DateTimeField(default=timezone.now)
    # Shape: name of the input -> its values.
    data = EncryptedJSONField()

    objects = WorkingCopyQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("typed and not saved", "working copy")
        verbose_name_plural = pgettext_lazy("typed and not saved", "working copies")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "content_type", "object_id"],
                name="one_working_copy_a_form",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.content_type_id}/{self.object_id}"

    @property
    def stamp(self) -> str:
        """Another one after each change."""
        return self.kept_at.isoformat()


class HeldEditQuerySet(models.QuerySet["HeldEdit"]):
    def of(self, item: models.Model) -> "HeldEditQuerySet":
        return self.of_keys(type(item), [item.pk])

    def of_keys(self, model: type[models.Model], keys: Iterable[int]) -> "HeldEditQuerySet":
        content_type = ContentType.objects.get_for_model(model)
        return self.filter(content_type=content_type, object_id__in=keys)

    def due(self) -> "HeldEditQuerySet":
        return self.filter(publish_at__lte=timezone.now())


class HeldEdit(models.Model):
    """Changes of a public item that its readers do not see yet; see `versions.held_edits`."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()

    held_at = models.DateTimeField(default=timezone.now)
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    # Shape: path -> [value when it was held, value to be published].
    data = EncryptedJSONField()
    # The languages in which a reader will see a change, separated by spaces.
    languages = models.CharField(max_length=100)
    # What the change of a language means for the others. Shape: language -> `Translation.Answer`.
    answers = models.JSONField(default=dict)

    publish_at = models.DateTimeField(null=True)
    # Empty for all languages.
    publish_in = models.CharField(max_length=10, blank=True)
    scheduled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    # Why the scheduled publication did not take place.
    failure = EncryptedTextField(blank=True)

    objects = HeldEditQuerySet.as_manager()

    class Meta:
        verbose_name = _("waiting changes")
        verbose_name_plural = _("waiting changes")
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id"], name="one_held_edit_an_item"
            )
        ]

    def __str__(self) -> str:
        return f"{self.content_type_id}/{self.object_id}: {self.languages}"

    @property
    def stamp(self) -> str:
        """Another one after each change of the text."""
        return self.held_at.isoformat()

    @property
    def language_codes(self) -> list[str]:
        return self.languages.split()

    def plain_text(self) -> str:
        """Also of the reasons why it was not published, which may quote a title or a caption."""
        kept = (value for values in self.data.values() for value in values)
        return plain_text([*kept, self.failure])


class BinnedItemQuerySet(models.QuerySet["BinnedItem"]):
    def of_model(self, model: type[models.Model]) -> "BinnedItemQuerySet":
        return self.filter(content_type=ContentType.objects.get_for_model(model))

    def expired(self) -> "BinnedItemQuerySet":
        return self.filter(deleted_at__lt=timezone.now() - BIN_RETENTION)


class BinnedItem(models.Model):
    """An item that was deleted and can be brought back; see `versions.deletion.recycle_bin`."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()

    title = EncryptedLineField()
    deleted_at = models.DateTimeField(default=timezone.now)
    deleted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    # Shape: {"rows": {label of a model: rows}, "references": [model, column, key, value]}.
    data = EncryptedJSONField()

    objects = BinnedItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("deleted item")
        verbose_name_plural = _("deleted items")
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id"], name="one_binned_item_an_item"
            )
        ]

    def __str__(self) -> str:
        return f"{self.content_type_id}/{self.object_id}: {self.deleted_at:%Y-%m-%d}"

    @property
    def kept_until(self) -> datetime:
        return self.deleted_at + BIN_RETENTION


def count_expired_working_copies() -> int:
    return WorkingCopy.objects.expired().count()


def purge_working_copies() -> int:
    return WorkingCopy.objects.expired().delete()[0]
