from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cms.fields import LineField
from members.models.people import Person
from photos.models import Photo


class AppearanceQuerySet(models.QuerySet):
    def in_photo_order(self) -> Self:
        return self.select_related("person").order_by(F("position").asc(nulls_last=True), "pk")

    def blocking_photo(self) -> Self:
        """The appearances because of which the photo may not be shown; the same condition as
        `Appearance.blocks_photo`."""
        return self.filter(
            Q(consent__in=Appearance.CONSENTS_BLOCKING_PHOTO) | Q(person__hidden_at__isnull=False)
        )


class Appearance(models.Model):
    """A person who can be seen in a photo, with the person's consent."""

    class Consent(models.TextChoices):
        NOT_ASSESSED = "not-assessed", _("not asked yet: not named")
        NAMED = "named", _("agrees to be shown and named")
        UNNAMED = "unnamed", _("agrees to be shown, not to be named")
        GUARDIAN = "guardian", _("a guardian agrees to the name (minors)")
        REFUSED = "refused", _("refused: the photo is not shown")
        WITHDRAWN = "withdrawn", _("withdrawn: the photo is not shown any more")

    CONSENTS_TO_NAME = (Consent.NAMED, Consent.GUARDIAN)
    CONSENTS_BLOCKING_PHOTO = (Consent.REFUSED, Consent.WITHDRAWN)

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
    job_title = LineField(
        _("job title on that day"),
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

    def clean(self) -> None:
        """A database constraint cannot look into another table, so minors are checked here."""
        is_minor = hasattr(self, "person") and self.person.is_minor
        if self.consent == self.Consent.NAMED and is_minor:
            message = _(
                "A minor is named only when a guardian agrees. Choose “a guardian agrees” or an "
                "entry without the name."
            )
            raise ValidationError({"consent": message})

    def may_be_named(self) -> bool:
        sufficient = (self.Consent.GUARDIAN,) if self.person.is_minor else self.CONSENTS_TO_NAME
        return self.consent in sufficient and not self.person.is_hidden

    def blocks_photo(self) -> bool:
        """Whether the photo may not be shown because of this person."""
        return self.consent in self.CONSENTS_BLOCKING_PHOTO or self.person.is_hidden
