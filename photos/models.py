"""Photos and photographers, and what a photo must have before a page shows it."""

import secrets
from functools import lru_cache

from django.core.files.storage import Storage, storages
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator, format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.fields import LineField, PlainTextField
from cms.files import file_names
from cms.i18n import languages
from cms.i18n.choice_labels import choice_label
from photos.limits_and_periods import LICENCE_WARNING, MAX_NAME_LENGTH

FRACTION_VALIDATORS = [MinValueValidator(0.0), MaxValueValidator(1.0)]


def private_storage() -> Storage:
    """For originals, thumbnails, press files and renditions that are not public."""
    return storages["private"]


def new_folder_token() -> str:
    """The name of the folder of a photo's renditions, which nobody can guess."""
    return secrets.token_hex(12)


class Photographer(models.Model):
    name = LineField(
        _("name"),
        max_length=MAX_NAME_LENGTH,
        blank=True,
        help_text=_("As the photographer spells it."),
    )
    website = models.URLField(_("website"), blank=True)

    class Meta:
        verbose_name = _("photographer")
        verbose_name_plural = _("photographers")
        ordering = ["pk"]
        constraints = [languages.required_in_any_language("name")]

    def __str__(self) -> str:
        return " · ".join(self.names())

    def names(self) -> list[str]:
        names = (getattr(self, field) for field in languages.field_names("name"))
        return list(dict.fromkeys(filter(None, names)))


# Photographers are few, and a page says each credit several times.
@lru_cache(maxsize=1024)
def _credit_line(_language: str, organisation: str, name: str) -> SafeString:
    if organisation and name:
        return format_html(
            gettext("Photo: {organisation}/{name}"), organisation=organisation, name=name
        )
    if organisation:
        return format_html(gettext("Photo: {organisation}"), organisation=organisation)
    return format_html(gettext("Photo by {name}"), name=name) if name else SafeString("")


class PhotoQuerySet(models.QuerySet["Photo"]):
    def displayable(self, language: str | None = None) -> "PhotoQuerySet":
        """The photos for which `Photo.is_displayable` is true."""
        alt = languages.field_name("alt", language)
        is_described = models.Q(decorative=True) | models.Q(**{f"{alt}__gt": ""})
        return self.with_publishable_files().filter(is_described)

    def with_publishable_files(self) -> "PhotoQuerySet":
        """The photos for which `Photo.has_publishable_files` is true."""
        consents = Photo.SUFFICIENT_CONSENTS
        return self.with_credit().filter(consent__in=consents, taken_down_at=None, on_hold=False)

    def with_credit(self) -> "PhotoQuerySet":
        """The photos for which `Photo.has_credit` is true."""
        return self.filter(credit_condition())

    def withheld(self) -> "PhotoQuerySet":
        """The photos for which `Photo.is_withheld` is true."""
        return self.filter(withheld_condition())

    def press_photos(self) -> "PhotoQuerySet":
        """The photos for which `Photo.is_press_photo` is true."""
        return self.filter(press_use=True, is_person_portrait=False).select_related("photographer")


def credit_condition() -> models.Q:
    """The condition of `Photo.has_credit`."""
    condition = models.Q(photographer__isnull=False)
    for field in ("credit_organisation", "credit_override"):
        for name in languages.field_names(field):
            condition |= models.Q(**{f"{name}__gt": ""})
    return condition


def withheld_condition() -> models.Q:
    """The condition of `Photo.is_withheld`."""
    return (
        models.Q(taken_down_at__isnull=False)
        | models.Q(on_hold=True)
        | models.Q(consent=Photo.Consent.WITHDRAWN)
    )


class Photo(models.Model):
    class Licence(models.TextChoices):
        ALL_RIGHTS_RESERVED = "all-rights-reserved", _("All rights reserved")
        PRESS = "press", _("Free for press use with credit")
        CC_BY = "cc-by-4.0", "CC BY 4.0"
        CC_BY_SA = "cc-by-sa-4.0", "CC BY-SA 4.0"
        CC0 = "cc0", "CC0"

    LICENCE_URLS: dict[str, str] = {
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

    # The consents with which a page may show the people in a photo.
    SUFFICIENT_CONSENTS = (
        Consent.CROWD,
        Consent.PUBLIC_ROLE,
        Consent.ON_FILE,
        Consent.GUARDIAN,
    )

    class ManualCheck(models.TextChoices):
        """A check that only a person can make, before a photo is published."""

        BADGES = "badges", _("Badges and name tags: can they be read?")
        SCREENS = "screens", _("Screens and phones: does one show something private?")
        CHILDREN = "children", _("Children: are any in the picture?")
        PLACE = "place", _("Clues to a place: a home, an office door, a number plate?")
        HANDS = "hands", _("Hands: could a gesture be taken for a mocking one?")

    original = models.FileField(
        _("picture"),
        storage=private_storage,
        upload_to=file_names.random_name("photos"),
        help_text=_(
            "JPEG (up to 200 megapixels), PNG (64) or WebP (20), up to 40 MB. The original stays "
            "private."
        ),
    )
    file_name = LineField(_("file name"), max_length=200, blank=True, editable=False)
    # SHA-256 of the file, and a hash of its pixels: `photos.files.duplicates` compares both.
    file_hash = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    pixel_hash = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    # Whether the library must not hold another photo of the same picture.
    enforce_unique = models.BooleanField(default=False, editable=False)
    # Hash of the idempotency key of the upload and its file: a repeated request finds the photo.
    idempotency_hash = models.CharField(
        max_length=64, null=True, blank=True, unique=True, editable=False
    )
    width = models.PositiveIntegerField(_("width"), default=0, editable=False)
    height = models.PositiveIntegerField(_("height"), default=0, editable=False)
    focus_x = models.FloatField(
        _("focus from the left"), default=0.5, validators=FRACTION_VALIDATORS
    )
    focus_y = models.FloatField(
        _("focus from the top"), default=0.5, validators=FRACTION_VALIDATORS
    )
    # The name of the folder of the renditions.
    folder_token = models.CharField(
        max_length=24, default=new_folder_token, unique=True, editable=False
    )
    # In px, by shape: `{"whole": [480, 800], "card": [400]}`; empty before files are stored.
    rendition_widths = models.JSONField(default=dict, editable=False)
    # Names of the files with the credit drawn in, by language; null before they were drawn, without
    # a language for which none could be (`photos.files.share_cards`).
    share_cards = models.JSONField(null=True, editable=False)

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
    caption = PlainTextField(
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
        _("custom credit line"),
        max_length=200,
        blank=True,
        help_text=_("Used instead of the credit made from photographer and organisation."),
    )
    licence = models.CharField(
        _("licence"),
        max_length=20,
        choices=Licence,
        default=Licence.ALL_RIGHTS_RESERVED,
        help_text=_("What others may do with the photo. If you are not sure: all rights reserved."),
    )
    licence_ends_on = models.DateField(
        _("last day of the licence"),
        null=True,
        blank=True,
        help_text=format_lazy(
            _("The photo is removed from all pages the day after. You are told {n} days before."),
            n=LICENCE_WARNING.days,
        ),
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
        help_text=_(
            "Whether they agreed to be shown. Not assessed, refused or withdrawn: no page shows "
            "the photo."
        ),
    )
    completed_checks = models.JSONField(_("checked before publishing"), default=list, blank=True)
    taken_on = models.DateField(_("taken on"), null=True, blank=True)
    place = LineField(
        _("place"),
        max_length=120,
        blank=True,
        help_text=_("The name of the place, never an address."),
    )

    is_person_portrait = models.BooleanField(
        _("portrait"),
        default=False,
        help_text=_("Its public files are at most 800 px, and it is not offered to the press."),
    )

    taken_down_at = models.DateTimeField(_("taken down"), null=True, blank=True, editable=False)
    # A field of its own, as a coordinator sets `taken_down_at`: either can be undone without the
    # other.
    on_hold = models.BooleanField(
        default=False,
        editable=False,
        help_text="Set by members.names.hiding while somebody in it is hidden or does not consent.",
    )
    # Texts of the metadata of the upload (`suggestions.suggest_fields`), offered until the field is
    # filled in.
    suggestions = models.JSONField(default=dict, blank=True, editable=False)
    created_at = models.DateTimeField(_("added on"), auto_now_add=True)

    objects = models.Manager.from_queryset(PhotoQuerySet)()

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
                    fields=[field],
                    condition=models.Q(enforce_unique=True) & ~models.Q(**{field: ""}),
                    name=f"photo_{field}_unique",
                    violation_error_message=_("This picture is in the library already."),
                )
                for field in ("file_hash", "pixel_hash")
            ),
        ]

    def __str__(self) -> str:
        text = languages.translated_text(self, "caption") or languages.translated_text(self, "alt")
        return Truncator(text).chars(80) or self.file_name or f"{_('photo')} {self.pk}"

    def licence_label(self) -> str:
        return choice_label(self.Licence, self.licence)

    def credit_line(self) -> SafeString:
        """The credit in the reader's language: "Photo: UN Women/Jaeyeon Jung"."""
        language = languages.active()
        if override := languages.translated_html(self, "credit_override", language):
            return override
        organisation = languages.translated_html(self, "credit_organisation", language)
        by = self.photographer
        name = languages.translated_html(by, "name", language) if by else ""
        return _credit_line(language, organisation, name)

    def licence_url(self) -> str:
        """Empty for a licence without a page."""
        return self.LICENCE_URLS.get(self.licence, "")

    def alt_in(self, language: str | None = None) -> str:
        return getattr(self, languages.field_name("alt", language)) or ""

    def has_consent(self) -> bool:
        return self.consent in self.SUFFICIENT_CONSENTS

    def is_withheld(self) -> bool:
        """Whether every page leaves it out: it is taken down or on hold, or its consent was
        withdrawn. The pages themselves can still be published."""
        return bool(self.taken_down_at) or self.on_hold or self.consent == self.Consent.WITHDRAWN

    def has_publishable_files(self) -> bool:
        """Whether its files belong in the public folder, where anybody can fetch them."""
        return self.has_consent() and not self.is_withheld() and self.has_credit()

    def has_credit(self) -> bool:
        """Whether `credit_line` says anything, which takes longer to ask."""
        texts = (
            getattr(self, name)
            for field in ("credit_organisation", "credit_override")
            for name in languages.field_names(field)
        )
        return self.photographer_id is not None or any(texts)

    def has_original(self) -> bool:
        name = self.original.name
        return bool(name and private_storage().exists(name))

    def is_press_photo(self) -> bool:
        return self.press_use and not self.is_person_portrait

    def is_displayable(self, language: str | None = None) -> bool:
        """Whether a page in this language may show it."""
        return self.has_publishable_files() and (self.decorative or bool(self.alt_in(language)))

    def is_rendered_and_displayable(self) -> bool:
        return bool(self.rendition_widths) and self.is_displayable()

    def has_licence_ended(self) -> bool:
        return self.licence_ends_on is not None and self.licence_ends_on < timezone.localdate()

    def publication_blockers(self, language: str) -> list[str]:
        """Why a page in a language may not show it, as sentences that say what to do."""
        sentences = []
        if not self.has_credit():
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
        return [
            str(sentence).format(language=languages.language_name(language))
            for sentence in sentences
        ]
