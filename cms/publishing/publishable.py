"""Items that are published in each language by itself.

An item has one moment of publication per language: NULL means draft, a future moment scheduled, a
past one public. No other module compares the `published_at` of items.
"""

from collections.abc import Callable, Collection
from datetime import UTC, datetime
from functools import cache
from typing import Any, Protocol, Self, TypeVar
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest
from django.http import Http404
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from cms.i18n import languages
from cms.queries.compiled_query import CompiledQuery
from cms.text import slugs

# A title without letters, such as "!!!", gives no slug; the item's number does, once it has one.
PROVISIONAL_SLUG_PREFIX = "provisional-"

NEVER = datetime.max.replace(tzinfo=UTC)


def last_publication() -> Greatest:
    """The latest moment of publication in any language, for queries; empty for a draft."""
    moments = languages.field_names("published_at")
    return Greatest(*moments, moments[0])


def last_publication_index(model: str) -> models.Index:
    """For lists of the admin: drafts, which are empty, come first, then what was published last."""
    return models.Index(last_publication().desc(), F("id").desc(), name=f"{model}_last_publication")


class Status(models.TextChoices):
    """The state of an item in one language."""

    MISSING = "missing", _("missing")
    DRAFT = "draft", _("draft")
    SCHEDULED = "scheduled", _("scheduled")
    PUBLIC = "public", _("public")


class HasPages(Protocol):
    """An item with a page in some of the languages."""

    @property
    def list_url_name(self) -> str: ...
    @property
    def list_label(self) -> str | Promise: ...
    @property
    def published_languages(self) -> list[str]: ...
    def title_in(self, language: str) -> str: ...
    def url_in(self, language: str) -> str: ...


class NotInLanguageError(Http404):
    """The item is public, but not in the requested language."""

    def __init__(self, item: HasPages) -> None:
        super().__init__(f"{item!r} is not public in {languages.active()}")
        self.item = item


class UrlChangedError(Exception):
    """The item has another URL now; readers are redirected."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url


_Item = TypeVar("_Item", bound="Publishable", covariant=True)
Item = TypeVar("Item", bound="Publishable")


class PublishableQuerySet(models.QuerySet[_Item]):
    def published(self, language: str | None = None) -> Self:
        """Items that are public in a language, by default in the reader's."""
        moment = languages.field_name("published_at", language)
        return self.filter(**{f"{moment}__lte": timezone.now()})

    def scheduled(self, language: str) -> Self:
        moment = languages.field_name("published_at", language)
        return self.filter(**{f"{moment}__gt": timezone.now()})

    def drafts(self, language: str) -> Self:
        """Items with a title in a language that are neither public nor scheduled in it."""
        moment = languages.field_name("published_at", language)
        title = languages.field_name(self.model.title_field, language)
        return self.filter(**{moment: None, f"{title}__gt": ""})

    def missing_in(self, language: str) -> Self:
        """Items without a title in a language."""
        title = languages.field_name(self.model.title_field, language)
        return self.filter(Q(**{title: ""}) | Q(**{title: None}))

    def newest_first(self) -> Self:
        moment = languages.field_name("published_at")
        return self.order_by(f"-{moment}", "-pk")


# Shown at the title in that language.
NEEDS_TITLE = _("It needs a name or title in each language in which it is public.")


def publishing_constraints(field: str, model: str = "%(class)s") -> list[models.BaseConstraint]:
    """An item has a title, also in every language in which it is public.

    A CHECK passes when it evaluates to NULL, so NULL titles are excluded by name.
    """
    in_each_language = [
        models.CheckConstraint(
            condition=Q(**{f"{languages.field_name('published_at', code)}__isnull": True})
            | Q(
                **{
                    f"{languages.field_name(field, code)}__isnull": False,
                    f"{languages.field_name(field, code)}__gt": "",
                }
            ),
            name=f"{model}_public_{code.replace('-', '_')}_has_{field}",
            violation_error_message=NEEDS_TITLE,
        )
        for code in languages.codes()
    ]
    return [languages.required_in_any_language(field, model), *in_each_language]


class Publishable(models.Model):
    """An item with a URL that becomes public in each language at its own time."""

    title_field = "title"
    # Name of the URL pattern of the list of all items, and the label of links to it.
    list_url_name = ""
    list_label: str | Promise = ""
    # The languages in which somebody said that it needs no text; lists of the admin set it.
    unneeded_languages: Collection[str] = ()

    slug = models.SlugField(
        _("address"),
        max_length=slugs.SLUG_LENGTH,
        unique=True,
        blank=True,
        help_text=_(
            "The last part of the page’s address, the same in all languages. Left empty it is made"
            " from the title. When it changes, the old addresses lead to the new one."
        ),
    )
    former_slugs = ArrayField(
        models.SlugField(max_length=slugs.SLUG_LENGTH), default=list, blank=True, editable=False
    )

    published_at = models.DateTimeField(_("public from"), null=True, blank=True)

    original_language = models.CharField(
        _("written in"),
        max_length=10,
        blank=True,
        choices=languages.choices,
        help_text=_("The language the item was first written in."),
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    # Each model has a page of its own.
    get_absolute_url: Callable[[], str]

    objects = PublishableQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = publishing_constraints("title")
        indexes = [
            GinIndex(fields=["former_slugs"], name="%(class)s_former_slugs"),
            # For slugs that are like another one (`website/views/nearest_pages.py`).
            GinIndex(fields=["slug"], opclasses=["gin_trgm_ops"], name="%(class)s_like_slugs"),
        ]

    def __str__(self) -> str:
        return self.any_title()

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        self.original_language = self.original_language or self._first_language()
        self.slug = self.slug or self._free_slug()
        self._remember_former_slug()
        super().save(*args, **kwargs)
        if self.slug.startswith(PROVISIONAL_SLUG_PREFIX):
            self.slug = f"n-{self.pk}"
            super().save(update_fields=["slug"])
        self._slug_in_database = self.slug

    @classmethod
    def from_db(
        cls, db: str | None, field_names: Collection[str], values: Collection[Any], **options: Any
    ) -> Self:
        item = super().from_db(db, field_names, values, **options)
        item._slug_in_database = item.__dict__.get("slug", "")
        return item

    @property
    def is_published(self) -> bool:
        """Whether the item is public in the reader's language."""
        return self.status_in() == Status.PUBLIC

    @property
    def published_languages(self) -> list[str]:
        return [code for code in languages.codes() if self.status_in(code) == Status.PUBLIC]

    def published_at_in(self, language: str | None = None) -> datetime | None:
        """Reads the field of the language itself: `published_at` may fall back to another one."""
        moment: datetime | None = getattr(self, languages.field_name("published_at", language))
        return moment

    def status_in(self, language: str | None = None) -> Status:
        moment = self.published_at_in(language)
        if moment and moment <= timezone.now():
            return Status.PUBLIC
        if moment:
            return Status.SCHEDULED
        return Status.DRAFT if self.title_in(language) else Status.MISSING

    def title_in(self, language: str | None = None) -> str:
        """Empty if there is none in that language."""
        return getattr(self, languages.field_name(self.title_field, language)) or ""

    def any_title(self) -> str:
        """For lists in the admin: the title in the reader's language, or else in any."""
        titles = (self.title_in(code) for code in [languages.active(), *languages.codes()])
        return next(filter(None, titles), None) or str(_("Untitled"))

    def url_in(self, language: str) -> str:
        with override(language):
            return self.get_absolute_url()

    def publication_blockers(self, language: str) -> list[str]:
        """Returns translated sentences that say what keeps the item from being published."""
        return [] if self.title_in(language) else [str(_("It has no title in this language."))]

    def no_longer_public(self, previous: Self) -> list[str]:
        """The languages in which the item was public or scheduled in `previous`, and is now not
        or only later. Models add names of fields that were public, such as the address of an
        event."""
        return [
            code
            for code in languages.codes()
            if self._visible_from(code) > previous._visible_from(code)
        ]

    def unpublish(self, language_or_field: str) -> None:
        """Takes what `no_longer_public` returns."""
        setattr(self, languages.field_name("published_at", language_or_field), None)

    def _visible_from(self, language: str) -> datetime:
        is_visible = self.status_in(language) in (Status.PUBLIC, Status.SCHEDULED)
        moment = self.published_at_in(language)
        return moment if is_visible and moment else NEVER

    def _first_language(self) -> str:
        titled = [code for code in languages.codes() if self.title_in(code)]
        return titled[0] if titled else languages.codes()[0]

    def _remember_former_slug(self) -> None:
        former = getattr(self, "_slug_in_database", "")
        slugs = dict.fromkeys([*self.former_slugs, former])
        self.former_slugs = [slug for slug in slugs if slug and slug != self.slug]

    def _free_slug(self) -> str:
        """A slug made from the titles that no other item has; a provisional one if they give
        none."""
        wanted = slugs.propose_slug(*map(self.title_in, languages.codes()))
        if not wanted:
            return PROVISIONAL_SLUG_PREFIX + uuid4().hex
        others = type(self)._base_manager.exclude(pk=self.pk)
        taken = set(others.filter(slug__startswith=wanted[:40]).values_list("slug", flat=True))
        return slugs.free_slug(wanted, taken)


def get_published_or_404(slug: str, *, make_queryset: Callable[[], models.QuerySet[Item]]) -> Item:
    """Returns the public item with this slug, as `get_object_or_404` does.

    `make_queryset`: a method of a manager, such as `Article.objects.all`, itself and not what it
    returns. The query is compiled once per process.

    Also raises `UrlChangedError` for a former slug, and `NotInLanguageError` for an item that is
    public in another language only: `website.middleware.ExplainMissingPage` answers with a redirect
    or a page that names the languages. Drafts are an `Http404` like anything that never was.
    """
    item = next(iter(_by_slug(make_queryset).instances(slug)), None)
    if item is None:
        moved = make_queryset().filter(former_slugs__contains=[slug]).first()
        if moved and moved.published_languages:
            raise UrlChangedError(moved.get_absolute_url())
        raise Http404
    if item.is_published:
        return item
    if item.published_languages:
        raise NotInLanguageError(item)
    raise Http404


@cache
def _by_slug(make_queryset: Callable[[], models.QuerySet[Item]]) -> CompiledQuery[Item]:
    return CompiledQuery(lambda slug: make_queryset().filter(slug=slug).order_by())
