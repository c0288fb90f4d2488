"""An application to join, and the referees that it names.

Only `joining.review.transitions` changes the state of an application. The fields about people are
encrypted, and erased after the periods in `joining.privacy.retention`.
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.encryption import readable_codes
from cms.encryption.fields import EncryptedLineField, EncryptedTextField, EncryptedURLField
from cms.fields import HashArrayField, HashField
from cms.i18n import languages
from members.models import Organisation, Person, Region
from network.models import Topic

REFERENCE_LENGTH = 8


def new_reference() -> str:
    """Random, so that it can be neither guessed nor counted."""
    return readable_codes.new_code(REFERENCE_LENGTH)


class ApplicantType(models.TextChoices):
    ORGANISATION = "organisation", pgettext_lazy("who applies", "organisation")
    INDIVIDUAL = "individual", pgettext_lazy("who applies", "individual")


class Application(models.Model):
    class State(models.TextChoices):
        # The form was sent, but the e-mail address is not confirmed: the staff cannot see it.
        UNCONFIRMED = "unconfirmed", _("address not confirmed")
        # It looks like spam or like somebody else's application, and stays out of the inbox.
        QUARANTINE = "quarantine", _("quarantined")
        RECEIVED = "received", _("received")
        # A coordinator reads it.
        SCREENING = "screening", _("being checked")
        NEEDS_INFO = "needs-info", _("waiting for the applicant")
        # The reviewers vote, and then a coordinator decides.
        VOTING = "voting", _("being decided")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", pgettext_lazy("application", "withdrawn")
        # A request for information was never answered, or another application was open.
        CLOSED_UNDECIDED = "closed-undecided", _("closed without a decision")

    # Unconfirmed applications and those in quarantine are neither open nor closed.
    OPEN_STATES = (State.RECEIVED, State.SCREENING, State.VOTING, State.NEEDS_INFO)
    CLOSED_STATES = (State.ACCEPTED, State.DECLINED, State.WITHDRAWN, State.CLOSED_UNDECIDED)

    class LegalForm(models.TextChoices):
        REGISTERED = "registered", _("registered non-profit organisation")
        UNREGISTERED = "unregistered", _("association without registration")
        PROJECT = "project", _("project of a larger body")
        PUBLIC_BODY = "public-body", _("public body")
        SCHOOL = "school", _("group at a school or university")
        NETWORK = "network", _("network")

    class Size(models.TextChoices):
        UP_TO_4 = "1-4", _("1 to 4")
        UP_TO_19 = "5-19", _("5 to 19")
        UP_TO_99 = "20-99", _("20 to 99")
        MORE = "100+", _("100 or more")

    class Occupation(models.TextChoices):
        ACTIVIST = "activist", _("activist")
        TRAINER = "trainer", _("trainer")
        RESEARCHER = "researcher", _("researcher")
        TEACHER = "teacher", _("teacher")
        COUNSELLOR = "counsellor", _("counsellor")
        STUDENT = "student", _("student")
        OTHER = "other", _("other")

    class SpamSign(models.TextChoices):
        """What `joining.form.spam_score` looks for."""

        LINKS = "links", _("more links than people put into an application")
        STRETCHED = "stretched", _("letters repeated over and over")
        DISGUISED = "disguised", _("words made of letters that only look alike")
        FLOOD = "flood", _("sent during a surge, and not the first from its connection")
        REPEATED = "repeated", _("nearly the same text came from another address shortly before")

    class Age(models.TextChoices):
        """The age group that the first page of the form asks for, in place of a date of birth."""

        ADULT = "adult", _("18 or older")
        YOUTH = "youth", _("14 to 17")

    reference = models.CharField(
        _("reference number"), max_length=REFERENCE_LENGTH, unique=True, default=new_reference
    )
    applicant_type = models.CharField(_("who applies"), max_length=20, choices=ApplicantType)
    language = models.CharField(_("language"), max_length=10, choices=languages.choices)
    state = models.CharField(
        _("state"), max_length=20, choices=State, default=State.UNCONFIRMED, editable=False
    )
    # The token hash of the draft, so that a button pressed twice does not make two applications.
    draft_hash = HashField(unique=True)
    state_since = models.DateTimeField(
        pgettext_lazy("a state of an application", "since"), default=timezone.now, editable=False
    )
    submitted_at = models.DateTimeField(pgettext_lazy("an application", "sent"), auto_now_add=True)
    # When the coordinators were sent the e-mail about it.
    staff_notified_at = models.DateTimeField(null=True, db_index=True, editable=False)
    decided_at = models.DateTimeField(_("decided on"), null=True, blank=True, editable=False)
    redacted_at = models.DateTimeField(_("erased"), null=True, blank=True, editable=False)

    name = EncryptedLineField(_("name"), max_length=160, blank=True)
    summary = EncryptedLineField(_("in one sentence"), max_length=240, blank=True)
    # For finding duplicates: see `joining.review.duplicates`. A hash of the name in each language.
    name_hashes = HashArrayField()
    email_hash = HashField(blank=True, db_index=True)

    email = EncryptedTextField(_("e-mail address"), blank=True)
    phone = EncryptedTextField(_("telephone"), blank=True)
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("region"),
    )
    topics = models.ManyToManyField(
        Topic, blank=True, related_name="+", verbose_name=_("fields of work")
    )
    motivation = EncryptedTextField(_("why you want to join"), blank=True)
    contribution = EncryptedTextField(_("what you can contribute"), blank=True)
    referral_source = EncryptedTextField(_("how you heard about us"), blank=True)
    agrees_to_listing = models.BooleanField(_("in the public directory"), default=False)

    abbreviation = EncryptedLineField(_("abbreviation"), max_length=40, blank=True)
    legal_form = models.CharField(_("legal form"), max_length=20, choices=LegalForm, blank=True)
    registration_number = EncryptedLineField(_("registration number"), max_length=40, blank=True)
    founded_year = models.PositiveSmallIntegerField(_("year founded"), null=True, blank=True)
    website = EncryptedURLField(_("website"), blank=True)
    social_links = EncryptedTextField(_("social media and other links"), blank=True)
    head_name = EncryptedTextField(_("head of the organisation"), blank=True)
    head_role = EncryptedTextField(_("position of the head"), blank=True)
    contact_name = EncryptedTextField(_("contact person"), blank=True)
    contact_role = EncryptedTextField(_("position of the contact person"), blank=True)
    size = models.CharField(_("staff and volunteers"), max_length=10, choices=Size, blank=True)
    target_groups = EncryptedTextField(_("who you work with"), blank=True)
    rights_groups_relation = EncryptedTextField(
        _("your relation to organisations for the rights of women and LGBTIQ people"), blank=True
    )
    policies = EncryptedTextField(_("policies in place"), blank=True)

    public_name = EncryptedTextField(_("public name"), blank=True)
    age = models.CharField(_("age"), max_length=10, choices=Age, blank=True)
    occupation = models.CharField(_("occupation"), max_length=20, choices=Occupation, blank=True)
    affiliation = EncryptedTextField(_("affiliation"), blank=True)
    working_groups = EncryptedTextField(_("working groups of interest"), blank=True)
    spoken_languages = EncryptedTextField(_("languages you speak"), blank=True)

    # What the staff have asked, and the questions whose answers may be changed for it.
    info_request = EncryptedTextField(_("question to the applicant"), blank=True)
    requested_fields = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    # How many days after the request the last reminder was due: one of INFO_REMINDER_DAYS in
    # `joining/limits_and_periods.py`.
    last_reminder_days = models.PositiveSmallIntegerField(default=0, editable=False)

    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("assigned to"),
    )
    spam_score = models.PositiveSmallIntegerField(default=0, editable=False)
    spam_signs = ArrayField(
        models.CharField(max_length=20, choices=SpamSign),
        default=list,
        editable=False,
        verbose_name=_("signs of an attack"),
    )
    # The version of the latest link to the status page; links with an earlier version are refused.
    link_version = models.PositiveIntegerField(default=0, editable=False)
    organisation = models.OneToOneField(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="application",
        editable=False,
        verbose_name=_("resulting member"),
    )
    person = models.OneToOneField(
        Person,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="application",
        editable=False,
        verbose_name=_("resulting member"),
    )

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["-submitted_at", "-pk"]
        indexes = [
            GinIndex(fields=["name_hashes"], name="application_name_hashes"),
            models.Index(fields=["state", "spam_score", "state_since"], name="application_waiting"),
            models.Index(fields=["-state_since", "id"], name="application_newest_in_state"),
            models.Index(fields=["-submitted_at", "-id"], name="application_newest"),
        ]
        permissions = [
            ("decide_application", _("Can decide about applications")),
            ("vote_application", _("Can vote on applications")),
            ("export_application", _("Can export applications")),
        ]

    def __str__(self) -> str:
        return f"{languages.translated_text(self, 'name')} · {self.reference}"

    @property
    def is_closed(self) -> bool:
        return self.state in self.CLOSED_STATES

    @staticmethod
    def may_apply(applicant_type: str, age: str) -> bool:
        """Whether somebody of this age may apply online: adults, and from 14 on individuals. Under
        14 a guardian would have to consent (PIPA art. 22-2)."""
        if age == Application.Age.YOUTH:
            return applicant_type == ApplicantType.INDIVIDUAL
        return age == Application.Age.ADULT

    def agrees_to(self, purpose: str) -> bool:
        """The latest choice counts."""
        last = self.consents.filter(purpose=purpose).last()
        return last is not None and last.is_given

    @property
    def spam_sign_labels(self) -> list[str]:
        return [str(self.SpamSign(sign).label) for sign in self.spam_signs]


class Referee(models.Model):
    """Somebody who knows the applicant and has agreed to be asked."""

    class Verdict(models.TextChoices):
        RECOMMENDS = "recommends", _("recommends the applicant")
        DOUBTS = "doubts", _("has doubts")
        UNKNOWN = "unknown", _("does not know the applicant")
        NO_ANSWER = "no-answer", _("prefers not to answer")

    application = models.ForeignKey(Application, models.CASCADE, related_name="referees")
    name = EncryptedTextField(_("name"))
    organisation = EncryptedTextField(_("organisation"), blank=True)
    # Empty where the organisation is a member, whose address is on record.
    email = EncryptedTextField(_("e-mail address"), blank=True)

    asked_at = models.DateTimeField(_("asked"), null=True, blank=True, editable=False)
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True, editable=False)
    verdict = EncryptedTextField(_("answer"), choices=Verdict, blank=True)
    remark = EncryptedTextField(pgettext_lazy("a reference", "remark"), blank=True)

    class Meta:
        verbose_name = _("referee")
        verbose_name_plural = _("referees")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
