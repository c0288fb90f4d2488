"""The network that publishes the site, its contacts, topics, standing pages and redirects."""

from collections.abc import Iterable
from datetime import datetime
from itertools import chain
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.fields import EmailField, LineField, PlainTextField, RichTextField
from cms.files import file_names, images
from cms.i18n import languages
from cms.publishing.page_urls import item_url
from cms.publishing.publishable import Publishable
from network import old_urls
from network.old_urls import OldUrl


class Contact(models.Model):
    """A person or an office. E-mail and telephone are shown after a click only."""

    name = LineField(_("name"), max_length=120, blank=True)
    role = LineField(_("role"), max_length=160, blank=True)
    organisation = LineField(
        pgettext_lazy("of a person", "organisation"), max_length=160, blank=True
    )

    email = EmailField(
        _("e-mail address"),
        help_text=_(
            "Shown only after a click. An address of the office is better than a person’s own."
        ),
    )
    phone = LineField(_("telephone"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["pk"]
        constraints = [languages.required_in_any_language("name")]

    def __str__(self) -> str:
        return languages.translated_text(self, "name")


class PublicFeature(models.TextChoices):
    """The forms that anybody can use. Each can be closed during a flood of spam."""

    JOINING = "joining", _("applications")
    CONCERNS = "concerns", _("reports of concerns")
    CONTACTS = "contacts", _("contact details")


class NetworkQuerySet(models.QuerySet["Network"]):
    def current(self) -> "Network":
        """An unsaved, empty network on a new site."""
        return self.select_related("contact", "press_contact").first() or self.model()


class Network(models.Model):
    """The network that publishes the site; there is one instance."""

    name = LineField(_("name"), max_length=160, blank=True)
    short_name = LineField(_("short name"), max_length=40, blank=True)
    tagline = LineField(
        _("in one sentence"),
        max_length=240,
        blank=True,
        help_text=_("Shown at the top of the home page."),
    )
    vision = PlainTextField(_("vision"), blank=True)
    about = PlainTextField(
        _("about the network"),
        blank=True,
        help_text=_("Two or three sentences; they close every press release."),
    )
    founded_on = models.DateField(_("founded on"), null=True, blank=True)
    place = LineField(pgettext_lazy("of the network", "place"), max_length=120, blank=True)

    parent_name = LineField(_("part of"), max_length=160, blank=True)
    parent_url = models.URLField(_("address of the larger network"), blank=True)
    parent_country = LineField(
        _("country of its office"),
        max_length=120,
        blank=True,
        help_text=_("Asks applicants for consent before their data go there."),
    )
    social_links = PlainTextField(
        _("social media and other links"), blank=True, help_text=_("One address per line.")
    )

    logo = models.ImageField(
        _("logo"),
        upload_to=file_names.random_name("network"),
        blank=True,
        validators=[images.validate_image],
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

    needs_second_reader = models.BooleanField(
        _("a second person reads before anything becomes public"),
        default=False,
        help_text=_(
            "Articles, events, pages, organisations, people, campaigns and resources, and any "
            "correction of them, wait until somebody other than the person who last saved them has "
            "read them and answered “fine”. Taking down is always possible."
        ),
    )

    deciding_body = LineField(
        _("who decides about applications"),
        max_length=120,
        blank=True,
        help_text=_("For example the steering committee. Applicants read it."),
    )
    fee = PlainTextField(
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
    referees_needed = models.PositiveSmallIntegerField(
        _("referees needed"),
        default=0,
        help_text=_("How many people who know the applicant the form asks for; 0 for none."),
    )

    tells_outdated_translations = models.BooleanField(
        _("tells readers of an outdated translation"),
        default=False,
        help_text=_(
            "A page whose text in another language has changed since says so, with a link there."
        ),
    )

    counts_page_views = models.BooleanField(
        _("count how often pages are read"),
        default=False,
        help_text=_(
            "Daily totals only: no cookies, no IP addresses, nothing about readers. Say so in your "
            "privacy notice before you switch it on."
        ),
    )

    # Set while a form is closed in a flood of spam; see `spam`.
    joining_closed_at = models.DateTimeField(
        _("applications closed since"), null=True, editable=False
    )
    concerns_closed_at = models.DateTimeField(
        _("reports of concerns closed since"), null=True, editable=False
    )
    contacts_closed_at = models.DateTimeField(
        _("contact details closed since"), null=True, editable=False
    )

    objects = models.Manager.from_queryset(NetworkQuerySet)()

    class Meta:
        verbose_name = _("network")
        verbose_name_plural = _("network")
        permissions = [("close_forms", _("Can close and open the public forms"))]
        constraints = [
            languages.required_in_any_language("name"),
            models.CheckConstraint(
                condition=Q(pk=1),
                name="network_is_one",
                violation_error_message=_("A site has one network only. Change the one there is."),
            ),
        ]

    def __str__(self) -> str:
        return languages.translated_text(self, "name") or str(_("This network"))

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.pk = 1
        super().save(*args, **kwargs)

    def set_closed(self, features: Iterable[PublicFeature], *, closed: bool) -> None:
        """A feature that is closed already keeps its moment."""
        changed = [feature for feature in features if self.is_closed(feature) != closed]
        for feature in changed:
            setattr(self, f"{feature.value}_closed_at", timezone.now() if closed else None)
        self.save(update_fields=[f"{feature.value}_closed_at" for feature in changed])

    def closed_at(self, feature: PublicFeature) -> datetime | None:
        return getattr(self, f"{feature.value}_closed_at")

    def is_closed(self, feature: PublicFeature) -> bool:
        return self.closed_at(feature) is not None


class TopicQuerySet(models.QuerySet["Topic"]):
    def used_in(self, tagged: models.QuerySet) -> Self:
        """Those that one of `tagged` has, rows that give topics to items."""
        # PostgreSQL would join all rows for EXISTS; with a LIMIT it stops at the first.
        first = models.Subquery(tagged.filter(topic=models.OuterRef("pk")).values("pk")[:1])
        return self.alias(first_tagged=first).filter(first_tagged__isnull=False)


class Topic(models.Model):
    name = LineField(_("name"), max_length=60, blank=True)
    slug = models.SlugField(_("address"), unique=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["slug"]
        constraints = [languages.required_in_any_language("name")]

    def __str__(self) -> str:
        return languages.translated_text(self, "name")

    def get_absolute_url(self) -> str:
        return item_url("news:topic", self.slug)


class Page(Publishable):
    """A standing page, such as about us, privacy, accessibility, contact."""

    class Place(models.TextChoices):
        MENU = "menu", _("menu")
        FOOTER = "footer", _("footer")
        NOWHERE = "nowhere", _("linked from texts only")

    title = LineField(_("title"), max_length=200, blank=True)
    body = RichTextField(_("text"), blank=True)

    place = models.CharField(_("shown in"), max_length=10, choices=Place, default=Place.NOWHERE)
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
        return item_url("page", self.slug)


class RedirectQuerySet(models.QuerySet["Redirect"]):
    def for_url(self, requested: OldUrl) -> "Redirect | None":
        """Additional parameters (`fbclid`) and their order are ignored: of the redirects whose
        parameters were all requested, the one with the most."""
        redirects = self.filter(
            path=requested.path, parameters__contained_by=list(requested.parameters)
        )
        return redirects.order_by(
            Func(F("parameters"), function="cardinality").desc(), "pk"
        ).first()

    def parameter_names(self, path: str) -> tuple[str, ...] | None:
        """Without one of these parameters a URL with this path is no old one. None where that
        cannot be said, as of `/?12`."""
        parameters = chain(*self.filter(path=path).values_list("parameters", flat=True))
        names = {old_urls.parameter_name(parameter) for parameter in parameters}
        return None if "" in names else tuple(sorted(names))


class Redirect(models.Model):
    """From a URL of an older site to a page of this one."""

    from_path = LineField(
        _("old address"),
        max_length=400,
        unique=True,
        help_text=_("From the first slash, for example /board/view.php?id=12 or /소식/출범"),
    )
    to_path = LineField(_("leads to"), max_length=400, help_text=_("For example /ko/news/launch/"))

    # Parsed from `from_path`, so that its spelling does not matter; see `network/old_urls.py`.
    path = models.TextField(editable=False, db_index=True)
    parameters = ArrayField(models.TextField(), default=list, editable=False)

    objects = RedirectQuerySet.as_manager()

    class Meta:
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        ordering = ["from_path"]

    def __str__(self) -> str:
        return self.from_path

    def save(self, *args: Any, **kwargs: Any) -> None:
        url = old_urls.parse_url(self.from_path)
        self.path, self.parameters = url.path, list(url.parameters)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        if self._leads_to_itself():
            raise ValidationError({"to_path": _("It leads to itself. Enter another address.")})

    def _leads_to_itself(self) -> bool:
        """At once or by way of other redirects."""
        own, following, seen = old_urls.parse_url(self.from_path), self.to_path, set()
        while (url := old_urls.parse_url(following)) not in seen:
            if url.path == own.path and set(own.parameters) <= set(url.parameters):
                return True
            seen.add(url)
            found = Redirect.objects.exclude(pk=self.pk).for_url(url)
            if found is None:
                return False
            following = found.to_path
        return True
