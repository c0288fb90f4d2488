from typing import ClassVar, Self

from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Prefetch, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.fields import LineField, PlainTextField, RichTextField
from cms.i18n import languages
from cms.i18n.choice_labels import choice_label
from cms.publishing.page_urls import item_url
from cms.publishing.publishable import (
    Publishable,
    PublishableQuerySet,
    last_publication_index,
)
from events.models import Campaign, Event
from members.models import Organisation, Person
from network.models import Topic
from photos.models import Photo
from resources.identifiers import DoiField, IsbnField
from resources.limits_and_periods import EARLIEST_YEAR, LATEST_YEAR
from resources.models.contributors import Contributor
from resources.models.files import ResourceFile
from resources.models.work_languages import WorkLanguagesField


class ResourceQuerySet(PublishableQuerySet["Resource"]):
    def with_list_relations(self) -> Self:
        return self.select_related("cover__photographer", "publisher").prefetch_related(
            with_contributors()
        )

    def with_page_relations(self) -> Self:
        files = Prefetch("files", ResourceFile.objects.all())
        return (
            self.with_list_relations().select_related("campaign").prefetch_related("topics", files)
        )

    def by_organisation(self, organisation: Organisation) -> Self:
        """The works that it published or contributed to. A union, as each part uses an index."""
        published = Resource.objects.filter(publisher=organisation).values("pk")
        contributed = Contributor.objects.filter(organisation=organisation).values("resource")
        return self.filter(pk__in=published.union(contributed))

    def by_person(self, person: Person) -> Self:
        return self.filter(pk__in=Contributor.objects.filter(person=person).values("resource"))


def with_contributors() -> Prefetch:
    contributors = Contributor.objects.select_related("person", "organisation")
    return Prefetch("contributors", contributors)


def list_indexes() -> list[models.Index]:
    """An index per language for each filter of the list, in its order."""
    return [
        models.Index(
            fields=[*first, f"-{languages.field_name('published_at', code)}", "-id"],
            name=f"resource_{name}_{code.replace('-', '_')}",
        )
        for code in languages.codes()
        for name, first in {"newest": [], "kind": ["kind"], "year": ["year"]}.items()
    ]


class Resource(Publishable):
    """A work to read, use or watch: a toolkit, a book, a report.

    "The work" is what was made, which may lie elsewhere; "the resource" is its page on this site.
    """

    list_url_name, list_label = "resources:resources", _("All resources")

    class Kind(models.TextChoices):
        TOOLKIT = "toolkit", _("Toolkit")
        BOOK = "book", _("Book")
        REPORT = "report", _("Report")
        ANNUAL_REPORT = "annual-report", _("Annual report")
        POLICY_PAPER = "policy-paper", _("Policy paper")
        TRAINING = "training", _("Training material")
        RECORDING = "recording", _("Recording")
        OTHER = "other", pgettext_lazy("a resource", "Other")

    class Licence(models.TextChoices):
        UNKNOWN = "", pgettext_lazy("a licence", "not known")
        ALL_RIGHTS_RESERVED = "all-rights-reserved", _("All rights reserved")
        CC_BY = "cc-by-4.0", "CC BY 4.0"
        CC_BY_SA = "cc-by-sa-4.0", "CC BY-SA 4.0"
        CC_BY_NC = "cc-by-nc-4.0", "CC BY-NC 4.0"
        CC_BY_NC_SA = "cc-by-nc-sa-4.0", "CC BY-NC-SA 4.0"
        CC_BY_ND = "cc-by-nd-4.0", "CC BY-ND 4.0"
        CC_BY_NC_ND = "cc-by-nc-nd-4.0", "CC BY-NC-ND 4.0"
        CC0 = "cc0", "CC0"

    kind = models.CharField(_("kind"), max_length=15, choices=Kind, default=Kind.TOOLKIT)
    title = LineField(_("title"), max_length=200, blank=True)
    subtitle = LineField(_("subtitle"), max_length=200, blank=True)
    summary = PlainTextField(
        _("summary"), blank=True, help_text=_("One or two sentences: what it is and what it does.")
    )
    description = RichTextField(_("description"), blank=True)
    audience = LineField(
        pgettext_lazy("of a work", "audience"),
        max_length=160,
        blank=True,
        help_text=_("For example “trainers and teachers”."),
    )
    cover = models.ForeignKey(
        Photo,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cover_resources",
        verbose_name=_("cover"),
        help_text=_("A picture from the library, with its credit as any other."),
    )

    publisher = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="published_resources",
        verbose_name=_("publisher"),
    )
    publisher_name = LineField(
        _("name of the publisher"),
        max_length=160,
        blank=True,
        help_text=_("For a publisher that is not on this site."),
    )
    year = models.PositiveSmallIntegerField(
        _("year"),
        null=True,
        blank=True,
        validators=[MinValueValidator(EARLIEST_YEAR), MaxValueValidator(LATEST_YEAR)],
        help_text=_("When it came out."),
    )
    edition = LineField(
        _("edition"), max_length=80, blank=True, help_text=_("For example “2nd edition”.")
    )
    work_languages = WorkLanguagesField(
        verbose_name=_("languages of the work"),
        help_text=_("Languages in which it can be read or heard, here or elsewhere."),
    )
    translation_of = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="translations",
        verbose_name=_("translation of"),
    )
    previous_edition = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="next_editions",
        verbose_name=_("edition before this one"),
    )
    isbn = IsbnField(
        "ISBN", blank=True, help_text=_("Paste it as it is printed; hyphens do not matter.")
    )
    doi = DoiField("DOI", blank=True, help_text=_("Or the address that begins with doi.org."))
    licence = models.CharField(
        pgettext_lazy("of a work", "licence"),
        max_length=20,
        choices=Licence,
        blank=True,
        default=Licence.UNKNOWN,
    )
    external_url = models.URLField(
        _("page elsewhere"),
        blank=True,
        help_text=_("Of the publisher, or where it can be ordered."),
    )

    topics = models.ManyToManyField(
        Topic, blank=True, related_name="resources", verbose_name=_("topics")
    )
    events = models.ManyToManyField(
        Event,
        blank=True,
        related_name="resources",
        verbose_name=_("events"),
        help_text=_("Where it was presented, taught or made."),
    )

    campaign = models.ForeignKey(
        Campaign,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="resources",
        verbose_name=_("campaign or series"),
        help_text=_("What it was made for, or where it was presented."),
    )

    objects: ClassVar = models.Manager.from_queryset(ResourceQuerySet)()

    class Meta(Publishable.Meta):
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
        ordering = ["-created_at"]
        indexes = [
            *Publishable.Meta.indexes,
            *list_indexes(),
            last_publication_index("resource"),
            GinIndex(fields=["work_languages"], name="resource_work_languages"),
        ]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(translation_of=None) | ~Q(translation_of=F("id")),
                name="resource_translates_another",
            ),
            models.CheckConstraint(
                condition=Q(previous_edition=None) | ~Q(previous_edition=F("id")),
                name="resource_follows_another",
            ),
        ]

    def kind_label(self) -> str:
        return choice_label(self.Kind, self.kind)

    def get_absolute_url(self) -> str:
        return item_url("resources:resource", self.slug)

    def item_showing_photo(self) -> "Resource":
        """The item whose page shows the photo. `photos.usage.items_using` asks for it."""
        return self

    def full_title(self) -> str:
        return f"{self.title}: {self.subtitle}" if self.subtitle else self.title

    def licence_url(self) -> str:
        """Empty for a licence without a page."""
        if self.licence == self.Licence.CC0:
            return "https://creativecommons.org/publicdomain/zero/1.0/"
        if not self.licence.startswith("cc-"):
            return ""
        name = self.licence.removeprefix("cc-").removesuffix("-4.0")
        return f"https://creativecommons.org/licenses/{name}/4.0/"

    def publication_blockers(self, language: str) -> list[str]:
        """A withheld cover blocks nothing, as the page leaves it out."""
        cover = self.cover
        of_cover = (
            [f"{cover}: {sentence}" for sentence in cover.publication_blockers(language)]
            if cover and not cover.is_withheld()
            else []
        )
        return [*super().publication_blockers(language), *of_cover]

    def related_works(self) -> list["Resource"]:
        """Returns the original, the translations, and the editions before and after, if public."""
        original = self.translation_of_id or self.pk
        related = (
            Q(pk=self.translation_of_id)
            | Q(pk=self.previous_edition_id)
            | Q(translation_of=original)
            | Q(previous_edition=self.pk)
        )
        found = (
            Resource.objects.published().filter(related).exclude(pk=self.pk).with_list_relations()
        )
        return list(found.order_by("year", "pk"))
