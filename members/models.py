"""Who we are: organisations, people and the offices they hold."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from network import dates, languages
from network.dates import Precision
from network.fields import LineField, ProseField, RichTextField
from network.models import Topic
from network.publishing import Publishable, PublishableQuerySet, public_needs
from photos.models import Photo


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


class Person(models.Model):
    """Somebody who speaks, writes or holds an office. Public only as far as the person wants."""

    name = LineField(_("name"), max_length=120, blank=True, help_text=_("As the person writes it."))
    sort_name = LineField(
        _("sorted as"), max_length=120, blank=True, help_text=_("For example Kim, Goldie")
    )
    other_names = ProseField(
        _("other names"), blank=True, help_text=_("One a line; used by search and never shown.")
    )
    biography = ProseField(_("biography"), blank=True)
    portrait = models.ForeignKey(
        Photo,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="portrayed",
        verbose_name=_("portrait"),
    )
    organisation = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="people",
        verbose_name=_("organisation"),
    )
    role = LineField(_("role today"), max_length=200, blank=True)

    has_public_profile = models.BooleanField(
        _("public profile"),
        default=False,
        help_text=_("Only when the person wants one."),
    )
    is_minor = models.BooleanField(_("minor"), default=False)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["pk"]
        constraints = [
            languages.said_somewhere("name"),
            models.CheckConstraint(
                condition=Q(is_minor=False) | Q(has_public_profile=False),
                name="person_minor_has_no_profile",
                violation_error_message=_("A minor has no public profile."),
            ),
        ]

    def __str__(self) -> str:
        names = (getattr(self, column) for column in languages.columns("name"))
        return " · ".join(dict.fromkeys(filter(None, names)))

    def used_on(self) -> "Person":
        return self


class Office(models.Model):
    """What somebody is in the network, and when: terms end, they are not written over."""

    class Body(models.TextChoices):
        COORDINATION = "coordination", _("coordination")
        STEERING_COMMITTEE = "steering-committee", _("steering committee")
        WORKING_GROUP = "working-group", _("working group")
        SECRETARIAT = "secretariat", _("secretariat")

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="offices", verbose_name=_("person")
    )
    title = LineField(_("title"), max_length=120, blank=True)
    body = models.CharField(_("body"), max_length=20, choices=Body)
    started_on = models.DateField(_("from"))
    ended_on = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = ["-started_on", "pk"]
        constraints = [
            languages.said_somewhere("title"),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                name="office_ends_after_it_starts",
                violation_error_message=_("A term cannot end before it starts."),
            ),
        ]

    def __str__(self) -> str:
        return str(languages.words(self, "title"))
