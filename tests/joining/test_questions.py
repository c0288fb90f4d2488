"""One list of what is asked: nothing is kept that no notice names."""

import pytest
from django.utils.translation import override

from cms.i18n import languages
from joining.form import questions
from joining.form.question_forms import QuestionsForm
from joining.form.questions import FormPage
from joining.models import ApplicantType, Application, ApplicationFile, Consent, Referee
from joining.privacy import consent_notices, retention
from tests.support.applying import make_form_objects
from tests.support.builders import make_application, make_network

pytestmark = pytest.mark.django_db

# What the network itself adds: where an application stands and who looks after it.
OUR_OWN = {
    "id", "reference", "applicant_type", "draft_hash", "state", "state_since", "submitted_at",
    "decided_at", "redacted_at", "staff_notified_at", "last_reminder_days", "assignee",
    "spam_score", "spam_signs", "link_version", "organisation", "person", "info_request",
    "requested_fields",
}  # fmt: skip
# Told in the notices as "kept beside them": what follows from a consent.
OF_CONSENTS = {"agrees_to_listing"}
# Found without decrypting: the hashes of the answers to two questions.
HASHES = {"name": {"name_hashes"}, "email": {"email_hash"}}
BELONGING = {
    ApplicationFile: {"id", "application", "draft"},
    # What a reference says is asked of them, and told on their own page.
    Referee: {
        *("id", "application"),
        *("asked_at", "reminded_at", "answered_at", "verdict", "remark"),
    },
}


def stored_by(applicant_type: str) -> set[str]:
    """The fields of Application that some question of an applicant fills."""
    names = set()
    for question in questions.questions_for(applicant_type):
        names |= {question.name, *HASHES.get(question.name, ())}
        if question.is_translated:
            names |= set(languages.field_names(question.name))
    return names


def test_every_stored_field_of_a_person_stands_in_a_notice():
    network = make_network(
        referees_needed=1, parent_name_ko="큰 네트워크", parent_country_ko="미국"
    )
    told = set()
    for applicant_type in ApplicantType:
        told |= stored_by(applicant_type)
        for question in questions.questions_for(applicant_type):
            words = consent_notices.notice_for(question.consent, applicant_type, network).text
            assert question.label in words, question.name
    fields = {field.name for field in Application._meta.get_fields() if not field.auto_created}
    fields.discard("id")
    assert fields - OUR_OWN - OF_CONSENTS - told == set()


@pytest.mark.parametrize("model", BELONGING)
def test_what_belongs_to_an_application_is_asked_for_by_name(model):
    kept = {field.name for field in model._meta.concrete_fields} - BELONGING[model]
    asked = {
        ApplicationFile: {"kind", "name", "file"},
        Referee: {"name", "organisation", "email"},
    }
    assert kept == asked[model]
    names = {question.name for question in questions.QUESTIONS}
    assert {"referees", *ApplicationFile.Kind.values} <= names


@pytest.mark.parametrize("applicant_type", ApplicantType)
@pytest.mark.parametrize("step", [FormPage.APPLICANT, FormPage.REASONS])
def test_every_field_of_the_form_is_a_question(applicant_type, step):
    form_objects = make_form_objects(referees_needed=2)
    asked = questions.questions_for(applicant_type, step)
    form = QuestionsForm(asked, network=form_objects["network"])
    shown = [field.name for group in form.field_groups() for field in group.fields]
    assert shown == list(form.fields)
    assert {group.question.name for group in form.field_groups()} == {q.name for q in asked}


def test_only_what_the_applicant_wrote_is_in_the_language_of_the_applicant():
    region = make_form_objects()["region"]
    application = make_application(
        language="en", region=region, phone="02-123-4567", contact_role="coordinator"
    )
    asked = {one.name: one for one in questions.questions_for(ApplicantType.ORGANISATION)}
    marked = {
        name: [
            (str(answer), answer.foreign_language) for answer in asked[name].answers(application)
        ]
        for name in ("region", "phone", "contact_role")
    }
    assert marked == {
        "region": [("서울", "")],
        "phone": [("02-123-4567", "")],
        "contact_role": [("coordinator", "en")],
    }


@pytest.mark.parametrize("purpose", Consent.Purpose)
def test_a_notice_says_the_same_about_the_same_and_is_recorded_once(purpose):
    network = make_network(parent_name_ko="큰 네트워크", parent_country_ko="미국")
    notice = consent_notices.notice_for(purpose, ApplicantType.INDIVIDUAL, network)
    assert (
        notice.get_or_create_text()
        == consent_notices.notice_for(
            purpose, ApplicantType.INDIVIDUAL, network
        ).get_or_create_text()
    )
    assert notice.get_or_create_text().text == notice.text
    with override("en"):
        assert (
            consent_notices.notice_for(
                purpose, ApplicantType.INDIVIDUAL, network
            ).get_or_create_text()
            != notice.get_or_create_text()
        )


def test_references_stand_in_the_notice_only_where_they_are_asked_for():
    network = make_network()
    assert "추천인" not in consent_notices.item_labels(
        "individual", network, Consent.Purpose.HANDLING
    )
    network.referees_needed = 1
    assert "추천인" in consent_notices.item_labels("individual", network, Consent.Purpose.HANDLING)


def test_nothing_goes_abroad_as_long_as_nobody_says_where_to():
    network = make_network(parent_name_ko="큰 네트워크")
    assert not consent_notices.is_asked_for(Consent.Purpose.TRANSFER, "adult", network)
    network.parent_country_ko = "미국"
    assert consent_notices.is_asked_for(Consent.Purpose.TRANSFER, "adult", network)


@pytest.mark.parametrize("age", ["youth", "child", ""])
def test_only_adults_are_asked_to_be_public(age):
    assert not consent_notices.is_asked_for(Consent.Purpose.DIRECTORY, age, make_network())


def test_the_notice_promises_the_periods_that_are_kept():
    days = {rule.name: rule.period.days for rule in retention.RULES}
    with override("en"):
        words = consent_notices.notice_for("handling", "organisation", make_network()).text
    assert (days["answers of referees"], days["files of applications"]) == (30, 30)
    assert "erased 30 days after the decision" in words
    assert days["applications withdrawn or closed"] == 5
    assert "Withdrawn: 5 days after" in words
    assert days["addresses never confirmed"] == 2
    assert "Not confirmed by e-mail: 48 hours" in words
    assert days["forms never sent"] == 14
    assert "Not finished: 14 days" in words
    assert (days["applications declined"], days["applications of former members"]) == (182, 365)
    assert "Declined: 6 months" in words
    assert "1 year after" in words
