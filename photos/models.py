"""Pictures and whom to thank. What a photo must carry before anybody sees it stands here."""

import secrets

from django.core.files.storage import storages
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from network import images, languages
from network.fields import LineField, ProseField

SHARE = [MinValueValidator(0.0), MaxValueValidator(1.0)]


def originals():
    """Where uploads rest as they came: a storage without addresses."""
    return storages["originals"]


def new_key() -> str:
    """A folder name for public files that nobody can guess."""
    return secrets.token_hex(12)


class Photographer(models.Model):
    """Whom to thank for a photo."""

    name = LineField(
        _("name"), max_length=120, blank=True, help_text=_("As the photographer writes it.")
    )
    website = models.URLField(_("website"), blank=True)

    class Meta:
        verbose_name = _("photographer")
        verbose_name_plural = _("photographers")
        ordering = ["pk"]
        constraints = [languages.said_somewhere("name")]

    def __str__(self) -> str:
        return " · ".join(filter(None, (getattr(self, name) for name in languages.columns("name"))))


class PhotoQuerySet(models.QuerySet):
    def showable(self, language: str | None = None):
        """What a page in this language may show; the twin of `Photo.is_showable`."""
        alt = languages.column("alt", language)
        return self.credited().filter(
            models.Q(decorative=True) | models.Q(**{f"{alt}__gt": ""}),
            consent__in=self.model.CONSENTS_TO_SHOW,
            withdrawn_at=None,
            held=False,
        )

    def credited(self):
        """With anybody to thank."""
        credits = models.Q(photographer__isnull=False)
        for column in [
            *languages.columns("credit_organisation"),
            *languages.columns("credit_override"),
        ]:
            credits |= models.Q(**{f"{column}__gt": ""})
        return self.filter(credits)

    def withdrawn(self):
        """The twin of `Photo.is_withdrawn`."""
        return self.filter(
            models.Q(withdrawn_at__isnull=False)
            | models.Q(held=True)
            | models.Q(consent=self.model.Consent.WITHDRAWN)
        )

    def for_press(self):
        return self.filter(press_use=True, is_portrait=False).select_related("photographer")


class Photo(models.Model):
    """A picture with its words, its credit and the consent of the people in it."""

    class Licence(models.TextChoices):
        ALL_RIGHTS_RESERVED = "all-rights-reserved", _("all rights reserved")
        PRESS = "press", _("free for press use with credit")
        CC_BY = "cc-by-4.0", "CC BY 4.0"
        CC_BY_SA = "cc-by-sa-4.0", "CC BY-SA 4.0"
        CC0 = "cc0", "CC0"

    LICENCE_PAGES = {
        Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
        Licence.CC_BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/",
        Licence.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
    }

    class Consent(models.TextChoices):
        NOT_ASSESSED = "not-assessed", _("not assessed yet")
        CROWD = "crowd", _("nobody can be recognised")
        PUBLIC_ROLE = "public-role", _("people in a public role (speakers, officials)")
        ON_FILE = "on-file", _("consent of everybody is on file")
        GUARDIAN = "guardian", _("consent of the guardians is on file (minors)")
        REFUSED = "refused", _("consent was refused")
        WITHDRAWN = "withdrawn", _("consent was withdrawn")

    # Whose faces the pages may show.
    CONSENTS_TO_SHOW = (
        Consent.CROWD,
        Consent.PUBLIC_ROLE,
        Consent.ON_FILE,
        Consent.GUARDIAN,
    )

    class Look(models.TextChoices):
        """What only an eye sees, and what is asked before a photo goes out."""

        BADGES = "badges", _("Badges and name tags: can they be read?")
        SCREENS = "screens", _("Screens and phones: does one show something private?")
        CHILDREN = "children", _("Children: are any in the picture?")
        PLACE = "place", _("Clues to a place: a home, an office door, a number plate?")
        HANDS = "hands", _("Hands: could a gesture be taken for a mocking one?")

    original = models.FileField(
        _("picture"),
        storage=originals,
        upload_to=images.random_name("photos"),
        validators=[images.check_photo],
        help_text=_(
            "JPEG (up to 200 megapixels), PNG (64) or WebP (20), up to 40 MB. The original stays "
            "private."
        ),
    )
    file_name = LineField(_("file name"), max_length=200, blank=True, editable=False)
    # SHA-256 of the file, and a checksum of what it shows: the same picture is noticed by them.
    file_hash = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    pixel_hash = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    # Taken in on condition that the library does not hold the picture yet.
    is_only_one = models.BooleanField(default=False, editable=False)
    # Which request brought it: one that is repeated brings the same photo.
    upload_key = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)
    width = models.PositiveIntegerField(_("width"), default=0, editable=False)
    height = models.PositiveIntegerField(_("height"), default=0, editable=False)
    focus_x = models.FloatField(_("focus from the left"), default=0.5, validators=SHARE)
    focus_y = models.FloatField(_("focus from the top"), default=0.5, validators=SHARE)
    key = models.CharField(max_length=24, default=new_key, unique=True, editable=False)
    developed = models.JSONField(default=dict, editable=False)

    alt = LineField(
        _("alternative text"),
        max_length=300,
        blank=True,
        help_text=_("Describe the photo for people who cannot see it. Do not repeat the caption."),
    )
    decorative = models.BooleanField(
        _("decorative"),
        default=False,
        help_text=_("Tick this if the picture adds nothing that needs describing."),
    )
    caption = ProseField(
        _("caption"),
        blank=True,
        help_text=_("Who, what, when, where. The credit is added automatically."),
    )

    photographer = models.ForeignKey(
        Photographer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="photos",
        verbose_name=_("photographer"),
    )
    credit_organisation = LineField(
        _("organisation to credit"), max_length=120, blank=True, help_text=_("For example UN Women")
    )
    credit_override = LineField(
        _("credit in other words"),
        max_length=200,
        blank=True,
        help_text=_("Used instead of the credit made from photographer and organisation."),
    )
    licence = models.CharField(
        _("licence"), max_length=20, choices=Licence, default=Licence.ALL_RIGHTS_RESERVED
    )
    press_use = models.BooleanField(
        _("offered to the press"),
        default=False,
        help_text=_("Newsrooms can download it in high resolution from the press room."),
    )

    consent = models.CharField(
        _("consent of the people shown"),
        max_length=20,
        choices=Consent,
        default=Consent.NOT_ASSESSED,
    )
    looked_at = models.JSONField(_("looked at"), default=list, blank=True)
    taken_on = models.DateField(_("taken on"), null=True, blank=True)
    place = LineField(
        _("place"), max_length=120, blank=True, help_text=_("In words; never an address.")
    )

    is_portrait = models.BooleanField(
        _("portrait"),
        default=False,
        help_text=_("Its public files are at most 800 px, and it is not offered to the press."),
    )

    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)
    # Withdrawn for the sake of somebody in it. Apart from `withdrawn_at`, which a coordinator sets,
    # so that either can be undone without the other.
    held = models.BooleanField(default=False, editable=False)
    # What the upload said of itself (`metadata.suggestions`), offered until somebody has decided.
    suggestions = models.JSONField(default=dict, blank=True, editable=False)
    created_at = models.DateTimeField(_("added"), auto_now_add=True)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["-pk"]
        # Few of many photos are for the press.
        indexes = [
            models.Index(fields=["-id"], condition=models.Q(press_use=True), name="photo_press")
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(focus_x__range=(0, 1), focus_y__range=(0, 1)),
                name="photo_focus_inside",
                violation_error_message=_("The focus must lie inside the picture."),
            ),
            *(
                models.UniqueConstraint(
                    fields=[column],
                    condition=models.Q(is_only_one=True) & ~models.Q(**{column: ""}),
                    name=f"photo_{column}_once",
                    violation_error_message=_("This picture is in the library already."),
                )
                for column in ("file_hash", "pixel_hash")
            ),
        ]

    def __str__(self) -> str:
        words = languages.plain_words(self, "caption") or languages.plain_words(self, "alt")
        return Truncator(words).chars(80) or self.file_name or f"{_('photo')} {self.pk}"

    def credit_line(self) -> SafeString:
        """Whom to thank, in the reader's language: "Photo: UN Women/Jaeyeon Jung"."""
        if words := languages.words(self, "credit_override"):
            return words
        organisation = languages.words(self, "credit_organisation")
        name = languages.words(self.photographer, "name") if self.photographer else ""
        if organisation and name:
            return format_html(
                _("Photo: {organisation}/{name}"), organisation=organisation, name=name
            )
        if organisation:
            return format_html(_("Photo: {organisation}"), organisation=organisation)
        return format_html(_("Photo by {name}"), name=name) if name else SafeString("")

    def licence_page(self) -> str:
        """Where the licence can be read; empty for one that has no page."""
        return self.LICENCE_PAGES.get(self.licence, "")

    def alt_in(self, language: str | None = None) -> str:
        return getattr(self, languages.column("alt", language)) or ""

    def has_consent(self) -> bool:
        return self.consent in self.CONSENTS_TO_SHOW

    def is_withdrawn(self) -> bool:
        """Whether somebody took it off every page; what used it closes up and still saves."""
        return bool(self.withdrawn_at) or self.held or self.consent == self.Consent.WITHDRAWN

    def may_be_public(self) -> bool:
        """Whether its files may lie where the public can fetch them."""
        return self.has_consent() and not self.is_withdrawn() and bool(self.credit_line())

    def is_showable(self, language: str | None = None) -> bool:
        """Whether a page in this language may show it."""
        return self.may_be_public() and (self.decorative or bool(self.alt_in(language)))

    def obstacles(self, language: str) -> list[str]:
        """What keeps it from being shown in a language, as sentences that say what to do."""
        sentences = []
        if not self.credit_line():
            sentences.append(_("Add a credit before this photo can be shown."))
        if not (self.decorative or self.alt_in(language)):
            sentences.append(
                _("Add the alternative text ({language}) before this photo can be shown.")
            )
        if self.consent == self.Consent.NOT_ASSESSED:
            sentences.append(
                _("Assess the consent of the people shown before this photo can be shown.")
            )
        elif not self.has_consent():
            sentences.append(
                _("The people shown do not consent. Take this photo out or choose another.")
            )
        return [str(sentence).format(language=languages.name(language)) for sentence in sentences]
