from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from members.models.people import Person
from photos.models import Photo


class HiddenPeriodQuerySet(models.QuerySet):
    def current(self) -> Self:
        return self.filter(ended_at=None)


class HiddenPeriod(models.Model):
    """A period in which a person is hidden, and what was unpublished for it: showing the person
    again restores only that."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="hidden_periods")
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    started_at = models.DateTimeField(_("hidden"))
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(_("shown again"), null=True)
    # The photos whose texts name the person. `Appearance` has those that show the person.
    photos = models.ManyToManyField(Photo, related_name="hidden_periods")

    objects = HiddenPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("hiding of a person")
        verbose_name_plural = _("hidings of people")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(ended_at=None),
                name="hidden_period_one_at_a_time",
                violation_error_message=_("This person is hidden already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.started_at:%Y-%m-%d}"


class UnpublishedText(models.Model):
    """A text that was public in a language and became a draft because it names a hidden person."""

    hidden_period = models.ForeignKey(
        HiddenPeriod, models.CASCADE, related_name="unpublished_texts"
    )
    # For example "news.Article".
    model_label = models.CharField(max_length=80)
    object_id = models.PositiveBigIntegerField()
    language = models.CharField(max_length=10)
    published_at = models.DateTimeField()

    class Meta:
        verbose_name = _("text taken back to draft")
        verbose_name_plural = _("texts taken back to draft")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.model_label} {self.object_id} ({self.language})"
