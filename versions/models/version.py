from collections.abc import Iterable, Iterator

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from versions.models.generic_relation import GenericRelationQuerySet
from versions.models.values_by_path import ValuesByPath, apply_reverse_delta, plain_text


class VersionQuerySet(GenericRelationQuerySet["Version"]):
    def with_values(self) -> Iterator[tuple["Version", ValuesByPath]]:
        """The versions of one item, the newest first, each with all its values."""
        values: ValuesByPath = {}
        for version in self.select_related("saved_by").order_by("-pk"):
            values = apply_reverse_delta(values, version.values_or_delta)
            yield version, values


class Version(models.Model):
    """The values that the form of an item had when it was saved."""

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
    # Its values were never stored in the item: pending changes that were replaced or discarded, or
    # texts that somebody typed and deleted in the same form.
    is_discarded = models.BooleanField(default=False)
    # In the newest version of an item all values of its form; in each older one only what differs
    # from the next newer version (`reverse_delta`).
    values_or_delta = models.JSONField()

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
        """Adds the languages in which a saved draft was published later, without a new version."""
        known = self.public_languages.split()
        if new := [code for code in codes if code not in known]:
            self.public_languages = " ".join([*known, *new])
            self.save(update_fields=["public_languages"])

    def plain_text(self) -> str:
        """The stored texts, without markup: of an older version only those that differ."""
        return plain_text(self.values_or_delta.values())
