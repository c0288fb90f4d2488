"""People, as far as they want to be known, and the offices they hold."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members.models.organisations import Organisation
from network import languages
from network.fields import LineField, ProseField
from photos.models import Photo


class PersonQuerySet(models.QuerySet):
    def members(self):
        """Those that joined and have not left; most people here spoke or wrote, no more."""
        return self.filter(joined_on__isnull=False, left_on=None)


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
        verbose_name=pgettext_lazy("of a person", "organisation"),
    )
    role = LineField(_("role today"), max_length=200, blank=True)

    has_public_profile = models.BooleanField(
        _("public profile"),
        default=False,
        help_text=_("Only when the person wants one."),
    )
    is_minor = models.BooleanField(_("minor"), default=False)

    joined_on = models.DateField(
        _("joined the network"),
        null=True,
        blank=True,
        help_text=_("Empty: no member in person."),
    )
    left_on = models.DateField(_("left the network"), null=True, blank=True)

    contact_name = LineField(
        _("name in letters"),
        max_length=160,
        blank=True,
        help_text=_("Where it is not the public one. For the desk alone."),
    )
    contact_email = models.EmailField(
        _("e-mail address"),
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

    objects = PersonQuerySet.as_manager()

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
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=F("joined_on")),
                name="person_left_after_joining",
                violation_error_message=_("Nobody can leave before joining."),
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
