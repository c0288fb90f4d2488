"""What hiding a person took down, so that showing the person again puts back just that."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from members.models.people import Person
from photos.models import Photo


class Hiding(models.Model):
    """One time a person was hidden: who did it and when, and what was taken down for it."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="hidings")
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    hidden_at = models.DateTimeField(_("hidden"))
    shown_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    shown_at = models.DateTimeField(_("shown again"), null=True)
    # Photos whose own words name the person. Those the person is in need no list.
    photos = models.ManyToManyField(Photo, related_name="hidings")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(shown_at=None),
                name="hiding_one_at_a_time",
                violation_error_message=_("This person is hidden already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.hidden_at:%Y-%m-%d}"


class TakenBack(models.Model):
    """A text that was public in a language and became a draft because it names who is hidden."""

    hiding = models.ForeignKey(Hiding, models.CASCADE, related_name="taken_back")
    kind = models.CharField(max_length=80)
    item = models.PositiveBigIntegerField()
    language = models.CharField(max_length=10)
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.item} ({self.language})"
