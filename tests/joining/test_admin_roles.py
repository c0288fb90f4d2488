"""What each group of the staff may see and do about applications; everything else is refused."""

import pytest
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.urls import get_resolver, reverse

from cms.declarations.roles import COORDINATORS, EDITORS
from concerns.declarations.roles import CONCERNS
from joining.declarations.roles import REVIEWERS
from joining.models import Application, ApplicationAccessLogEntry, ApplicationFile
from joining.review.transitions import TRANSITIONS
from operations import group_permissions
from tests.support.builders import emails_to, make_agreements, make_application, make_network

pytestmark = pytest.mark.django_db

State = Application.State

GROUPS = {
    "anonymous": None,
    "nobody": (),
    "superuser": (),
    "editors": (EDITORS,),
    "concerns": (CONCERNS,),
    "reviewers": (REVIEWERS,),
    "coordinators": (COORDINATORS,),
}
READING, DECIDING = {"reviewers", "coordinators"}, {"coordinators"}
# The answer to a page that may be seen, and to one that may not: as if it were not there, or no.
SEEN, REFUSED, LOGIN = 200, {403, 404}, 302

# Page, its address for an application in each state, and who may see it.
PAGES = {
    "changelist": READING,
    "export": DECIDING,
    "change": READING,
    "file": READING,
    "accesses": DECIDING,
}


@pytest.fixture
def people(db):
    """One user of each group."""
    group_permissions.apply_roles()
    make_network()
    return {
        name: make_user_in_groups(name, groups)
        for name, groups in GROUPS.items()
        if groups is not None
    }


def make_user_in_groups(name: str, groups):
    user = get_user_model().objects.create_user(
        name, f"{name}@example.org", is_staff=True, is_superuser=name == "superuser"
    )
    for role in groups:
        user.groups.add(*role.groups())
    return user


def log_in(client, people, who: str) -> None:
    if who in people:
        client.force_login(people[who])


def access_outcome(response) -> str:
    if response.status_code == LOGIN and "/admin/login/" in response.headers["Location"]:
        return "login"
    return "seen" if response.status_code == SEEN else f"refused {response.status_code}"


def expected_outcomes(who: str, allowed: set[str]) -> set[str]:
    if who in allowed:
        return {"seen"}
    return {"login"} if who == "anonymous" else {"refused 403", "refused 404"}


def make_application_with_file(state: str) -> tuple[Application, ApplicationFile]:
    application = make_application(state=state)
    file = ApplicationFile(application=application, kind="document", name="statutes.pdf")
    file.file.save("x.pdf", ContentFile(b"%PDF-1.7"))
    return application, file


def addresses(application: Application, file: ApplicationFile) -> dict[str, str]:
    name = "admin:joining_application_{}".format
    return {
        "changelist": reverse(name("changelist")),
        "export": reverse(name("export")),
        "change": reverse(name("change"), args=[application.pk]),
        "file": reverse(name("file"), args=[application.pk, file.pk]),
        "accesses": reverse("admin:joining_applicationaccesslogentry_changelist"),
    }


@pytest.mark.parametrize("who", GROUPS)
def test_who_sees_which_page(client, people, who):
    log_in(client, people, who)
    for page, address in addresses(*make_application_with_file(State.VOTING)).items():
        assert access_outcome(client.get(address)) in expected_outcomes(who, PAGES[page]), (
            who,
            page,
        )


@pytest.mark.parametrize("who", GROUPS)
def test_before_the_vote_only_coordinators_read_an_application(client, people, who):
    log_in(client, people, who)
    for state in (State.RECEIVED, State.SCREENING, State.NEEDS_INFO, State.QUARANTINE):
        known = addresses(*make_application_with_file(state))
        for page in ("change", "file"):
            answer = access_outcome(client.get(known[page]))
            assert answer in expected_outcomes(who, DECIDING), (who, state, page)


@pytest.mark.parametrize("who", [name for name in GROUPS if name != "coordinators"])
def test_nobody_else_changes_the_state(client, people, who):
    log_in(client, people, who)
    for name, transition in TRANSITIONS.items():
        state = transition.from_states[-1]
        application = make_application(state=state)
        address = reverse("admin:joining_application_transition", args=[application.pk, name])
        words = {"info_request": "?", "email_text": "No.", "previewed_text": "No.", "note": "-"}
        client.post(address, words)
        application.refresh_from_db()
        assert (application.state, application.log.count()) == (state, 0), (who, name)


@pytest.mark.parametrize("who", GROUPS)
def test_who_writes_to_applicants_and_referees(client, people, who):
    log_in(client, people, who)
    application = make_application(state=State.VOTING)
    application.referees.create(name="박추천", email="park@example.org")
    for name in ("link", "referees"):
        client.post(reverse(f"admin:joining_application_{name}", args=[application.pk]))
    written = [emails_to(f"{name}@example.org").count() for name in ("office", "park")]
    assert written == ([1, 1] if who in DECIDING else [0, 0])


@pytest.mark.parametrize("who", GROUPS)
def test_who_votes_and_notes(client, people, who):
    log_in(client, people, who)
    application = make_application(state=State.VOTING)
    at = [application.pk]
    client.post(reverse("admin:joining_application_vote", args=at), {"choice": "for"})
    client.post(reverse("admin:joining_application_note", args=at), {"text": "Hello."})
    counted = (application.votes.count(), application.notes.count())
    assert counted == ((1, 1) if who in READING else (0, 0))


@pytest.mark.parametrize("who", GROUPS)
def test_who_exports(client, people, who):
    log_in(client, people, who)
    make_application()
    chosen = {"category": "waiting", "reason": "General meeting"}
    answer = client.post(reverse("admin:joining_application_export"), chosen)
    is_table = answer.headers["Content-Type"].startswith("text/csv")
    assert is_table == (who in DECIDING)
    assert ApplicationAccessLogEntry.objects.filter(
        action=ApplicationAccessLogEntry.Action.EXPORT
    ).count() == int(is_table)


@pytest.mark.parametrize("who", GROUPS)
def test_who_asks_members_to_sign_and_sees_who_has(client, people, who):
    log_in(client, people, who)
    [agreement, *_others] = make_agreements()
    # Agreements are no secret: whoever looks after the machine may help here.
    allowed = {"coordinators", "superuser"}
    for address in (
        reverse("admin:members_agreement_signatures", args=[agreement.pk]),
        reverse("admin:members_agreement_ask_to_sign"),
    ):
        assert access_outcome(client.get(address)) in expected_outcomes(who, allowed), (
            who,
            address,
        )
    posted = client.post(reverse("admin:members_agreement_ask_to_sign"))
    is_done = posted.status_code == 302 and "login" not in posted.headers["Location"]
    assert is_done == (who in allowed)


@pytest.mark.parametrize("who", GROUPS)
def test_the_first_page_names_applications_to_their_readers_only(client, people, who):
    log_in(client, people, who)
    make_application(state=State.VOTING)
    html = client.get("/admin/").text
    inbox = reverse("admin:joining_application_changelist")
    assert (inbox in html) == (who in READING)


def test_no_address_adds_edits_or_deletes_an_application():
    names = {
        name
        for name in get_resolver("website.urls").namespace_dict["admin"][1].reverse_dict
        if isinstance(name, str) and name.startswith("joining_application_")
    }
    prefix = "joining_application_"
    assert {name.removeprefix(prefix) for name in names} == {
        "changelist",
        "export",
        "change",
        "vote",
        "note",
        "file",
        "link",
        "referees",
        "transition",
    }
