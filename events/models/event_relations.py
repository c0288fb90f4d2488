"""The organisations, messages and photos of an event."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.fields import PlainTextField
from members.models import Organisation, Person
from photos.models import Photo


class EventOrganisation(models.Model):
    class Role(models.TextChoices):
        HOST = "host", _("host")
        CO_HOST = "co-host", _("co-host")
        PARTNER = "partner", _("partner")
        SUPPORTER = "supporter", _("supporter")

    event = models.ForeignKey("Event", models.CASCADE, related_name="event_organisations")
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="event_organisations",
        verbose_name=_("organisation"),
    )
    role = models.CharField(
        pgettext_lazy("in an event", "role"), max_length=10, choices=Role, default=Role.HOST
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("organisation of the event")
        verbose_name_plural = _("organisations of the event")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "organisation", "role"],
                name="event_organisation_once",
                violation_error_message=_("This organisation has this role already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.get_role_display()})"


class Message(models.Model):
    """A congratulation or greeting sent to an event."""

    event = models.ForeignKey("Event", models.CASCADE, related_name="messages")
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="messages",
        verbose_name=_("person"),
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="messages",
        verbose_name=_("organisation"),
    )
    text = PlainTextField(_("message"), blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(organisation__isnull=False),
                name="message_has_sender",
                violation_error_message=_("Say who sent the message: a person or organisation."),
            )
        ]

    def __str__(self) -> str:
        return str(self.person or self.organisation)

    def paragraphs(self) -> list[str]:
        return [part.strip() for part in (self.text or "").split("\n\n") if part.strip()]


class EventPhoto(models.Model):
    event = models.ForeignKey("Event", models.CASCADE, related_name="event_photos")
    photo = models.ForeignKey(
        Photo, models.PROTECT, related_name="event_photos", verbose_name=_("photo")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return str(self.photo)

    def item_showing_photo(self) -> models.Model:
        """The item whose page shows the photo. `photos.usage.items_using` asks for it."""
        return self.event
