"""People, as far as they want to be known, and the offices they hold."""

from itertools import chain

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, NullIf
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members import written_names
from members.models.organisations import Organisation
from network import dates, languages, text
from network.dates import Precision
from network.encryption import EncryptedEmailField, EncryptedLineField
from network.fields import LineField, ProseField
from photos.models import Photo

# What a person may ask for at any time, and what each field then says.
CLOSED = {"has_public_profile": False, "is_minor": True, "noindex": True}


class PersonQuerySet(models.QuerySet):
    def shown(self):
        """Whom public pages may name; the twin of `Person.is_hidden`."""
        return self.filter(hidden_at=None)

    def with_profile(self):
        """Who has a page; the twin of `Person.has_page`."""
        return self.shown().filter(has_public_profile=True, is_minor=False)

    def in_order_of_names(self):
        """As the reader's language sorts names: 가나다, A to Z."""
        sorted_as = (F(languages.column(field)) for field in ("sort_name", "name"))
        given = [NullIf(name, Value("")) for name in sorted_as]
        others = [NullIf(F(column), Value("")) for column in languages.columns("name")]
        return self.order_by(Coalesce(*given, *others), "pk")

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
        _("other names"),
        blank=True,
        help_text=_(
            "One per line. Search uses them and readers never see them. When the person is hidden, "
            "texts are searched for these names, too."
        ),
    )
    biography = ProseField(_("biography"), blank=True)
    portrait = models.ForeignKey(
        Photo,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="portrayed",
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
    is_minor = models.BooleanField(_("minor"), default=False)
    noindex = models.BooleanField(
        _("not for search engines"),
        default=False,
        help_text=_("Search engines are asked to leave the profile out."),
    )
    # Unlike other addresses a former one leads nowhere: it may hold a name the person has left.
    slug = models.SlugField(
        _("address"),
        max_length=text.SLUG_LENGTH,
        unique=True,
        null=True,
        blank=True,
        help_text=_(
            "The last part of the profile's address. Leave empty to make it from the name."
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
        _("name in letters"),
        max_length=160,
        blank=True,
        help_text=_("Only if it differs from the public name. Only the desk sees this."),
    )
    contact_email = EncryptedEmailField(
        _("e-mail address"),
        blank=True,
        help_text=_(
            "Only the desk sees this. It is never published, neither on a page nor in a file."
        ),
    )
    contact_language = models.CharField(
        _("language of letters"), max_length=10, blank=True, choices=languages.choices
    )
    asked_to_sign_at = models.DateTimeField(
        _("asked to sign"), null=True, blank=True, editable=False
    )
    reminded_to_sign_at = models.DateTimeField(null=True, editable=False)
    # How often the link for signing was ended: only the one with this number works.
    signing_link_number = models.PositiveIntegerField(default=0, editable=False)

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
        written = (getattr(self, column) for column in languages.columns("name"))
        return " · ".join(dict.fromkeys(filter(None, written)))

    def save(self, *args, **kwargs):
        self.slug = self.slug or (self._free_slug() if self.has_public_profile else None)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("members:person", args=[self.slug])

    def clean_fields(self, exclude=None):
        """The address is made before the rules are checked, as saving would make it."""
        super().clean_fields(exclude)
        if self.has_public_profile and not self.slug:
            self.slug = self._free_slug()

    @property
    def is_hidden(self) -> bool:
        """Whether no public page may name the person; `members.naming` prints by it."""
        return self.hidden_at is not None

    @property
    def has_page(self) -> bool:
        return self.has_public_profile and not self.is_minor and not self.is_hidden

    def shown_portrait(self) -> Photo | None:
        """For pages in the reader's language; nothing where the photo rules forbid it."""
        portrait = self.portrait if self.has_page else None
        return portrait if portrait and portrait.is_showable() else None

    def all_names(self) -> list[str]:
        """Every name by which a text may mean the person, longest first."""
        columns = chain(languages.columns("name"), languages.columns("sort_name"))
        typed = [getattr(self, column) or "" for column in columns]
        lines = (self.other_names or "").splitlines()
        return written_names.ways_to_write(*typed, *lines)

    def closed_since(self, before: "Person") -> list[str]:
        """What of `CLOSED` is so now and was not before."""
        return [
            name
            for name, closed in CLOSED.items()
            if getattr(self, name) == closed != getattr(before, name)
        ]

    def close(self, what: str) -> None:
        """Do again what `closed_since` has named."""
        setattr(self, what, CLOSED[what])
        self.has_public_profile = self.has_public_profile and not self.is_minor

    def used_on(self) -> "Person":
        return self

    def _free_slug(self) -> str:
        wanted = text.propose_slug(*(getattr(self, name) for name in languages.columns("name")))
        wanted = wanted or "person"
        others = Person.objects.exclude(pk=self.pk).filter(slug__startswith=wanted[:40])
        return text.free_slug(wanted, set(others.values_list("slug", flat=True)))


class OfficeQuerySet(models.QuerySet):
    def shown(self):
        """The offices of people whom public pages may name. Minors hold theirs unnamed."""
        return self.filter(person__hidden_at=None, person__is_minor=False).select_related(
            "person__portrait__photographer"
        )


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
        _("known to the"), max_length=5, choices=Precision, default=Precision.DAY
    )

    objects = OfficeQuerySet.as_manager()

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

    @property
    def has_begun(self) -> bool:
        return self.started_on <= timezone.localdate()

    @property
    def is_former(self) -> bool:
        return self.ended_on is not None and self.ended_on < timezone.localdate()

    def begun(self) -> str:
        return dates.printed(self.started_on, self.precision)

    def ended(self) -> str:
        return dates.printed(self.ended_on, self.precision)
