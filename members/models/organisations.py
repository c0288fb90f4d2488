"""The organisations that make up the network, and those it works with."""

import re
from collections.abc import Iterator

from django.db import models
from django.db.models import F, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members.models.logos import FOLDER, LogoStorage
from members.models.regions import Region
from network import dates, images, languages, text
from network.dates import Precision
from network.encryption import EncryptedEmailField, EncryptedLineField
from network.fields import LineField, ProseField, RichTextField, SearchTextField, SortKeyField
from network.models import Topic
from network.publishing import Publishable, PublishableQuerySet, Status, public_needs
from photos.models import Photo


class OrganisationQuerySet(PublishableQuerySet):
    def published(self, language: str | None = None):
        return super().published(language).listed()

    def scheduled(self, language: str):
        return super().scheduled(language).listed()

    def drafts(self, language: str):
        title = languages.column(self.model.title_field, language)
        delisted = self.filter(**{"is_delisted": True, f"{title}__gt": ""})
        return super().drafts(language) | delisted

    def listed(self):
        """Those that may stand in the directory, public already or not."""
        return self.filter(is_delisted=False)

    def ever_members(self):
        """Those that joined, whether they left or not; a ministry that hosts never joined."""
        return self.filter(joined_on__isnull=False)

    def members(self):
        """Those that joined and have not left."""
        return self.ever_members().filter(left_on=None)

    def former_members(self):
        return self.ever_members().filter(left_on__isnull=False)

    def for_page(self):
        photos = OrganisationPhoto.objects.select_related("photo__photographer")
        return self.select_related("region").prefetch_related(
            "topics", Prefetch("photo_places", photos)
        )

    def called(self, typed: str):
        """Those whose names, in any language, contain each typed word or its Hangul initials."""
        found = self
        for word in typed.split():
            found = found.filter(search_text__contains=text.search_pattern(word))
        return found

    def in_order(self):
        """As the reader's language orders names: 가나다, or A to Z, the other script after."""
        return self.order_by(languages.column("sort_key"), "pk")


class Organisation(Publishable):
    """A member of the network, or whoever hosts, supports or speaks."""

    title_field = "name"
    list_url, list_label = "members:members", _("All members")

    class Kind(models.TextChoices):
        NETWORK = "network", _("network")
        CIVIL_SOCIETY = "civil-society", _("civil society organisation")
        UNITED_NATIONS = "united-nations", _("United Nations")
        GOVERNMENT = "government", _("government")
        EMBASSY = "embassy", _("embassy")
        EDUCATION = "education", _("school or university")
        YOUTH = "youth", _("youth organisation")
        OTHER = "other", _("other")

    name = LineField(_("name"), max_length=160, blank=True)
    abbreviation = LineField(_("abbreviation"), max_length=40, blank=True)
    other_names = ProseField(
        _("other names"),
        blank=True,
        help_text=_("One per line. Search uses them and readers never see them."),
    )

    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.CIVIL_SOCIETY)
    summary = LineField(_("in one sentence"), max_length=240, blank=True)
    description = RichTextField(_("description"), blank=True)
    website = models.URLField(_("website"), blank=True)
    social_links = ProseField(
        _("elsewhere on the web"), blank=True, help_text=_("One address a line.")
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
        Topic, blank=True, related_name="organisations", verbose_name=_("topics")
    )
    founded_on = models.DateField(
        pgettext_lazy("an organisation", "founded on"), null=True, blank=True
    )
    founded_precision = models.CharField(
        _("known to the"), max_length=5, choices=Precision, default=Precision.DAY
    )

    joined_on = models.DateField(
        _("joined the network"),
        null=True,
        blank=True,
        help_text=_("Leave empty if it never joined."),
    )
    joined_precision = models.CharField(
        _("known to the"), max_length=5, choices=Precision, default=Precision.DAY
    )
    joined_alliance_on = models.DateField(_("joined the Alliance"), null=True, blank=True)
    joined_alliance_precision = models.CharField(
        _("known to the"), max_length=5, choices=Precision, default=Precision.DAY
    )
    is_founding_member = models.BooleanField(_("founding member"), default=False)
    left_on = models.DateField(_("left the network"), null=True, blank=True)

    logo = models.ImageField(
        _("logo"),
        storage=LogoStorage(),
        upload_to=images.random_name(FOLDER),
        blank=True,
        validators=[images.check],
        help_text=_(
            "PNG, JPEG or WebP, ideally with a transparent background. Without a logo, readers see "
            "initials."
        ),
    )
    logo_dark = models.ImageField(
        _("logo for dark screens"),
        storage=LogoStorage(),
        upload_to=images.random_name(FOLDER),
        blank=True,
        validators=[images.check],
        help_text=_("In light colours. Without one, the other logo is shown on white."),
    )

    is_delisted = models.BooleanField(
        _("not on the site"),
        default=False,
        help_text=_("Saving takes its page and its entry in the list off the site at once."),
    )
    delisting_reason = ProseField(_("why not"), blank=True, help_text=_("Only the desk sees this."))

    search_text = SearchTextField()
    sort_key = SortKeyField()

    contact_name = EncryptedLineField(_("contact person"), max_length=120, blank=True)
    contact_email = EncryptedEmailField(
        _("e-mail address of the contact"),
        blank=True,
        help_text=_(
            "Only the desk sees this. It is never published, neither on a page nor in a file."
        ),
    )
    contact_language = models.CharField(
        _("language of letters"), max_length=10, blank=True, choices=languages.choices
    )
    asked_to_sign_at = models.DateTimeField(
        _("asked to sign"), null=True, blank=True, editable=False
    )
    reminded_to_sign_at = models.DateTimeField(null=True, editable=False)
    # How often the link for signing was ended: only the one with this number works.
    signing_link_number = models.PositiveIntegerField(default=0, editable=False)
    confirmed_on = models.DateField(_("last confirmed"), null=True, blank=True, editable=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["pk"]
        constraints = [
            *public_needs("name"),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=F("joined_on")),
                name="organisation_left_after_it_joined",
                violation_error_message=_("An organisation cannot leave before it joins."),
            ),
            models.CheckConstraint(
                condition=Q(is_delisted=False) | ~Q(delisting_reason=""),
                name="organisation_delisted_for_a_reason",
                violation_error_message=_(
                    "Write down why it is taken off the site, for those who come after you."
                ),
            ),
            models.CheckConstraint(
                condition=Q(logo_dark="") | ~Q(logo=""),
                name="organisation_light_logo_first",
                violation_error_message=_("Add the logo for light screens, too."),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("member", args=[self.slug])

    def status_in(self, language: str | None = None) -> Status:
        """What is delisted is public nowhere, whatever its moments of publication say."""
        if self.is_delisted:
            return Status.DRAFT if self.title_in(language) else Status.MISSING
        return super().status_in(language)

    def obstacles(self, language: str) -> list[str]:
        delisted = [str(_("It has been taken off the site."))] if self.is_delisted else []
        return super().obstacles(language) + delisted

    def searched_words(self) -> Iterator[str]:
        """All the names it is found by, those never shown included."""
        yield from (self.title_in(code) for code in languages.codes())
        yield self.abbreviation
        yield from self.other_names.splitlines()

    def is_member(self) -> bool:
        """The twin of `OrganisationQuerySet.members`."""
        return self.joined_on is not None and self.left_on is None

    def joined(self) -> str:
        """Since when it is a member, as precisely as that is known."""
        return dates.printed(self.joined_on, self.joined_precision)

    def joined_alliance(self) -> str:
        return dates.printed(self.joined_alliance_on, self.joined_alliance_precision)

    def founded(self) -> str:
        return dates.printed(self.founded_on, self.founded_precision)

    def written(self, what: str) -> str:
        """A date for programs, `founded`, `joined` or `joined_alliance`: 2025, 2025-07."""
        return dates.written(getattr(self, f"{what}_on"), getattr(self, f"{what}_precision"))

    def membership(self) -> str:
        """What it is or was to the network, with its time: "Member 2019–2024"."""
        if self.is_member():
            return _("Member since {date}").format(date=self.joined())
        if self.joined_on is None:
            return ""
        first, last = self.joined_on.year, self.left_on.year
        if first == last:
            return _("Member in {year}").format(year=first)
        return _("Member {first}–{last}").format(first=first, last=last)

    def monogram(self) -> str:
        """What stands where a logo would: the initials of a Latin name, 한국 of 한국….

        As `aria-hidden` as any ornament: the name stands beside it.
        """
        words = re.findall(r"\w+", languages.plain_words(self, "name"))
        if not words:
            return ""
        latin = text.is_latin(words[0])
        return "".join(word[0] for word in words[:2]).upper() if latin else words[0][:2]

    def shown_photos(self) -> list[Photo]:
        """Its photos that may be shown in the reader's language, in order."""
        places = self.photo_places.all()
        return [place.photo for place in places if place.photo.is_showable()]


class OrganisationPhoto(models.Model):
    """The place of a photo among those of an organisation."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="photo_places")
    photo = models.ForeignKey(Photo, models.PROTECT, related_name="organisation_places")
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return str(self.photo)

    def used_on(self) -> Organisation:
        return self.organisation
