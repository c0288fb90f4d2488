"""Who is in which photo, where in it, as whom on that day, and what they agree to."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from members.models.people import Person
from network.fields import LineField
from photos.models import Photo


class AppearanceQuerySet(models.QuerySet):
    def in_order(self):
        """From the left; those without a place come last."""
        return self.select_related("person").order_by(F("position").asc(nulls_last=True), "pk")

    def forbidding(self):
        """Those for whose sake no page may show the photo; the twin of `Appearance.forbids`."""
        return self.filter(
            Q(consent__in=self.model.CONSENTS_THAT_FORBID) | Q(person__hidden_at__isnull=False)
        )


class Appearance(models.Model):
    """A person in a photo."""

    class Consent(models.TextChoices):
        NOT_ASSESSED = "not-assessed", _("not asked yet: not named")
        NAMED = "named", _("agrees to be shown and named")
        UNNAMED = "unnamed", _("agrees to be shown, not to be named")
        GUARDIAN = "guardian", _("a guardian agrees to the name (minors)")
        REFUSED = "refused", _("refused: the photo is not shown")
        WITHDRAWN = "withdrawn", _("withdrawn: the photo is not shown any more")

    CONSENTS_TO_NAME = (Consent.NAMED, Consent.GUARDIAN)
    CONSENTS_THAT_FORBID = (Consent.REFUSED, Consent.WITHDRAWN)

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="appearances", verbose_name=_("person")
    )
    photo = models.ForeignKey(
        Photo, models.CASCADE, related_name="appearances", verbose_name=_("photo")
    )
    position = models.PositiveSmallIntegerField(
        _("place from the left"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("1 is the first from the left. Leave empty if people are not in a row."),
    )
    role_text = LineField(
        _("who they were on that day"),
        max_length=240,
        blank=True,
        help_text=_("For example “director of the Institute for Gender Education”."),
    )
    consent = models.CharField(
        _("consent"), max_length=20, choices=Consent, default=Consent.NOT_ASSESSED
    )

    objects = AppearanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("person in a photo")
        verbose_name_plural = _("people in photos")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["photo", "person"],
                name="appearance_once",
                violation_error_message=_("This person is named in this photo already."),
            ),
            models.UniqueConstraint(
                fields=["photo", "position"],
                name="appearance_one_a_place",
                violation_error_message=_("Somebody else already has this place in the photo."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)

    def clean(self):
        """No CHECK looks into another table, so a minor is asked for here."""
        is_minor = hasattr(self, "person") and self.person.is_minor
        if self.consent == self.Consent.NAMED and is_minor:
            words = _(
                "A minor is named only when a guardian agrees. Choose “a guardian agrees” or an "
                "entry without the name."
            )
            raise ValidationError({"consent": words})

    def may_be_named(self) -> bool:
        """Whether a caption may say who this is."""
        enough = (self.Consent.GUARDIAN,) if self.person.is_minor else self.CONSENTS_TO_NAME
        return self.consent in enough and not self.person.is_hidden

    def forbids(self) -> bool:
        """Whether the photo may not be shown for the sake of this person."""
        return self.consent in self.CONSENTS_THAT_FORBID or self.person.is_hidden
