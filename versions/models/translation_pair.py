from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.i18n import languages
from versions.models.generic_relation import GenericRelationQuerySet
from versions.models.version import Version


class TranslationPairQuerySet(GenericRelationQuerySet["TranslationPair"]):
    def outdated(self) -> "TranslationPairQuerySet":
        """Without languages that the site no longer has."""
        codes = languages.codes()
        return self.filter(outdated_since__isnull=False, source__in=codes, target__in=codes)


class TranslationPair(models.Model):
    """Whether the text of an item in one language (`target`) is up to date with that in another
    (`source`); see `versions.translations`."""

    class Answer(models.TextChoices):
        """What a change of the source means for the target, as an editor has answered."""

        SMALL = "small", pgettext_lazy("a change of a text", "a small correction")
        NEEDED = "needed", pgettext_lazy("a change of a text", "the translation needs it too")
        DONE = "done", pgettext_lazy("a change of a text", "the translation has it already")

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    # The codes of the two languages.
    source = models.CharField(max_length=10)
    target = models.CharField(max_length=10)

    # The version of the item whose source text the target translates. Empty if the source was last
    # changed without the form, as by an imported list of members.
    translated_version = models.ForeignKey(Version, models.SET_NULL, null=True, related_name="+")
    # About the last change of the source.
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
                name="one_pair_per_item_and_languages",
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
        """`version` is that of the source which the target translates now."""
        self.translated_version, self.outdated_since, self.changed_words = version, None, 0
