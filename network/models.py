"""Who publishes: the network itself, its contacts, its topics and its standing pages."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from network import images, languages, old_addresses
from network.fields import EmailField, LineField, ProseField, RichTextField
from network.old_addresses import OldAddress
from network.publishing import Publishable


class Contact(models.Model):
    """Someone who can be reached. The address itself is shown only to who asks for it."""

    name = LineField(_("name"), max_length=120, blank=True)
    role = LineField(_("role"), max_length=160, blank=True)
    organisation = LineField(
        pgettext_lazy("of a person", "organisation"), max_length=160, blank=True
    )

    email = EmailField(
        _("e-mail address"),
        help_text=_("Shown only after a click. Better an address of the office than of a person."),
    )
    phone = LineField(_("telephone"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["pk"]
        constraints = [languages.said_somewhere("name")]

    def __str__(self) -> str:
        return languages.plain_words(self, "name")


class PublicPart(models.TextChoices):
    """What strangers can use and somebody may flood: each can be closed for itself."""

    JOINING = "joining", _("applications")
    CONCERNS = "concerns", _("reports of concerns")
    CONTACTS = "contacts", _("contact details")


class NetworkQuerySet(models.QuerySet):
    def current(self) -> "Network":
        """The network of this site; an empty one before anybody has described it."""
        return self.select_related("contact", "press_contact").first() or self.model()


class Network(models.Model):
    """The network that publishes this site: one row."""

    name = LineField(_("name"), max_length=160, blank=True)
    short_name = LineField(_("short name"), max_length=40, blank=True)
    tagline = LineField(
        _("in one sentence"), max_length=240, blank=True, help_text=_("Opens the home page.")
    )
    vision = ProseField(_("vision"), blank=True)
    about = ProseField(
        _("about the network"),
        blank=True,
        help_text=_("Two or three sentences; they close every press release."),
    )
    founded_on = models.DateField(_("founded on"), null=True, blank=True)
    place = LineField(_("place"), max_length=120, blank=True)

    parent_name = LineField(_("part of"), max_length=160, blank=True)
    parent_url = models.URLField(_("address of the larger network"), blank=True)
    parent_place = LineField(
        _("country of its office"),
        max_length=120,
        blank=True,
        help_text=_("Asks applicants for consent before their data go there."),
    )
    social_links = ProseField(
        _("elsewhere on the web"), blank=True, help_text=_("One address a line.")
    )

    logo = models.ImageField(
        _("logo"),
        upload_to=images.random_name("network"),
        blank=True,
        validators=[images.check],
        help_text=_(
            "PNG, JPEG or WebP, ideally with a transparent background. "
            "Without a logo, readers see the name."
        ),
    )

    contact = models.ForeignKey(
        Contact,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("contact"),
    )
    press_contact = models.ForeignKey(
        Contact,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("press contact"),
    )

    deciding_body = LineField(
        _("who decides about applications"),
        max_length=120,
        blank=True,
        help_text=_("For example the steering committee. Applicants read it."),
    )
    fee = ProseField(
        _("membership fee"),
        blank=True,
        help_text=_("What members pay, or that nothing is to be paid. Applicants read it."),
    )
    expected_weeks = models.PositiveSmallIntegerField(
        _("weeks until a decision"),
        default=6,
        help_text=_("How long applicants are told it takes."),
    )
    votes_needed = models.PositiveSmallIntegerField(
        _("votes needed"),
        default=2,
        help_text=_(
            "How many reviewers must vote for or against before an application can be decided."
        ),
    )
    references_needed = models.PositiveSmallIntegerField(
        _("references needed"),
        default=0,
        help_text=_("How many people who know the applicant the form asks for; 0 for none."),
    )

    # The switches for when somebody floods the forms; see `gate`.
    joining_closed_at = models.DateTimeField(
        _("applications closed since"), null=True, editable=False
    )
    concerns_closed_at = models.DateTimeField(
        _("reports of concerns closed since"), null=True, editable=False
    )
    contacts_closed_at = models.DateTimeField(
        _("contact details closed since"), null=True, editable=False
    )

    objects = NetworkQuerySet.as_manager()

    class Meta:
        verbose_name = _("network")
        verbose_name_plural = _("network")
        permissions = [("close_forms", _("Can close and open the public forms"))]
        constraints = [
            languages.said_somewhere("name"),
            models.CheckConstraint(
                condition=Q(pk=1),
                name="network_is_one",
                violation_error_message=_("A site has one network only. Change the one there is."),
            ),
        ]

    def __str__(self) -> str:
        return languages.plain_words(self, "name") or str(_("This network"))

    def save(self, *args, **kwargs):
        self.pk = 1
        super().save(*args, **kwargs)

    def switch(self, parts: Iterable[PublicPart], *, closes: bool) -> None:
        """Close or open some parts; what is closed already keeps the moment since when it is."""
        changed = [part for part in parts if self.is_closed(part) != closes]
        for part in changed:
            setattr(self, f"{part.value}_closed_at", timezone.now() if closes else None)
        self.save(update_fields=[f"{part.value}_closed_at" for part in changed])

    def closed_at(self, part: PublicPart) -> datetime | None:
        return getattr(self, f"{part.value}_closed_at")

    def is_closed(self, part: PublicPart) -> bool:
        return self.closed_at(part) is not None


class Topic(models.Model):
    """What an item is about."""

    name = LineField(_("name"), max_length=60, blank=True)
    slug = models.SlugField(_("address"), unique=True)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["slug"]
        constraints = [languages.said_somewhere("name")]

    def __str__(self) -> str:
        return languages.plain_words(self, "name")


class Page(Publishable):
    """A standing page: about us, privacy, accessibility, contact."""

    class Place(models.TextChoices):
        MENU = "menu", _("menu")
        FOOTER = "footer", _("footer")
        NOWHERE = "nowhere", _("linked from texts only")

    title = LineField(_("title"), max_length=200, blank=True)
    body = RichTextField(_("text"), blank=True)

    place = models.CharField(_("stands in"), max_length=10, choices=Place, default=Place.NOWHERE)
    order = models.PositiveSmallIntegerField(_("order"), default=10)
    shows_contact = models.BooleanField(
        _("shows how to reach the network"),
        default=False,
        help_text=_("Adds the contact of the network below the text."),
    )

    class Meta(Publishable.Meta):
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["order", "pk"]

    def get_absolute_url(self) -> str:
        return reverse("page", args=[self.slug])


class RedirectQuerySet(models.QuerySet):
    def for_address(self, asked: OldAddress) -> "Redirect | None":
        """The redirect for an address, whatever stands in it besides and in whichever order:
        of those whose parameters are all asked for, the one with the most."""
        found = self.filter(path=asked.path, parameters__contained_by=list(asked.parameters))
        return found.order_by(Func(F("parameters"), function="cardinality").desc(), "pk").first()


class Redirect(models.Model):
    """An address of an older site that leads to a page of this one."""

    from_path = LineField(
        _("old address"),
        max_length=400,
        unique=True,
        help_text=_("From the first slash, for example /board/view.php?id=12 or /소식/출범"),
    )
    to_path = LineField(_("leads to"), max_length=400, help_text=_("For example /ko/news/launch/"))

    # What `from_path` asks for, however it is written; see `network/old_addresses.py`.
    path = models.TextField(editable=False, db_index=True)
    parameters = ArrayField(models.TextField(), default=list, editable=False)

    objects = RedirectQuerySet.as_manager()

    class Meta:
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        ordering = ["from_path"]

    def __str__(self) -> str:
        return self.from_path

    def save(self, *args, **kwargs):
        asked = old_addresses.parse(self.from_path)
        self.path, self.parameters = asked.path, list(asked.parameters)
        super().save(*args, **kwargs)

    def clean(self):
        if old_addresses.parse(self.from_path) == old_addresses.parse(self.to_path):
            raise ValidationError({"to_path": _("It leads to itself. Enter another address.")})


class UnlistedErasure(models.Model):
    """A line on its way into the list of erasures; see `network/erasures.py`."""

    line = models.JSONField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)


class RestoreRecord(models.Model):
    """A restore that was committed and not finished; see `network/restoring.py`."""

    token = models.CharField(max_length=32, unique=True)
    # Of the backup, as its manifest has them: what was erased after it.
    made_at = models.DateTimeField()
    erasures = models.BigIntegerField()
    replays = models.BooleanField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.token


class ClockReading(models.Model):
    """What the clock said at the last tick that believed it, and since then; see
    `network/clock_jumps.py`. One row."""

    believed_at = models.DateTimeField()
    believed_boot = models.CharField(max_length=64)
    believed_uptime = models.FloatField()
    doubted_at = models.DateTimeField(null=True)
    doubted_boot = models.CharField(max_length=64, blank=True)
    doubted_uptime = models.FloatField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.believed_at:%Y-%m-%d %H:%M}"
