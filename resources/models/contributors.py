from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.fields import LineField
from cms.i18n import languages
from members.models import Organisation, Person


def one_contributor_constraint() -> models.CheckConstraint:
    """A contributor is a person, an organisation, or a name alone."""
    has_name = languages.filled_in_any_language("name")
    is_person, is_organisation = Q(person__isnull=False), Q(organisation__isnull=False)
    return models.CheckConstraint(
        condition=(is_person & ~is_organisation & ~has_name)
        | (~is_person & is_organisation & ~has_name)
        | (~is_person & ~is_organisation & has_name),
        name="contributor_is_person_organisation_or_name",
        violation_error_message=_(
            "Choose a person or an organisation, or write a name: one of the three in each row."
        ),
    )


class Contributor(models.Model):
    """Who made a work, and as what."""

    class Role(models.TextChoices):
        AUTHOR = "author", pgettext_lazy("of a work", "author")
        DEVELOPER = "developer", _("developed by")
        EDITOR = "editor", pgettext_lazy("of a book", "editor")
        TRANSLATOR = "translator", _("translator")
        ILLUSTRATOR = "illustrator", _("illustrator")
        SPEAKER = "speaker", _("speaker")

    resource = models.ForeignKey("Resource", models.CASCADE, related_name="contributors")
    role = models.CharField(
        pgettext_lazy("of somebody in a work", "role"),
        max_length=12,
        choices=Role,
        default=Role.AUTHOR,
    )
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contributions",
        verbose_name=_("person"),
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contributions",
        verbose_name=_("organisation"),
    )
    name = LineField(
        _("name"),
        max_length=160,
        blank=True,
        help_text=_("For somebody who is not on this site."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("contributor")
        verbose_name_plural = _("contributors")
        ordering = ["order", "pk"]
        constraints = [one_contributor_constraint()]

    def __str__(self) -> str:
        return f"{self.plain_name()} ({self.get_role_display()})"

    def plain_name(self) -> str:
        """The name without markup, also of hidden people: public pages must print names with
        `resources.formatting.contributors`."""
        named = self.person or self.organisation or self
        return languages.translated_text(named, "name")
