"""What coordinators do with an application: buttons, screens, words that are kept, refusals."""

import re
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from cms.decoding import sandbox
from cms.decoding.errors import BusyError
from joining.models import Application, ApplicationFile, Signature
from joining.privacy import permissions
from joining.review import staff_transitions, votes
from joining.review.transition_forms import LogNoteForm
from joining.review.transitions import (
    TRANSITIONS,
    RefusedError,
    staff_transition,
    transitions_offered,
)
from mail.models import Email
from members.models import Organisation, Person
from tests.support.builders import (
    emails_to,
    make_agreements,
    make_application,
    make_colleague,
    make_network,
    make_organisation,
    make_topic,
    picture_bytes,
)
from tests.support.markup import tight

pytestmark = pytest.mark.django_db

INBOX = "/admin/joining/application/"
AGREEMENTS = "/admin/members/agreement/"
State = Application.State


@pytest.fixture
def staff(client):
    make_network(votes_needed=1)
    client.user = make_colleague("mina", "decide", "vote", first_name="Mina", is_superuser=True)
    client.force_login(client.user)
    client.cookies["django_language"] = "en"
    return client


def visible_text(html: str) -> str:
    return " ".join(re.sub("<[^>]+>", " ", html).split())


def message_text(response) -> str:
    """What the page says about what was just done."""
    found = re.search(r'<ul class="messagelist".*?</ul>', response.text, re.DOTALL)
    return visible_text(found[0]) if found else ""


def buttons(staff, application: Application) -> list[str]:
    html = tight(staff.get(f"{INBOX}{application.pk}/").text)
    panel = re.search(r'<section class="panel transitions".*?</section>', html, re.DOTALL)
    found = re.findall(r'class="button[^>]*>(.*?)</', panel[0]) if panel else []
    return [visible_text(button).removesuffix(" …") for button in found]


def change_state(staff, application: Application, name: str, **answers):
    answers = {"seen_state": application.state} | answers
    return staff.post(f"{INBOX}{application.pk}/{name}/", answers, follow=True)


def in_review(**answers) -> Application:
    """With the one vote that is needed."""
    application = make_application(state=State.VOTING, **answers)
    votes.cast_vote(application, make_colleague(f"voter-{application.pk}", "vote"), "for")
    return application


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        (State.RECEIVED, ["Assign to me", "Quarantine"]),
        (
            State.SCREENING,
            ["Start voting", "Ask the applicant", "Assign to me", "Quarantine"],
        ),
        (State.NEEDS_INFO, ["Continue without an answer"]),
        (State.VOTING, ["Accept", "Decline", "Cancel voting"]),
        (State.QUARANTINE, ["Move to the inbox", "Erase"]),
        (State.CLOSED_UNDECIDED, ["Reopen"]),
        (State.ACCEPTED, []),
        (State.DECLINED, []),
        (State.WITHDRAWN, []),
    ],
)
def test_the_next_transitions_are_buttons(staff, state, offered):
    assert buttons(staff, make_application(state=state)) == offered


def test_taking_needs_one_press(staff):
    application = make_application()
    answer = change_state(staff, application, "assign")
    assert message_text(answer) == "It is assigned to you now."
    assert "Assigned to: Mina" in visible_text(answer.text)
    assert Application.objects.get().state == State.SCREENING


def test_a_question_goes_out_with_the_answers_that_may_be_changed(staff):
    application = make_application(state=State.SCREENING)
    answer = change_state(
        staff,
        application,
        "ask_applicant",
        info_request="Since when?",
        requested_fields=["website"],
    )
    application.refresh_from_db()
    assert message_text(answer) == "Your question is on its way."
    assert (application.state, application.requested_fields) == (State.NEEDS_INFO, ["website"])
    assert "Since when?" in Email.objects.get().text


def test_a_form_without_words_says_so_and_moves_nothing(staff):
    application = make_application(state=State.SCREENING)
    answer = change_state(staff, application, "ask_applicant", requested_fields=["website"])
    assert 'id="id_info_request_error"' in answer.text
    assert re.search(r'value="website"[^>]*checked', answer.text)
    assert Application.objects.get().state == State.SCREENING


def test_who_comes_second_is_told_who_was_first_and_keeps_the_words(staff):
    application = make_application(state=State.SCREENING)
    staff_transitions.start_voting(application, make_colleague("anna", "decide", first_name="Anna"))
    answer = change_state(staff, application, "ask_applicant", info_request="Since when?")
    assert "State: being decided · Anna" in message_text(answer)
    assert "Since when?</textarea>" in answer.text
    assert not emails_to(application.email).exists()


def test_a_second_press_of_a_button_shows_where_the_application_is_now(staff):
    application = make_application()
    staff_transitions.assign(application, make_colleague("anna", "decide", first_name="Anna"))
    answer = change_state(staff, application, "assign")
    assert "State: being checked · Anna" in message_text(answer)
    assert "Assigned to: Anna" in visible_text(answer.text)


def test_a_screen_that_makes_no_sense_now_leads_back(staff):
    answer = staff.get(f"{INBOX}{make_application().pk}/accept/", follow=True)
    assert message_text(answer) == "This cannot be done in the application’s present state."


def test_a_decision_waits_for_the_votes(staff):
    application = make_application(state=State.VOTING)
    html = visible_text(staff.get(f"{INBOX}{application.pk}/").text)
    assert "1 more vote for or against is needed first." in html
    assert 'href="accept' not in html
    answer = change_state(staff, application, "accept")
    assert "1 more vote" in message_text(answer)
    assert not Organisation.objects.exists()


LEFT_OUT = "The logo that came with the application cannot be used and was left out."


@pytest.mark.parametrize("state", ["good", "no picture", "damaged", "gone"])
def test_a_logo_that_cannot_be_used_is_told_after_accepting(staff, state):
    application = in_review()
    file = ApplicationFile(application=application, kind="logo", name="로고.png")
    content = b"no picture" if state == "no picture" else picture_bytes((900, 300))
    file.file.save("logo.png", ContentFile(content))
    if state == "damaged":
        Path(file.file.path).write_bytes(b"damaged")
    if state == "gone":
        Path(file.file.path).unlink()
    answer = change_state(staff, application, "accept")
    assert "Accepted. This is the draft." in message_text(answer)
    assert (LEFT_OUT in message_text(answer)) is (state != "good")
    assert bool(Organisation.objects.get().logo) is (state == "good")


def test_a_logo_that_waits_for_a_child_keeps_the_application_as_it_is(staff, monkeypatch):
    application = in_review()
    file = ApplicationFile(application=application, kind="logo", name="로고.png")
    file.file.save("logo.png", ContentFile(picture_bytes((900, 300))))

    def busy(*_arguments, **_limits):
        raise BusyError

    monkeypatch.setattr(sandbox, "run_task", busy)
    answer = change_state(staff, application, "accept")
    assert "Many pictures are coming in at the moment." in message_text(answer)
    application.refresh_from_db()
    assert application.state == State.VOTING
    assert not Organisation.objects.exists()


def test_accepting_shows_the_draft_first_and_leads_to_it(staff):
    links = "https://one.example\nhttps://two.example"
    application = in_review(
        topics=[make_topic()], summary_en="We care.", founded_year=2015, social_links=links
    )
    before = visible_text(staff.get(f"{INBOX}{application.pk}/accept/").text)
    assert "Name (Korean) 다정한아빠모임" in before
    assert "In one sentence (English) We care." in before
    assert "Topics Care" in before
    assert f"Founded on 2015 Social media and other links {' '.join(links.split())}" in before
    assert "공개 회원 명단에 오르기를 원하지 않습니다." in before
    assert not Organisation.objects.exists()
    answer = change_state(staff, application, "accept", note="Unanimous.")
    made = Organisation.objects.get()
    assert answer.redirect_chain[-1][0] == f"/admin/members/organisation/{made.pk}/change/"
    assert message_text(answer) == "Accepted. This is the draft."
    assert made.published_languages == []


def test_an_individual_becomes_a_person(staff):
    application = in_review(applicant_type="individual", name_ko="한결", name_en="")
    answer = change_state(staff, application, "accept")
    made = Person.objects.get()
    assert answer.redirect_chain[-1][0] == f"/admin/members/person/{made.pk}/change/"


def test_a_refusal_is_proposed_in_the_applicants_language_and_goes_as_it_was_changed(staff):
    application = in_review(language="en", contact_name="Kim")
    screen = staff.get(f"{INBOX}{application.pk}/decline/").text
    assert "Dear Kim," in screen
    assert f"About your application (number {application.reference})" in screen
    letter = "Dear Kim,\n\nNot this year. <b>Sorry.</b>"
    shown = change_state(
        staff, application, "decline", email_text=letter, previewed_text="Dear Kim,"
    )
    assert "Not this year. &lt;b&gt;Sorry.&lt;/b&gt;" in shown.text
    assert Application.objects.get().state == State.VOTING
    assert not emails_to(application.email).exists()
    crlf = letter.replace("\n", "\r\n")
    answer = change_state(staff, application, "decline", email_text=crlf, previewed_text=crlf)
    assert message_text(answer) == "Declined. The e-mail is on its way."
    assert "Not this year. <b>Sorry.</b>" in emails_to(application.email).get().text


def test_erasing_asks_once_more_and_leaves_for_the_inbox(staff):
    application = make_application(state=State.QUARANTINE)
    assert "permanently" in visible_text(staff.get(f"{INBOX}{application.pk}/erase/").text)
    answer = change_state(staff, application, "erase")
    assert answer.redirect_chain[-1][0] == INBOX
    assert not Application.objects.exists()


# A transition that is not in the program.


@pytest.fixture
def postponement():
    """Declared as those of the program are: in one place."""

    @staff_transition(
        from_states=[State.SCREENING],
        to_state=State.RECEIVED,
        has_permission=permissions.may_vote_on_applications,
        label="Postpone",
        description="It waits for the next meeting.",
        success_message="Postponed.",
        form=LogNoteForm,
    )
    def postpone(application, by, note=""):
        postpone.save_new_state(application, by=by, note=note, assignee=None)
        return application

    yield postpone
    del TRANSITIONS["postpone"]


def test_a_declared_transition_has_a_button_a_page_and_a_line_in_the_log(staff, postponement):
    application = make_application(state=State.SCREENING, assignee=staff.user)
    assert buttons(staff, application)[-1] == "Postpone"
    page = visible_text(staff.get(f"{INBOX}{application.pk}/postpone/").text)
    assert "It waits for the next meeting. Note" in page
    answer = change_state(staff, application, "postpone", note="Too many today.")
    assert message_text(answer) == "Postponed."
    application.refresh_from_db()
    assert (application.state, application.assignee) == (State.RECEIVED, None)
    assert "Mina Too many today." in visible_text(answer.text)
    assert "Postpone" not in buttons(staff, application)
    again = change_state(staff, application, "postpone")
    assert "State: received · Mina" in message_text(again)


def test_a_declared_transition_is_for_those_it_names(staff, postponement):
    application = make_application(state=State.SCREENING)
    only_decides = make_colleague("sora", "decide")
    with pytest.raises(RefusedError):
        postponement(application, only_decides)
    assert postponement not in transitions_offered(application, only_decides)
    assert postponement in transitions_offered(application, staff.user)


# Signing again.


def test_a_round_of_emails_is_counted_before_it_goes(staff):
    make_agreements()
    joined = {"joined_on": "2025-01-01", "contact_language": "en"}
    make_organisation(contact_email="a@example.org", slug="a", **joined)
    make_organisation(name_en="Mailless", slug="b", **joined)
    assert f'href="{AGREEMENTS}ask-to-sign/"' in staff.get(AGREEMENTS).text
    screen = visible_text(staff.get(f"{AGREEMENTS}ask-to-sign/").text)
    assert "1 e-mail will be sent" in screen
    assert "must be asked in another way: Mailless" in screen
    answer = staff.post(f"{AGREEMENTS}ask-to-sign/", follow=True)
    assert message_text(answer) == "1 e-mail is on its way."
    assert Email.objects.get().recipient == "a@example.org"
    again = visible_text(staff.get(f"{AGREEMENTS}ask-to-sign/").text)
    assert "0 e-mails will be sent" in again
    assert "1 member was asked before" in again


@pytest.mark.parametrize("number", [1, 3])
def test_who_has_signed_which_version_and_who_has_not(staff, django_assert_num_queries, number):
    [agreement, *_others] = make_agreements()
    for one in range(number):
        joined = {"joined_on": "2025-01-01"}
        make_organisation(name_en=f"Slow {one}", slug=f"slow-{one}", **joined)
        signed = make_organisation(name_en=f"Quick {one}", slug=f"quick-{one}", **joined)
        Signature.objects.create(
            agreement=agreement, organisation=signed, signatory="Kim", language="ko"
        )
    with django_assert_num_queries(8):
        html = visible_text(staff.get(f"{AGREEMENTS}{agreement.pk}/signatures/").text)
    assert f"Not yet signed: {number}" in html
    missing, signed = html.split(f" Signed: {number} ")
    assert ("Slow 0" in missing, "Quick 0" in missing) == (True, False)
    assert ("Slow 0" in signed, "Quick 0" in signed) == (False, True)
