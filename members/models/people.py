from collections.abc import Collection
from itertools import chain
from typing import Any, Self

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, NullIf
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.encryption.fields import EncryptedEmailField, EncryptedLineField
from cms.fields import LineField, PlainTextField
from cms.i18n import dates, languages
from cms.i18n.dates import Precision
from cms.text import slugs
from members.models.organisations import Organisation
from members.names import names_in_text
from photos.models import Photo

# The fields that make a person less public, with the values that do so. A person may ask for them
# at any time.
PRIVATE_VALUES = {"has_public_profile": False, "is_minor": True, "noindex": True}


class PersonQuerySet(models.QuerySet):
    def not_hidden(self) -> Self:
        """The people whom public pages may name; the opposite of `Person.is_hidden`."""
        return self.filter(hidden_at=None)

    def with_profile(self) -> Self:
        """The people with a page; the same condition as `Person.has_page`."""
        return self.not_hidden().filter(has_public_profile=True, is_minor=False)

    def in_name_order(self) -> Self:
        """In the alphabetical order of the reader's language, by `sort_name` if it is filled in.

        Organisations are ordered by a stored key instead:
        `members.models.organisations.OrganisationQuerySet.in_name_order`.
        """
        field_names = [languages.field_name("sort_name"), languages.field_name("name")]
        field_names += languages.field_names("name")
        filled = [NullIf(F(name), Value("")) for name in field_names]
        return self.order_by(Coalesce(*filled), "pk")

    def members(self) -> Self:
        """The people who joined and have not left; most people only spoke or wrote."""
        return self.filter(joined_on__isnull=False, left_on=None)


class Person(models.Model):
    """Somebody who speaks, writes or holds an office. Public only as far as the person wants."""

    name = LineField(_("name"), max_length=120, blank=True, help_text=_("As the person spells it."))
    sort_name = LineField(
        _("sorted as"), max_length=120, blank=True, help_text=_("For example Kim, Goldie")
    )
    other_names = PlainTextField(
        _("other names"),
        blank=True,
        help_text=_(
            "One per line. Search uses them and readers never see them. When the person is hidden, "
            "texts are searched for these names, too."
        ),
    )
    biography = PlainTextField(_("biography"), blank=True)
    portrait = models.ForeignKey(
        Photo,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="portrait_of",
        verbose_name=_("portrait"),
        help_text=_("Shown small, at most 800 px, and only with a public profile."),
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
    is_minor = models.BooleanField(
        _("minor"),
        default=False,
        help_text=_(
            "Not of age. A minor has no public profile, and photos need a guardian’s consent."
        ),
    )
    noindex = models.BooleanField(
        _("hidden from search engines"),
        default=False,
        help_text=_("Search engines are asked to leave the profile out."),
    )
    # Former slugs do not redirect: one may contain a name that the person has given up.
    slug = models.SlugField(
        _("address"),
        max_length=slugs.SLUG_LENGTH,
        unique=True,
        null=True,
        blank=True,
        help_text=_(
            "The last part of the profile’s address. Leave empty to make it from the name."
        ),
    )
    hidden_at = models.DateTimeField(_("hidden"), null=True, blank=True, editable=False)

    joined_on = models.DateField(
        _("joined the network"),
        null=True,
        blank=True,
        help_text=_("Leave empty if the person is not a member."),
    )
    left_on = models.DateField(_("left the network"), null=True, blank=True)

    contact_name = EncryptedLineField(
        _("name in e-mails"),
        max_length=160,
        blank=True,
        help_text=_("Only if it differs from the public name. Only staff see this."),
    )
    contact_email = EncryptedEmailField(
        _("e-mail address"),
        blank=True,
        help_text=_("Only staff see this. It is never published, neither on a page nor in a file."),
    )
    contact_language = models.CharField(
        _("language of e-mails"), max_length=10, blank=True, choices=languages.choices
    )
    signature_requested_at = models.DateTimeField(
        _("asked to sign"), null=True, blank=True, editable=False
    )
    signature_reminded_at = models.DateTimeField(null=True, editable=False)
    # Counted up when the signing links end: links of an earlier version do not work.
    signing_link_version = models.PositiveIntegerField(default=0, editable=False)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["pk"]
        # Few of all people have a page.
        indexes = [
            models.Index(
                fields=["slug"],
                name="person_with_profile",
                condition=Q(hidden_at=None, has_public_profile=True, is_minor=False),
            )
        ]
        constraints = [
            languages.required_in_any_language("name"),
            models.CheckConstraint(
                condition=Q(is_minor=False) | Q(has_public_profile=False),
                name="person_minor_has_no_profile",
                violation_error_message=_("A minor has no public profile."),
            ),
            models.CheckConstraint(
                condition=Q(has_public_profile=False) | Q(slug__isnull=False),
                name="person_profile_has_address",
                violation_error_message=_("A public profile needs an address."),
            ),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=F("joined_on")),
                name="person_left_after_joining",
                violation_error_message=_("Nobody can leave before joining."),
            ),
        ]

    def __str__(self) -> str:
        names = (getattr(self, column) for column in languages.field_names("name"))
        return " · ".join(dict.fromkeys(filter(None, names)))

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.slug = self.slug or (self._free_slug() if self.has_public_profile else None)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("members:person", args=[self.slug])

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """Makes the slug first, as `save` would, so that the constraints are checked with it."""
        super().clean_fields(exclude)
        if self.has_public_profile and not self.slug:
            self.slug = self._free_slug()

    @property
    def is_hidden(self) -> bool:
        """Whether no public page may name the person; see `members.names.display_names`."""
        return self.hidden_at is not None

    @property
    def has_page(self) -> bool:
        return self.has_public_profile and not self.is_minor and not self.is_hidden

    def shown_portrait(self) -> Photo | None:
        """The portrait in the reader's language; None if its photo may not be shown."""
        portrait = self.portrait if self.has_page else None
        return portrait if portrait and portrait.is_displayable() else None

    def all_names(self) -> list[str]:
        """Every name by which a text may mean the person, longest first."""
        field_names = chain(languages.field_names("name"), languages.field_names("sort_name"))
        names = [getattr(self, name) or "" for name in field_names]
        other_names = (self.other_names or "").splitlines()
        return names_in_text.name_variants(*names, *other_names)

    def no_longer_public(self, previous: "Person") -> list[str]:
        return [
            name
            for name, private in PRIVATE_VALUES.items()
            if getattr(self, name) == private != getattr(previous, name)
        ]

    def unpublish(self, field: str) -> None:
        setattr(self, field, PRIVATE_VALUES[field])
        self.has_public_profile = self.has_public_profile and not self.is_minor

    def item_showing_photo(self) -> "Person":
        """The item whose page shows the photo. `photos.usage.items_using` asks for it."""
        return self

    def _free_slug(self) -> str:
        names = (getattr(self, column) for column in languages.field_names("name"))
        slug = slugs.propose_slug(*names) or "person"
        others = Person.objects.exclude(pk=self.pk).filter(slug__startswith=slug[:40])
        return slugs.free_slug(slug, set(filter(None, others.values_list("slug", flat=True))))


class OfficeQuerySet(models.QuerySet):
    def public(self) -> Self:
        """The offices of people whom public pages may name. The office of a minor is not shown."""
        return self.filter(person__hidden_at=None, person__is_minor=False).select_related(
            "person__portrait__photographer"
        )


class Office(models.Model):
    """An office of a person in the network. An office that has ended is kept, with `ended_on`."""

    class Body(models.TextChoices):
        COORDINATION = "coordination", _("coordination")
        STEERING_COMMITTEE = "steering-committee", _("steering committee")
        WORKING_GROUP = "working-group", _("working group")
        SECRETARIAT = "secretariat", _("secretariat")

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="offices", verbose_name=_("person")
    )
    title = LineField(pgettext_lazy("an office", "title"), max_length=120, blank=True)
    body = models.CharField(_("body"), max_length=20, choices=Body)
    group = LineField(
        _("name of the group"),
        max_length=120,
        blank=True,
        help_text=_("Only for a working group, for example Working Group on Care"),
    )
    started_on = models.DateField(_("from"))
    ended_on = models.DateField(_("to"), null=True, blank=True)
    precision = models.CharField(
        _("precise to the"), max_length=5, choices=Precision, default=Precision.DAY
    )

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = ["-started_on", "pk"]
        constraints = [
            languages.required_in_any_language("title"),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                name="office_ends_after_it_starts",
                violation_error_message=_("A term cannot end before it starts."),
            ),
        ]

    def __str__(self) -> str:
        return str(languages.translated_html(self, "title"))

    @property
    def has_started(self) -> bool:
        return self.started_on <= timezone.localdate()

    @property
    def is_former(self) -> bool:
        return self.ended_on is not None and self.ended_on < timezone.localdate()

    def started_on_display(self) -> str:
        return dates.format_date(self.started_on, self.precision)

    def ended_on_display(self) -> str:
        return dates.format_date(self.ended_on, self.precision)
