"""The organisations that make up the network, those it works with, and where they are."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from network import dates, languages
from network.dates import Precision
from network.fields import LineField, ProseField, RichTextField
from network.models import Topic
from network.publishing import Publishable, PublishableQuerySet, public_needs


class Region(models.Model):
    """A part of the country, as coarse as a province: finer would tell where somebody lives."""

    name = LineField(_("name"), max_length=60, blank=True)
    slug = models.SlugField(_("address"), unique=True)
    order = models.PositiveSmallIntegerField(
        _("order"), default=10, help_text=_("The official order of the country's regions.")
    )

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["order", "slug"]
        constraints = [languages.said_somewhere("name")]

    def __str__(self) -> str:
        return languages.plain_words(self, "name")


class OrganisationQuerySet(PublishableQuerySet):
    def members(self):
        """Those that joined and have not left; a ministry that hosted an event never joined."""
        return self.filter(joined_on__isnull=False, left_on=None)


class Organisation(Publishable):
    """A member of the network, or whoever hosts, supports or speaks."""

    title_field = "name"

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
        _("other names"), blank=True, help_text=_("One a line; used by search and never shown.")
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
    founded_on = models.DateField(_("founded on"), null=True, blank=True)
    founded_precision = models.CharField(
        _("known to the"), max_length=5, choices=Precision, default=Precision.DAY
    )

    joined_on = models.DateField(
        _("joined the network"), null=True, blank=True, help_text=_("Empty: never a member.")
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

    contact_name = LineField(_("contact person"), max_length=120, blank=True)
    contact_email = models.EmailField(
        _("e-mail address of the contact"),
        blank=True,
        help_text=_("For the desk alone: it stands on no page and in no file for the public."),
    )
    contact_language = models.CharField(
        _("language of letters"), max_length=10, blank=True, choices=languages.choices
    )
    asked_to_sign_at = models.DateTimeField(
        _("asked to sign"), null=True, blank=True, editable=False
    )
    reminded_to_sign_at = models.DateTimeField(null=True, editable=False)
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
        ]

    def get_absolute_url(self) -> str:
        return reverse("members:organisation", args=[self.slug])

    def joined(self) -> str:
        """Since when it is a member, as precisely as that is known."""
        return dates.printed(self.joined_on, self.joined_precision)
