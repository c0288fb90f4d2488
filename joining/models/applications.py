"""An application: what somebody answered who wants to join, and where it stands.

It changes its state in `joining.process` only. What it says of people is encrypted, and erased by
the periods of `joining.retention`.
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members.models import Organisation, Person, Region
from network import codes, languages
from network.encryption import EncryptedLineField, EncryptedTextField, EncryptedURLField
from network.fields import HashField
from network.models import Topic

REFERENCE_LENGTH = 8
MOTIVATION_LENGTH = 2000


def new_reference() -> str:
    """What an applicant and a coordinator call an application; it cannot be guessed or counted."""
    return codes.new(REFERENCE_LENGTH)


class Applicant(models.TextChoices):
    """Who applies."""

    ORGANISATION = "organisation", pgettext_lazy("who applies", "organisation")
    INDIVIDUAL = "individual", pgettext_lazy("who applies", "individual")


class ApplicationQuerySet(models.QuerySet):
    def open(self):
        """Those in which something is still to be done."""
        return self.exclude(state__in=self.model.CLOSED)


class Application(models.Model):
    """What somebody answered who wants to join, and where it stands."""

    class State(models.TextChoices):
        UNVERIFIED = "unverified", _("address not confirmed")
        QUARANTINE = "quarantine", _("set apart")
        RECEIVED = "received", _("received")
        SCREENING = "screening", _("being checked")
        NEEDS_INFO = "needs-info", _("waiting for the applicant")
        REVIEW = "review", _("being decided")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", pgettext_lazy("application", "withdrawn")
        # Nobody decided: a question was never answered, or another application was open.
        LAPSED = "lapsed", _("closed without a decision")

    CLOSED = (State.ACCEPTED, State.DECLINED, State.WITHDRAWN, State.LAPSED)

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

    class Sign(models.TextChoices):
        """What in an application looks like a raid; see `joining.hostility`."""

        LINKS = "links", _("more links than people put into an application")
        STRETCHED = "stretched", _("letters repeated over and over")
        DISGUISED = "disguised", _("words made of letters that only look alike")
        FLOOD = "flood", _("sent while very many came, and not as the first of its connection")
        REPEATED = "repeated", _("nearly the same text came from another address shortly before")

    class Age(models.TextChoices):
        """Asked once, at the gate; a date of birth never is."""

        ADULT = "adult", _("18 or older")
        YOUTH = "youth", _("14 to 17")

    reference = models.CharField(
        _("reference"), max_length=REFERENCE_LENGTH, unique=True, default=new_reference
    )
    applicant = models.CharField(_("who applies"), max_length=20, choices=Applicant)
    language = models.CharField(_("language"), max_length=10, choices=languages.choices)
    state = models.CharField(
        _("state"), max_length=20, choices=State, default=State.UNVERIFIED, editable=False
    )
    # One form leads to one application, however often its button is pressed.
    form_hash = HashField(unique=True)
    # Whose turn it is cannot be read from dates that other changes touch.
    state_since = models.DateTimeField(_("since"), default=timezone.now, editable=False)
    sent_at = models.DateTimeField(_("sent"), auto_now_add=True)
    announced_at = models.DateTimeField(null=True, db_index=True, editable=False)
    decided_at = models.DateTimeField(_("decided on"), null=True, blank=True, editable=False)
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True, editable=False)

    name = EncryptedLineField(_("name"), max_length=160, blank=True)
    summary = EncryptedLineField(_("in one sentence"), max_length=240, blank=True)
    # Duplicates are found by these; neither gives the address or the name away.
    name_hash = HashField(blank=True, db_index=True)
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
    contribution = EncryptedTextField(_("what you can bring"), blank=True)
    heard_through = EncryptedTextField(_("how you heard of us"), blank=True)
    wants_listing = models.BooleanField(_("in the public directory"), default=False)

    abbreviation = EncryptedLineField(_("abbreviation"), max_length=40, blank=True)
    legal_form = models.CharField(_("legal form"), max_length=20, choices=LegalForm, blank=True)
    registration_number = EncryptedLineField(_("registration number"), max_length=40, blank=True)
    founded_year = models.PositiveSmallIntegerField(_("founded in"), null=True, blank=True)
    website = EncryptedURLField(_("website"), blank=True)
    social_links = EncryptedTextField(_("elsewhere on the web"), blank=True)
    head_name = EncryptedTextField(_("who leads it"), blank=True)
    head_role = EncryptedTextField(_("role of the head"), blank=True)
    contact_name = EncryptedTextField(_("contact person"), blank=True)
    contact_role = EncryptedTextField(_("role of the contact person"), blank=True)
    size = models.CharField(_("staff and volunteers"), max_length=10, choices=Size, blank=True)
    works_with = EncryptedTextField(_("who you work with"), blank=True)
    rights_work = EncryptedTextField(
        _("your relation to organisations for the rights of women and LGBTIQ people"), blank=True
    )
    policies = EncryptedTextField(_("policies in place"), blank=True)

    public_name = EncryptedTextField(_("name for the public"), blank=True)
    age = models.CharField(_("age"), max_length=10, choices=Age, blank=True)
    occupation = models.CharField(_("field"), max_length=20, choices=Occupation, blank=True)
    affiliation = EncryptedTextField(_("affiliation"), blank=True)
    working_groups = EncryptedTextField(_("working groups of interest"), blank=True)
    spoken_languages = EncryptedTextField(_("languages you speak"), blank=True)

    # What the coordinator asked, which answers may be changed for it, and what came back.
    question = EncryptedTextField(_("question to the applicant"), blank=True)
    asked_fields = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    # In days: which reminder of the question was the last.
    reminded_after = models.PositiveSmallIntegerField(default=0, editable=False)

    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("in hand with"),
    )
    hostility = models.PositiveSmallIntegerField(default=0, editable=False)
    signs = ArrayField(
        models.CharField(max_length=20, choices=Sign),
        default=list,
        editable=False,
        verbose_name=_("signs of a raid"),
    )
    # Which link to the status is the last; those before it have ended.
    link_number = models.PositiveIntegerField(default=0, editable=False)
    organisation = models.OneToOneField(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="application",
        editable=False,
        verbose_name=_("became"),
    )
    person = models.OneToOneField(
        Person,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="application",
        editable=False,
        verbose_name=_("became"),
    )

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["-sent_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "hostility", "state_since"], name="application_waiting")
        ]
        permissions = [
            ("decide_application", _("Can decide about applications")),
            ("vote_application", _("Can vote on applications")),
            ("export_application", _("Can export applications")),
        ]

    def __str__(self) -> str:
        return f"{languages.plain_words(self, 'name')} · {self.reference}"

    @property
    def is_closed(self) -> bool:
        return self.state in self.CLOSED

    def agrees_to(self, purpose: str) -> bool:
        """What was chosen last counts."""
        last = self.consents.filter(purpose=purpose).last()
        return last is not None and last.is_given

    @property
    def looks_like_a_raid_for(self) -> list[str]:
        """The signs of a raid in it, in words."""
        return [str(self.Sign(sign).label) for sign in self.signs]


class Reference(models.Model):
    """Somebody who knows the applicant and agreed to be asked; and, once asked, what they said."""

    class Verdict(models.TextChoices):
        RECOMMENDS = "recommends", _("recommends the applicant")
        DOUBTS = "doubts", _("has doubts")
        UNKNOWN = "unknown", _("does not know the applicant")
        SILENT = "silent", _("does not want to say anything")

    application = models.ForeignKey(Application, models.CASCADE, related_name="references")
    name = EncryptedTextField(_("name"))
    organisation = EncryptedTextField(_("organisation"), blank=True)
    # Empty where the organisation is a member: its own address is on record.
    email = EncryptedTextField(_("e-mail address"), blank=True)

    asked_at = models.DateTimeField(_("asked"), null=True, blank=True, editable=False)
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True, editable=False)
    verdict = EncryptedTextField(_("answer"), choices=Verdict, blank=True)
    remark = EncryptedTextField(pgettext_lazy("a reference", "remark"), blank=True)

    class Meta:
        verbose_name = _("reference")
        verbose_name_plural = _("references")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
