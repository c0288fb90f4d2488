"""The search index: one `Entry` per item and language, updated after triggers of the database."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, HashIndex
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.i18n import languages
from photos.models import Photo


class EntryQuerySet(models.QuerySet["Entry"]):
    def public(self) -> Self:
        """What the site may show. The admin searches all entries."""
        return self.filter(published_at__lte=timezone.now())


class Entry(models.Model):
    """An item in one language.

    Queries search `title_index` and `text_index`, which contain words as
    `cms.text.search_normalisation` changes them. `text_index` begins with the title.
    """

    # `Searchable.kind`.
    kind = models.CharField(max_length=20)
    item_id = models.BigIntegerField()
    language = models.CharField(max_length=10, choices=languages.choices)

    title = models.TextField()
    text = models.TextField()
    url = models.TextField()
    # No use of the photo: the index knows it as it was when the item was indexed.
    photo = models.ForeignKey(
        Photo, models.DO_NOTHING, null=True, db_constraint=False, related_name="+"
    )
    topics = ArrayField(models.BigIntegerField(), default=list)
    # The languages in which the item was not public when it was indexed.
    missing_in = ArrayField(models.CharField(max_length=10), default=list)
    # Empty: only the admin finds it.
    published_at = models.DateTimeField(null=True)

    title_index = models.TextField()
    text_index = models.TextField()
    # Those that `Word` counts: of a title that everybody could read when the item was indexed.
    title_words = ArrayField(models.TextField(), default=list)

    objects = EntryQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "item_id", "language"], name="search_entry_is_one"
            )
        ]
        indexes = [
            # With what narrows a search down, so that few texts are read.
            GinIndex(
                fields=["language", "missing_in", "kind", "title_index"],
                name="search_title",
                opclasses=["varchar_ops", "array_ops", "varchar_ops", "gin_trgm_ops"],
            ),
            GinIndex(
                fields=["language", "missing_in", "kind", "text_index"],
                name="search_text",
                opclasses=["varchar_ops", "array_ops", "varchar_ops", "gin_trgm_ops"],
            ),
            models.Index(fields=["language", "-published_at"], name="search_newest"),
            HashIndex(fields=["url"], name="search_url"),
        ]

    def __str__(self) -> str:
        return self.title

    def is_public(self) -> bool:
        return self.published_at is not None and self.published_at <= timezone.now()


class Word(models.Model):
    """A word, with and without its ending, in titles that are public in a language: what somebody
    may have meant who mistyped it. It goes with the last of these titles."""

    language = models.CharField(max_length=10, choices=languages.choices)
    spelling = models.TextField()
    # As `search_text` changes it.
    letters = models.TextField()
    # In how many titles.
    count = models.PositiveIntegerField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["language", "spelling"], name="search_word_is_one")
        ]
        indexes = [
            # Without a list of pending entries, which every query would read.
            GinIndex(
                fields=["letters"],
                name="search_word_like",
                opclasses=["gin_trgm_ops"],
                fastupdate=False,
            )
        ]

    def __str__(self) -> str:
        return self.spelling


class Change(models.Model):
    """A row of another table that has changed since it was indexed; written by triggers."""

    model = models.CharField(max_length=60)
    key = models.BigIntegerField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.model}:{self.key}"


class Synonym(models.Model):
    """Terms with one meaning: a search for one finds them all."""

    terms = models.TextField(
        _("synonyms"),
        help_text=_("Separated by commas, for example: MenEngage, 맨엔게이지, 맨인게이지"),
    )

    class Meta:
        verbose_name = _("synonyms")
        verbose_name_plural = _("synonyms")

    def __str__(self) -> str:
        return self.terms

    def term_list(self) -> list[str]:
        return [term.strip() for term in self.terms.split(",") if term.strip()]


class MissedQueryQuerySet(models.QuerySet["MissedQuery"]):
    def frequent(self) -> Self:
        """Typed so often that they say nothing about anybody."""
        return self.filter(count__gte=3)


class MissedQuery(models.Model):
    """A search without result on a day. Nothing is stored of who searched."""

    day = models.DateField(_("day"))
    language = models.CharField(_("language"), max_length=10, choices=languages.choices)
    query = models.CharField(_("words"), max_length=60)
    count = models.PositiveIntegerField(_("how often"), default=1)

    objects = MissedQueryQuerySet.as_manager()

    class Meta:
        verbose_name = _("search without result")
        verbose_name_plural = _("searches without result")
        ordering = ["-day", "-count", "query"]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "language", "query"], name="search_missed_query_is_one"
            )
        ]

    def __str__(self) -> str:
        return self.query
