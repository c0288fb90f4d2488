import re
from collections.abc import Iterator
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Prefetch, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.encryption.fields import EncryptedEmailField, EncryptedLineField
from cms.fields import LineField, PlainTextField, RichTextField, SearchTextField, SortKeyField
from cms.files import file_names, images
from cms.i18n import dates, languages
from cms.i18n.dates import Precision
from cms.publishing.page_urls import item_url
from cms.publishing.publishable import (
    Publishable,
    PublishableQuerySet,
    Status,
    publishing_constraints,
)
from cms.text.search_normalisation import search_pattern
from cms.text.writing_systems import is_latin
from members.models.logo_storage import FOLDER, logo_storage
from members.models.regions import Region
from network.models import Topic
from photos.models import Photo


class OrganisationQuerySet(PublishableQuerySet):
    def published(self, language: str | None = None) -> Self:
        return super().published(language).not_delisted()

    def scheduled(self, language: str) -> Self:
        return super().scheduled(language).not_delisted()

    def drafts(self, language: str) -> Self:
        title = languages.field_name(Organisation.title_field, language)
        delisted = self.filter(**{"is_delisted": True, f"{title}__gt": ""})
        return super().drafts(language) | delisted

    def not_delisted(self) -> Self:
        """The organisations that may be in the directory, published or not."""
        return self.filter(is_delisted=False)

    def ever_members(self) -> Self:
        return self.filter(joined_on__isnull=False)

    def members(self) -> Self:
        """The organisations that joined and have not left; the same condition as
        `Organisation.is_member`."""
        return self.ever_members().filter(left_on=None)

    def former_members(self) -> Self:
        return self.ever_members().filter(left_on__isnull=False)

    def with_page_relations(self) -> Self:
        photos = OrganisationPhoto.objects.select_related("photo__photographer")
        return self.select_related("region").prefetch_related(
            "topics", Prefetch("organisation_photos", photos)
        )

    def with_name_like(self, query: str) -> Self:
        """The organisations with a name, in any language, that contains each word of the query or
        its Hangul initials."""
        organisations = self
        for word in query.split():
            organisations = organisations.filter(search_text__contains=search_pattern(word))
        return organisations

    def in_name_order(self) -> Self:
        """In the alphabetical order of the reader's language, names in another script after it.

        The order is that of the stored `sort_key`: see `cms.fields.SortKeyField`. People have none:
        `members.models.people.PersonQuerySet.in_name_order` orders them by their names.
        """
        return self.order_by(languages.field_name("sort_key"), "pk")


class Organisation(Publishable):
    """A member of the network, or an organisation that hosts, supports or speaks."""

    title_field = "name"
    list_url_name, list_label = "members:members", _("All members")

    class Kind(models.TextChoices):
        NETWORK = "network", _("network")
        CIVIL_SOCIETY = "civil-society", _("civil society organisation")
        UNITED_NATIONS = "united-nations", _("United Nations")
        GOVERNMENT = "government", _("government")
        EMBASSY = "embassy", _("embassy")
        EDUCATION = "education", _("educational organisation")
        YOUTH = "youth", _("youth organisation")
        OTHER = "other", _("other")

    name = LineField(_("name"), max_length=160, blank=True)
    abbreviation = LineField(_("abbreviation"), max_length=40, blank=True)
    other_names = PlainTextField(
        _("other names"),
        blank=True,
        help_text=_("One per line. Search uses them and readers never see them."),
    )

    kind = models.CharField(
        pgettext_lazy("of an organisation", "kind"),
        max_length=20,
        choices=Kind,
        default=Kind.CIVIL_SOCIETY,
    )
    summary = LineField(_("in one sentence"), max_length=240, blank=True)
    description = RichTextField(_("description"), blank=True)
    website = models.URLField(_("website"), blank=True)
    social_links = PlainTextField(
        _("social media and other links"), blank=True, help_text=_("One address per line.")
    )
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("region"),
    )
    city = LineField(_("city"), max_length=80, blank=True)
    topics = models.ManyToManyField(
        Topic,
        blank=True,
        related_name="organisations",
        verbose_name=_("topics"),
    )
    founded_on = models.DateField(
        pgettext_lazy("an organisation", "founded on"), null=True, blank=True
    )
    founded_precision = models.CharField(
        _("precise to the"), max_length=5, choices=Precision, default=Precision.DAY
    )

    joined_on = models.DateField(
        _("joined the network"),
        null=True,
        blank=True,
        help_text=_("Leave empty if it never joined."),
    )
    joined_precision = models.CharField(
        _("precise to the"), max_length=5, choices=Precision, default=Precision.DAY
    )
    joined_alliance_on = models.DateField(_("joined the Alliance"), null=True, blank=True)
    joined_alliance_precision = models.CharField(
        _("precise to the"), max_length=5, choices=Precision, default=Precision.DAY
    )
    is_founding_member = models.BooleanField(_("founding member"), default=False)
    left_on = models.DateField(_("left the network"), null=True, blank=True)

    logo = models.ImageField(
        _("logo"),
        storage=logo_storage,
        upload_to=file_names.random_name(FOLDER),
        blank=True,
        validators=[images.validate_image],
        help_text=_(
            "PNG, JPEG or WebP, ideally with a transparent background. Without a logo, readers see "
            "initials."
        ),
    )
    logo_dark = models.ImageField(
        _("logo for dark screens"),
        storage=logo_storage,
        upload_to=file_names.random_name(FOLDER),
        blank=True,
        validators=[images.validate_image],
        help_text=_("In light colours. Without one, the other logo is shown on white."),
    )

    is_delisted = models.BooleanField(
        _("not on the site"),
        default=False,
        help_text=_("Saving removes its page and its list entry from the site at once."),
    )
    delisting_reason = PlainTextField(
        _("reason for removal"), blank=True, help_text=_("Only staff see this.")
    )
    # Not listed because it did not agree to be when it applied, until staff change a field above.
    is_delisted_by_member = models.BooleanField(default=False, editable=False)

    search_text = SearchTextField()
    sort_key = SortKeyField()

    contact_name = EncryptedLineField(_("contact person"), max_length=120, blank=True)
    contact_email = EncryptedEmailField(
        _("e-mail address of the contact"),
        blank=True,
        help_text=_("Only staff see this. It is never published, neither on a page nor in a file."),
    )
    contact_language = models.CharField(
        _("language of e-mails"), max_length=10, blank=True, choices=languages.choices
    )
    signature_requested_at = models.DateTimeField(
        _("asked to sign"), null=True, blank=True, editable=False
    )
    signature_reminded_at = models.DateTimeField(null=True, editable=False)
    # Counted up when the signing links end: links of an earlier version do not work.
    signing_link_version = models.PositiveIntegerField(default=0, editable=False)
    confirmed_on = models.DateField(_("last confirmed"), null=True, blank=True, editable=False)

    objects: ClassVar = OrganisationQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["pk"]
        constraints = [
            *publishing_constraints("name"),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=F("joined_on")),
                name="organisation_left_after_it_joined",
                violation_error_message=_("An organisation cannot leave before it joins."),
            ),
            models.CheckConstraint(
                condition=Q(is_delisted=False) | ~Q(delisting_reason=""),
                name="organisation_delisted_for_a_reason",
                violation_error_message=_(
                    "Write down why it is removed from the site, for those who come after you."
                ),
            ),
            models.CheckConstraint(
                condition=Q(logo_dark="") | ~Q(logo=""),
                name="organisation_light_logo_first",
                violation_error_message=_("Add the logo for light screens, too."),
            ),
        ]

    def get_absolute_url(self) -> str:
        return item_url("member", self.slug)

    def status_in(self, language: str | None = None) -> Status:
        """A delisted organisation is public nowhere, whatever its dates of publication."""
        if self.is_delisted:
            return Status.DRAFT if self.title_in(language) else Status.MISSING
        return super().status_in(language)

    def publication_blockers(self, language: str) -> list[str]:
        delisted = [str(_("It has been removed from the site."))] if self.is_delisted else []
        return super().publication_blockers(language) + delisted

    def search_terms(self) -> Iterator[str]:
        """All names by which it is found, including `other_names`, which are never shown."""
        yield from (self.title_in(code) for code in languages.codes())
        yield self.abbreviation
        yield from self.other_names.splitlines()

    def is_member(self) -> bool:
        """The same condition as `OrganisationQuerySet.members`."""
        return self.joined_on is not None and self.left_on is None

    def joined_on_display(self) -> str:
        return dates.format_date(self.joined_on, self.joined_precision)

    def joined_alliance_on_display(self) -> str:
        return dates.format_date(self.joined_alliance_on, self.joined_alliance_precision)

    def founded_on_display(self) -> str:
        return dates.format_date(self.founded_on, self.founded_precision)

    def iso_date(self, prefix: str) -> str:
        """Returns the date of `founded_…`, `joined_…` or `joined_alliance_…` as precisely as it is
        known: 2025, 2025-07."""
        return dates.iso_date(getattr(self, f"{prefix}_on"), getattr(self, f"{prefix}_precision"))

    def membership_display(self) -> str:
        """Returns "Member since …" or "Member 2019–2024"; empty if it never joined."""
        if self.joined_on is None:
            return ""
        if self.left_on is None:
            return _("Member since {date}").format(date=self.joined_on_display())
        first, last = self.joined_on.year, self.left_on.year
        if first == last:
            return _("Member in {year}").format(year=first)
        return _("Member {first}–{last}").format(first=first, last=last)

    def monogram(self) -> str:
        """Returns what is shown in place of a missing logo: the initials of a Latin name, the first
        two syllables of a Korean one. It is hidden from screen readers, because the name is beside
        it."""
        words = re.findall(r"\w+", languages.translated_text(self, "name"))
        if not words:
            return ""
        if not is_latin(words[0]):
            return words[0][:2]
        return "".join(word[0] for word in words[:2]).upper()

    def shown_photos(self) -> list[Photo]:
        photos = [item.photo for item in self.organisation_photos.all()]
        return [photo for photo in photos if photo.is_displayable()]


class OrganisationPhoto(models.Model):
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="organisation_photos"
    )
    photo = models.ForeignKey(
        Photo, models.PROTECT, related_name="organisation_photos", verbose_name=_("photo")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return str(self.photo)

    def item_showing_photo(self) -> Organisation:
        """The item whose page shows the photo. `photos.usage.items_using` asks for it."""
        return self.organisation
