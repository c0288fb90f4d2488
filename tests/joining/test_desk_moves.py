"""What coordinators do with an application: buttons, screens, words that are kept, refusals."""

import re

import pytest

from joining import process
from joining.models import Application, Signature
from letters.models import Letter
from members.models import Organisation, Person
from tests.builders import (
    letters_to,
    make_agreements,
    make_application,
    make_colleague,
    make_network,
    make_organisation,
    make_topic,
)

pytestmark = pytest.mark.django_db

INBOX = "/admin/joining/application/"
AGREEMENTS = "/admin/members/agreement/"
State = Application.State


@pytest.fixture
def desk(client):
    make_network(votes_needed=1)
    client.user = make_colleague("mina", "decide", "vote", first_name="Mina", is_superuser=True)
    client.force_login(client.user)
    client.cookies["django_language"] = "en"
    return client


def words(html: str) -> str:
    return " ".join(re.sub("<[^>]+>", " ", html).split())


def said(response) -> str:
    """What the page says about what was just done."""
    found = re.search(r'<ul class="messagelist".*?</ul>', response.text, re.DOTALL)
    return words(found[0]) if found else ""


def buttons(desk, application: Application) -> list[str]:
    html = desk.get(f"{INBOX}{application.pk}/").text
    panel = re.search(r'<section class="panel moves".*?</section>', html, re.DOTALL)
    found = re.findall(r'class="button[^>]*>(.*?)</', panel[0]) if panel else []
    return [words(button).removesuffix(" …") for button in found]


def make_move(desk, application: Application, move: str, **answers):
    answers = {"seen_state": application.state} | answers
    return desk.post(f"{INBOX}{application.pk}/{move}/", answers, follow=True)


def in_review(**answers) -> Application:
    """With the one vote that is needed."""
    application = make_application(state=State.REVIEW, **answers)
    process.vote(application, make_colleague(f"voter-{application.pk}", "vote"), "for")
    return application


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        (State.RECEIVED, ["Take it in hand", "Set it apart"]),
        (
            State.SCREENING,
            ["Put it to the vote", "Ask the applicant", "Take it in hand", "Set it apart"],
        ),
        (State.NEEDS_INFO, ["Go on without an answer"]),
        (State.REVIEW, ["Accept", "Decline", "Take it back from the vote"]),
        (State.QUARANTINE, ["Put it into the inbox", "Erase it"]),
        (State.LAPSED, ["Open it again"]),
        (State.ACCEPTED, []),
        (State.DECLINED, []),
        (State.WITHDRAWN, []),
    ],
)
def test_the_next_moves_are_buttons(desk, state, offered):
    assert buttons(desk, make_application(state=state)) == offered


def test_taking_needs_one_press(desk):
    application = make_application()
    answer = make_move(desk, application, "take")
    assert said(answer) == "It is in your hands now."
    assert "In hand with: Mina" in words(answer.text)
    assert Application.objects.get().state == State.SCREENING


def test_a_question_goes_out_with_the_answers_that_may_be_changed(desk):
    application = make_application(state=State.SCREENING)
    answer = make_move(desk, application, "ask", question="Since when?", asked_fields=["website"])
    application.refresh_from_db()
    assert said(answer) == "Your question is on its way."
    assert (application.state, application.asked_fields) == (State.NEEDS_INFO, ["website"])
    assert "Since when?" in Letter.objects.get().text


def test_a_form_without_words_says_so_and_moves_nothing(desk):
    application = make_application(state=State.SCREENING)
    answer = make_move(desk, application, "ask", asked_fields=["website"])
    assert 'id="id_question_error"' in answer.text
    assert re.search(r'value="website"[^>]*checked', answer.text)
    assert Application.objects.get().state == State.SCREENING


def test_who_comes_second_is_told_who_was_first_and_keeps_the_words(desk):
    application = make_application(state=State.SCREENING)
    process.put_to_vote(application, make_colleague("anna", "decide", first_name="Anna"))
    answer = make_move(desk, application, "ask", question="Since when?")
    assert "State: being decided · Anna" in said(answer)
    assert "Since when?</textarea>" in answer.text
    assert not letters_to(application.email).exists()


def test_a_second_press_of_a_button_shows_where_the_application_is_now(desk):
    application = make_application()
    process.take(application, make_colleague("anna", "decide", first_name="Anna"))
    answer = make_move(desk, application, "take")
    assert "State: being checked · Anna" in said(answer)
    assert "In hand with: Anna" in words(answer.text)


def test_a_screen_that_makes_no_sense_now_leads_back(desk):
    answer = desk.get(f"{INBOX}{make_application().pk}/accept/", follow=True)
    assert said(answer) == "As the application stands, this cannot be done."


def test_a_decision_waits_for_the_votes(desk):
    application = make_application(state=State.REVIEW)
    html = words(desk.get(f"{INBOX}{application.pk}/").text)
    assert "1 more vote for or against is needed first." in html
    assert 'href="accept' not in html
    answer = make_move(desk, application, "accept")
    assert "1 more vote" in said(answer)
    assert not Organisation.objects.exists()


def test_accepting_shows_the_draft_first_and_leads_to_it(desk):
    links = "https://one.example\nhttps://two.example"
    application = in_review(
        topics=[make_topic()], summary_en="We care.", founded_year=2015, social_links=links
    )
    before = words(desk.get(f"{INBOX}{application.pk}/accept/").text)
    assert "Name (Korean) 다정한아빠모임" in before
    assert "In one sentence (English) We care." in before
    assert "Topics Care" in before
    assert f"Founded on 2015 Elsewhere on the web {' '.join(links.split())}" in before
    assert "공개 회원 명단에 오르기를 원하지 않습니다." in before
    assert not Organisation.objects.exists()
    answer = make_move(desk, application, "accept", note="Unanimous.")
    made = Organisation.objects.get()
    assert answer.redirect_chain[-1][0] == f"/admin/members/organisation/{made.pk}/change/"
    assert said(answer) == "Accepted. This is the draft."
    assert made.published_languages == []


def test_an_individual_becomes_a_person(desk):
    application = in_review(applicant="individual", name_ko="한결", name_en="")
    answer = make_move(desk, application, "accept")
    made = Person.objects.get()
    assert answer.redirect_chain[-1][0] == f"/admin/members/person/{made.pk}/change/"


def test_a_refusal_is_proposed_in_the_applicants_language_and_goes_as_it_was_changed(desk):
    application = in_review(language="en", contact_name="Kim")
    screen = desk.get(f"{INBOX}{application.pk}/decline/").text
    assert "Dear Kim," in screen
    assert f"About your application (number {application.reference})" in screen
    letter = "Dear Kim,\n\nNot this year. <b>Sorry.</b>"
    shown = make_move(desk, application, "decline", letter=letter, seen_letter="Dear Kim,")
    assert "Not this year. &lt;b&gt;Sorry.&lt;/b&gt;" in shown.text
    assert Application.objects.get().state == State.REVIEW
    assert not letters_to(application.email).exists()
    crlf = letter.replace("\n", "\r\n")
    answer = make_move(desk, application, "decline", letter=crlf, seen_letter=crlf)
    assert said(answer) == "Declined. The letter is on its way."
    assert "Not this year. <b>Sorry.</b>" in letters_to(application.email).get().text


def test_erasing_asks_once_more_and_leaves_for_the_inbox(desk):
    application = make_application(state=State.QUARANTINE)
    assert "for good" in words(desk.get(f"{INBOX}{application.pk}/drop/").text)
    answer = make_move(desk, application, "drop")
    assert answer.redirect_chain[-1][0] == INBOX
    assert not Application.objects.exists()


# Signing again.


def test_a_round_of_letters_is_counted_before_it_goes(desk):
    make_agreements()
    joined = {"joined_on": "2025-01-01", "contact_language": "en"}
    make_organisation(contact_email="a@example.org", slug="a", **joined)
    make_organisation(name_en="Mailless", slug="b", **joined)
    assert f'href="{AGREEMENTS}ask-to-sign/"' in desk.get(AGREEMENTS).text
    screen = words(desk.get(f"{AGREEMENTS}ask-to-sign/").text)
    assert "1 letter will go" in screen
    assert "must be asked in another way: Mailless" in screen
    answer = desk.post(f"{AGREEMENTS}ask-to-sign/", follow=True)
    assert said(answer) == "1 letter is on its way."
    assert Letter.objects.get().recipient == "a@example.org"
    again = words(desk.get(f"{AGREEMENTS}ask-to-sign/").text)
    assert "0 letters will go" in again
    assert "1 member was asked before" in again


@pytest.mark.parametrize("number", [1, 3])
def test_who_has_signed_which_version_and_who_has_not(desk, django_assert_num_queries, number):
    [agreement, *_others] = make_agreements()
    for one in range(number):
        joined = {"joined_on": "2025-01-01"}
        make_organisation(name_en=f"Slow {one}", slug=f"slow-{one}", **joined)
        signed = make_organisation(name_en=f"Quick {one}", slug=f"quick-{one}", **joined)
        Signature.objects.create(
            agreement=agreement, organisation=signed, signatory="Kim", language="ko"
        )
    with django_assert_num_queries(8):
        html = words(desk.get(f"{AGREEMENTS}{agreement.pk}/signatures/").text)
    assert f"Not yet signed: {number}" in html
    missing, signed = html.split(f" Signed: {number} ")
    assert ("Slow 0" in missing, "Quick 0" in missing) == (True, False)
    assert ("Slow 0" in signed, "Quick 0" in signed) == (False, True)
