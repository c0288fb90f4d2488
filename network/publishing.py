"""What "published" means, in each language.

An item has one moment of publication a language. Empty means draft, a moment to come means
scheduled, a moment past means public. Nobody else compares `published_at`.
"""

from datetime import UTC, datetime
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models, transaction
from django.db.models import Q
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from network import languages, text

# A title of signs only, such as "!!!", gives no slug; the item's number does, once it has one.
PROVISIONAL = "provisional-"

NEVER = datetime.max.replace(tzinfo=UTC)


class Status(models.TextChoices):
    """What an item is in one language."""

    MISSING = "missing", _("missing")
    DRAFT = "draft", _("draft")
    SCHEDULED = "scheduled", _("scheduled")
    PUBLIC = "public", _("public")


class NotInThisLanguage(Http404):
    """The item asked for is public, but not in the language it was asked in."""

    def __init__(self, item: "Publishable"):
        super().__init__(f"{item!r} is not public in {languages.active()}")
        self.item = item


class Moved(Exception):  # noqa: N818 - an answer to a reader, not an error
    """The item asked for has another address now."""

    def __init__(self, address: str):
        super().__init__(address)
        self.address = address


class PublishableQuerySet(models.QuerySet):
    def published(self, language: str | None = None):
        """What is public now in a language; without one, in the reader's."""
        moment = languages.column("published_at", language)
        return self.filter(**{f"{moment}__lte": timezone.now()})

    def scheduled(self, language: str):
        moment = languages.column("published_at", language)
        return self.filter(**{f"{moment}__gt": timezone.now()})

    def drafts(self, language: str):
        """What is begun in a language and neither public nor scheduled in it."""
        moment = languages.column("published_at", language)
        title = languages.column(self.model.title_field, language)
        return self.filter(**{moment: None, f"{title}__gt": ""})

    def missing_in(self, language: str):
        """What has no title in a language, and so is not even begun in it."""
        title = languages.column(self.model.title_field, language)
        return self.filter(Q(**{title: ""}) | Q(**{title: None}))

    def newest_first(self):
        moment = languages.column("published_at")
        return self.order_by(f"-{moment}", "-pk")


# Told at the title in that language.
NEEDS_TITLE = _("It needs a name or title in each language in which it is public.")


def public_needs(field: str, model: str = "%(class)s") -> list[models.CheckConstraint]:
    """An item has a title, and in every language in which it is public.

    A CHECK passes when it comes out as NULL; an untitled item must be refused by name.
    """
    return [languages.said_somewhere(field, model)] + [
        models.CheckConstraint(
            condition=Q(**{f"{languages.column('published_at', code)}__isnull": True})
            | Q(
                **{
                    f"{languages.column(field, code)}__isnull": False,
                    f"{languages.column(field, code)}__gt": "",
                }
            ),
            name=f"{model}_public_{code.replace('-', '_')}_has_{field}",
            violation_error_message=NEEDS_TITLE,
        )
        for code in languages.codes()
    ]


class Publishable(models.Model):
    """Something with an address that becomes public in each language at its own time."""

    title_field = "title"
    # The name of the address under which all items of the kind stand, and what leads there says.
    list_url = ""
    list_label = ""

    slug = models.SlugField(
        _("address"),
        max_length=text.SLUG_LENGTH,
        unique=True,
        blank=True,
        help_text=_(
            "The last part of the page's address, the same in all languages. Left empty it is "
            "made from the title. When it changes, the old addresses lead to the new one."
        ),
    )
    former_slugs = ArrayField(
        models.SlugField(max_length=text.SLUG_LENGTH), default=list, blank=True, editable=False
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

    objects = PublishableQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = public_needs("title")
        indexes = [GinIndex(fields=["former_slugs"], name="%(class)s_former_slugs")]

    def __str__(self) -> str:
        return self.any_title()

    @transaction.atomic
    def save(self, *args, **kwargs):
        self.original_language = self.original_language or self._first_language()
        self.slug = self.slug or self._free_slug()
        self._remember_former_slug()
        super().save(*args, **kwargs)
        if self.slug.startswith(PROVISIONAL):
            self.slug = f"n-{self.pk}"
            super().save(update_fields=["slug"])
        self._slug_in_database = self.slug

    @classmethod
    def from_db(cls, db, field_names, values):
        item = super().from_db(db, field_names, values)
        item._slug_in_database = item.__dict__.get("slug", "")
        return item

    @property
    def is_published(self) -> bool:
        """Whether the item is public now in the reader's language."""
        return self.status_in() == Status.PUBLIC

    @property
    def published_languages(self) -> list[str]:
        return [code for code in languages.codes() if self.status_in(code) == Status.PUBLIC]

    def public_from(self, language: str | None = None):
        """The moment of publication in a language. Read from its own column: the attribute
        `published_at` may be asked to fall back, and would borrow another language's date."""
        return getattr(self, languages.column("published_at", language))

    def status_in(self, language: str | None = None) -> Status:
        moment = self.public_from(language)
        if moment and moment <= timezone.now():
            return Status.PUBLIC
        if moment:
            return Status.SCHEDULED
        return Status.DRAFT if self.title_in(language) else Status.MISSING

    def title_in(self, language: str | None = None) -> str:
        """The title in one language, empty when it has none."""
        return getattr(self, languages.column(self.title_field, language)) or ""

    def any_title(self) -> str:
        """A title for lists of the desk: in the reader's language, else in any."""
        titles = (self.title_in(code) for code in [languages.active(), *languages.codes()])
        return next(filter(None, titles), None) or str(_("Untitled"))

    def address_in(self, language: str) -> str:
        with override(language):
            return self.get_absolute_url()

    def obstacles(self, language: str) -> list[str]:
        """What still keeps the item from being public in a language, in sentences."""
        return [] if self.title_in(language) else [str(_("It has no title in this language."))]

    def closed_since(self, before: "Publishable") -> list[str]:
        """The languages in which readers could see it before, or soon, and now cannot or later."""
        return [code for code in languages.codes() if self._opens_at(code) > before._opens_at(code)]

    def close(self, what: str) -> None:
        """Take away again what `closed_since` has named."""
        setattr(self, languages.column("published_at", what), None)

    def _opens_at(self, language: str) -> datetime:
        is_open = self.status_in(language) in (Status.PUBLIC, Status.SCHEDULED)
        return self.public_from(language) if is_open else NEVER

    def _first_language(self) -> str:
        titled = [code for code in languages.codes() if self.title_in(code)]
        return titled[0] if titled else languages.codes()[0]

    def _remember_former_slug(self) -> None:
        former = getattr(self, "_slug_in_database", "")
        slugs = dict.fromkeys([*self.former_slugs, former])
        self.former_slugs = [slug for slug in slugs if slug and slug != self.slug]

    def _free_slug(self) -> str:
        """A slug nobody has, made from the titles; a provisional one when they give none."""
        wanted = text.propose_slug(*map(self.title_in, languages.codes()))
        if not wanted:
            return PROVISIONAL + uuid4().hex
        others = type(self)._base_manager.exclude(pk=self.pk)
        taken = set(others.filter(slug__startswith=wanted[:40]).values_list("slug", flat=True))
        return text.free_slug(wanted, taken)


def get_published_or_explain(items: PublishableQuerySet, slug: str) -> Publishable:
    """The public item with this slug, or an exception that tells the reader what to do.

    Raises `Moved` for a former address, `NotInThisLanguage` for an item that is public in another
    language only, and `Http404` for everything else, so that a draft cannot be guessed.
    """
    item = items.filter(slug=slug).first()
    if item is None:
        moved = items.filter(former_slugs__contains=[slug]).first()
        if moved and moved.published_languages:
            raise Moved(moved.get_absolute_url())
        raise Http404
    if item.is_published:
        return item
    if item.published_languages:
        raise NotInThisLanguage(item)
    raise Http404
