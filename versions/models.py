"""What the admin stores about an item besides the item itself.

- `Version`: the values that its form had, once for each save.
- `TranslationPair`: whether the text in one language is up to date with that in another.
- `UnneededTranslation`: a language in which the item needs no text.
- `WorkingCopy`: what one person has typed in its form and not saved.
- `OpenForm`: that one person has its form open now.
- `PendingChanges`: what is saved and not published, while readers see the old text.
- `BinnedItem`: the item itself, after it was deleted.

Form values map paths to values as their inputs show them: {"title_ko": "…", "sessions/12/kind":
"panel"}. The newest version of an item has all its values; each older one has only what was
different then, so a thousand saves take little room. None stands for a path that was not there.
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
from versions.limits_and_periods import (
    BIN_RETENTION,
    FORM_ID_LENGTH,
    STILL_OPEN,
    WORKING_COPY_RETENTION,
)

# Path of a field -> its value.
FormValues = dict[str, Any]


def reverse_delta(newer: FormValues, older: FormValues) -> FormValues:
    """What to change in the newer values to get the older ones."""
    paths = newer.keys() | older.keys()
    return {path: older.get(path) for path in paths if newer.get(path) != older.get(path)}


def apply_reverse_delta(newer: FormValues, delta: FormValues) -> FormValues:
    changed = newer | delta
    return {path: value for path, value in changed.items() if value is not None}


def plain_text(values: Iterable[Any]) -> str:
    texts = (value for value in values if isinstance(value, str))
    return "\n".join(rich_text.to_plain_text(text) for text in texts)


class VersionQuerySet(models.QuerySet["Version"]):
    def of(self, item: models.Model) -> "VersionQuerySet":
        content_type = ContentType.objects.get_for_model(item)
        return self.filter(content_type=content_type, object_id=item.pk)

    def of_pks(self, model: type[models.Model], pks: Iterable[int]) -> "VersionQuerySet":
        content_type = ContentType.objects.get_for_model(model)
        return self.filter(content_type=content_type, object_id__in=pks)

    def with_values(self) -> Iterator[tuple["Version", FormValues]]:
        """The versions of one item from the newest on, each with its values."""
        values: FormValues = {}
        for version in self.select_related("saved_by").order_by("-pk"):
            values = apply_reverse_delta(values, version.data)
            yield version, values


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
    public_languages = models.CharField(max_length=100, blank=True)
    # Pending changes that were replaced or discarded: readers never saw them.
    was_pending = models.BooleanField(default=False)
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
        known = self.public_languages.split()
        if new := [code for code in codes if code not in known]:
            self.public_languages = " ".join([*known, *new])
            self.save(update_fields=["public_languages"])

    def plain_text(self) -> str:
        """All its texts, without markup, on lines of their own."""
        return plain_text(self.data.values())


class TranslationPairQuerySet(models.QuerySet["TranslationPair"]):
    def of(self, item: models.Model) -> "TranslationPairQuerySet":
        return self.of_pks(type(item), [item.pk])

    def of_pks(self, model: type[models.Model], pks: Iterable[int]) -> "TranslationPairQuerySet":
        content_type = ContentType.objects.get_for_model(model)
        return self.filter(content_type=content_type, object_id__in=pks)

    def outdated(self) -> "TranslationPairQuerySet":
        """Between languages that the site has."""
        codes = languages.codes()
        return self.filter(outdated_since__isnull=False, source__in=codes, target__in=codes)


class TranslationPair(models.Model):
    """Whether the text of an item in one language (`target`) is up to date with that in another
    (`source`): of which version of the source it is the translation; see `versions.translations`.
    """

    class Answer(models.TextChoices):
        """What a change of the source means for the translation, as answered in the form."""

        SMALL = "small", pgettext_lazy("a change of a text", "a small correction")
        NEEDED = "needed", pgettext_lazy("a change of a text", "the translation needs it too")
        DONE = "done", pgettext_lazy("a change of a text", "the translation has it already")

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    # The codes of the two languages.
    source = models.CharField(max_length=10)
    target = models.CharField(max_length=10)

    # The newest version of the source that the target translates. Empty where the source was last
    # changed without its form, as by a list of members.
    translated_version = models.ForeignKey(Version, models.SET_NULL, null=True, related_name="+")
    # Of the last change of the source.
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    outdated_since = models.DateTimeField(null=True)
    # How many words of the source changed since that version.
    changed_words = models.PositiveIntegerField(default=0)

    objects = TranslationPairQuerySet.as_manager()

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "source", "target"],
                name="one_pair_an_item",
            )
        ]
        indexes = [
            models.Index(
                fields=["outdated_since"],
                condition=models.Q(outdated_since__isnull=False),
                name="outdated_pairs",
            )
        ]

    def __str__(self) -> str:
        return f"{self.content_type_id}/{self.object_id}: {self.source} → {self.target}"

    @property
    def is_outdated(self) -> bool:
        return self.outdated_since is not None

    def mark_up_to_date(self, version: Version | None) -> None:
        """The target says the same as that version of the source."""
        self.translated_version, self.outdated_since, self.changed_words = version, None, 0


class UnneededTranslationQuerySet(models.QuerySet["UnneededTranslation"]):
    def of(self, item: models.Model) -> "UnneededTranslationQuerySet":
        return self.of_model(type(item)).filter(object_id=item.pk)

    def of_model(self, model: type[models.Model]) -> "UnneededTranslationQuerySet":
        return self.filter(content_type=ContentType.objects.get_for_model(model))


class UnneededTranslation(models.Model):
    """A language in which an item has no text and needs none, as somebody has said. It goes when
    the item gets a text in that language."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    # The code of the language.
    language = models.CharField(max_length=10)

    marked_at = models.DateTimeField(default=timezone.now)
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    objects = UnneededTranslationQuerySet.as_manager()

    class Meta:
        verbose_name = _("translation that is not needed")
        verbose_name_plural = _("translations that are not needed")
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "language"],
                name="one_mark_a_language",
            )
        ]

    def __str__(self) -> str:
        return f"{self.content_type_id}/{self.object_id}: {self.language}"


class WorkingCopyQuerySet(models.QuerySet["WorkingCopy"]):
    def of_pks(self, model: type[models.Model], pks: Iterable[int]) -> "WorkingCopyQuerySet":
        content_type = ContentType.objects.get_for_model(model)
        return self.filter(content_type=content_type, object_id__in=pks)

    def unsaved(self) -> "WorkingCopyQuerySet":
        return self.filter(is_saved=False)

    def expired(self) -> "WorkingCopyQuerySet":
        return self.filter(autosaved_at__lt=timezone.now() - WORKING_COPY_RETENTION)


class WorkingCopy(models.Model):
    """What somebody has typed in a form and not saved yet; see `versions.working_copies`."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    # Empty for an item that is not there yet.
    object_id = models.PositiveBigIntegerField(null=True)
    # Of the form as it was opened in a tab of a browser.
    form_id = models.CharField(max_length=FORM_ID_LENGTH, blank=True)

    autosaved_at = models.DateTimeField(default=timezone.now)
    # Shape: name of the input -> its values.
    data = EncryptedJSONField()
    # The form has been saved: nothing of it is left here, and what comes late is not stored.
    is_saved = models.BooleanField(default=False)

    objects = WorkingCopyQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("typed and not saved", "working copy")
        verbose_name_plural = pgettext_lazy("typed and not saved", "working copies")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "content_type", "object_id", "form_id"],
                name="one_working_copy_per_form",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.content_type_id}/{self.object_id}"


class OpenFormQuerySet(models.QuerySet["OpenForm"]):
    def of(self, item: models.Model) -> "OpenFormQuerySet":
        content_type = ContentType.objects.get_for_model(item)
        return self.filter(content_type=content_type, object_id=item.pk)

    def open(self) -> "OpenFormQuerySet":
        return self.filter(seen_at__gte=timezone.now() - STILL_OPEN)

    def expired(self) -> "OpenFormQuerySet":
        return self.filter(seen_at__lt=timezone.now() - STILL_OPEN)


class OpenForm(models.Model):
    """That somebody has the form of an item open; see `versions.admin.open_forms`."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()

    seen_at = models.DateTimeField(default=timezone.now)
    # The label of the field in which the person is.
    place = EncryptedLineField(blank=True)

    objects = OpenFormQuerySet.as_manager()

    class Meta:
        verbose_name = _("open form")
        verbose_name_plural = _("open forms")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "content_type", "object_id"], name="one_open_form_a_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.content_type_id}/{self.object_id}"


class PendingChangesQuerySet(models.QuerySet["PendingChanges"]):
    def of(self, item: models.Model) -> "PendingChangesQuerySet":
        return self.of_pks(type(item), [item.pk])

    def of_pks(self, model: type[models.Model], pks: Iterable[int]) -> "PendingChangesQuerySet":
        content_type = ContentType.objects.get_for_model(model)
        return self.filter(content_type=content_type, object_id__in=pks)

    def due(self) -> "PendingChangesQuerySet":
        return self.filter(publish_at__lte=timezone.now())


class PendingChanges(models.Model):
    """Saved changes of a public item that are not published; see `versions.pending_changes`."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()

    saved_at = models.DateTimeField(default=timezone.now)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    # Shape: path -> [value before the change, value to be published].
    data = EncryptedJSONField()
    # The languages in which a reader will see a change, separated by spaces.
    languages = models.CharField(max_length=100)
    # What the change of a language means for the others. Shape: code -> `TranslationPair.Answer`.
    translation_answers = models.JSONField(default=dict)

    publish_at = models.DateTimeField(null=True)
    # Empty for all languages.
    publish_language = models.CharField(max_length=10, blank=True)
    scheduled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    # Why the scheduled publication did not take place.
    failure = EncryptedTextField(blank=True)

    objects = PendingChangesQuerySet.as_manager()

    class Meta:
        verbose_name = _("unpublished changes")
        verbose_name_plural = _("unpublished changes")
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id"], name="one_pending_changes_an_item"
            )
        ]

    def __str__(self) -> str:
        return f"{self.content_type_id}/{self.object_id}: {self.languages}"

    @property
    def etag(self) -> str:
        """Changes at each save, as an ETag does: an outdated form overwrites nothing."""
        return self.saved_at.isoformat()

    @property
    def language_codes(self) -> list[str]:
        return self.languages.split()

    def plain_text(self) -> str:
        """Also of the reasons why it was not published, which may quote a title or a caption."""
        texts = (value for values in self.data.values() for value in values)
        return plain_text([*texts, self.failure])


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
    # Shape: {"rows": {label of a model: rows}, "references": [model, column, pk, value]}.
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
    def expires_at(self) -> datetime:
        return self.deleted_at + BIN_RETENTION


def count_expired_working_copies() -> int:
    return WorkingCopy.objects.expired().count()


def delete_expired_working_copies() -> int:
    return WorkingCopy.objects.expired().delete()[0]


def count_expired_open_forms() -> int:
    return OpenForm.objects.expired().count()


def delete_expired_open_forms() -> int:
    return OpenForm.objects.expired().delete()[0]
