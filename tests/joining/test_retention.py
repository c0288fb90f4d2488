"""What applicants wrote is erased in time, with its files and e-mails, and the log names nobody."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from joining.form import submission
from joining.models import (
    Application,
    ApplicationAccessLogEntry,
    ApplicationDraft,
    ApplicationFile,
    RetentionLogEntry,
)
from joining.privacy import retention
from joining.review import (
    applicant_transitions,
    reminders,
    staff_actions,
    staff_transitions,
    transitions,
    votes,
)
from mail import outbox
from mail.models import Email
from operations import scheduler
from tests.support.builders import (
    date_file,
    make_answers,
    make_application,
    make_colleague,
    make_draft,
    make_network,
    make_organisation,
)

pytestmark = pytest.mark.django_db

State = Application.State
DAY = timedelta(days=1)
NEARLY = timedelta(minutes=2)


@pytest.fixture(autouse=True)
def _network():
    make_network(votes_needed=0)


def run_scheduler() -> dict[str, int]:
    """How many rows each job that erases has erased, without the jobs that found none."""
    jobs = [job for job in scheduler.jobs() if job.name.startswith("erase ")]
    pending = {
        outcome.job.name: outcome.number for outcome in scheduler.run_jobs(jobs, dry_run=True)
    }
    done = {job.name: run_job(job) for job in jobs}
    assert pending == done
    return {name.removeprefix("erase "): number for name, number in done.items() if number}


def run_job(job: scheduler.Job) -> int:
    """With the callbacks on commit, which delete files."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        [outcome] = scheduler.run_jobs([job])
    assert outcome.error is None
    return outcome.number


def kept_until(period: timedelta, rule: str, number: int = 1) -> None:
    """Asserts that the rule erases `number` rows after the period, and none before."""
    start = timezone.now()
    with time_machine.travel(start + period - NEARLY):
        assert rule not in run_scheduler()
    with time_machine.travel(start + period + NEARLY):
        assert run_scheduler()[rule] == number
        assert run_scheduler() == {}


def with_file(kind: str = "document", **home) -> ApplicationFile:
    file = ApplicationFile(kind=kind, name="정관.pdf", **home)
    file.file.save("statutes.pdf", ContentFile(b"%PDF-1.7"))
    return file


def is_on_disk(file: ApplicationFile) -> bool:
    return file.file.storage.exists(file.file.name)


def test_a_form_that_was_never_sent_is_kept_for_14_days():
    file = with_file(draft=make_draft())
    kept_until(14 * DAY, "forms never sent")
    assert not ApplicationDraft.objects.exists()
    assert not is_on_disk(file)


def test_an_address_that_nobody_confirms_is_kept_for_48_hours_after_its_email():
    application = submission.submit_application(make_draft(), make_answers())
    with time_machine.travel(timezone.now() + 4 * DAY):
        assert run_scheduler() == {}
        Email.objects.update(state="sent", sent_at=timezone.now())
        kept_until(2 * DAY, "addresses never confirmed")
    assert not Email.objects.filter(about=f"application:{application.reference}").exists()
    assert not Application.objects.exists()


@pytest.mark.parametrize("state", ["failed", "on-hold", "unconfirmed"])
def test_an_email_in_trouble_keeps_what_it_is_about_as_long_as_it_can_be_sent(state):
    submission.submit_application(make_draft(), make_answers())
    tried = timezone.now() + 3 * DAY
    Email.objects.update(state=state, attempted_at=tried)
    with time_machine.travel(tried + 30 * DAY - NEARLY):
        assert run_scheduler() == {}
    with time_machine.travel(tried + 30 * DAY + NEARLY):
        assert outbox.purge() == 1
        assert run_scheduler() == {"addresses never confirmed": 1}


def test_whoever_was_never_asked_is_not_closed_for_not_answering():
    coordinator = make_colleague("desk", "decide")
    application = make_application(state=State.SCREENING, assignee=coordinator)
    staff_transitions.ask_applicant(application, coordinator, "왜입니까?", ["summary"])
    start = timezone.now()
    question = Email.objects.filter(kind="info_request")
    for state in ("waiting", "unconfirmed", "failed"):
        question.update(state=state)
        with time_machine.travel(start + 40 * DAY):
            assert reminders.remind_applicants() == 0
    # Somebody sends it again after all.
    went = start + 40 * DAY
    question.update(state="sent", sent_at=went)
    with time_machine.travel(went + 5 * DAY):
        assert reminders.remind_applicants() == 0
    with time_machine.travel(went + 10 * DAY):
        assert reminders.remind_applicants() == 1
        assert Application.objects.get().state == State.CLOSED_UNDECIDED
    # Nor erased before the e-mail that tells of it has gone.
    with time_machine.travel(went + 20 * DAY):
        assert "applications withdrawn or closed" not in run_scheduler()
        Email.objects.update(state="sent", sent_at=timezone.now())
        kept_until(5 * DAY, "applications withdrawn or closed")


def test_what_is_set_apart_is_kept_for_30_days():
    make_application(state=State.QUARANTINE)
    kept_until(30 * DAY, "applications in quarantine")
    assert not Application.objects.exists()


def test_what_was_withdrawn_or_never_answered_is_kept_for_5_days():
    file = with_file(application=make_application(state=State.SCREENING))
    applicant_transitions.withdraw(file.application)
    make_application(state=State.CLOSED_UNDECIDED, email="other@example.org")
    kept_until(5 * DAY, "applications withdrawn or closed", 2)
    assert not Application.objects.exists()
    assert not Email.objects.exists()
    assert not is_on_disk(file)


def decided(verb, *words) -> Application:
    coordinator = make_colleague("desk", "decide", "vote")
    application = make_application(
        state=State.VOTING, spam_score=2, assignee=coordinator, topics=[]
    )
    application.referees.create(name="이추천", email="ref@example.org")
    with_file(application=application)
    votes.cast_vote(application, coordinator, "for", "믿음직합니다")
    staff_actions.add_note(application, coordinator, "전화했습니다")
    verb(application, coordinator, *words)
    return Application.objects.get()


def test_of_a_refusal_only_number_month_and_result_are_left_after_half_a_year():
    with time_machine.travel("2026-03-17T10:00+09:00"):
        application = decided(staff_transitions.decline, "안타깝습니다.")
        kept_until(182 * DAY, "applications declined")
    left = Application.objects.get()
    assert (left.reference, left.state) == (application.reference, State.DECLINED)
    assert timezone.localtime(left.decided_at).isoformat() == "2026-03-01T00:00:00+09:00"
    told = {
        field.name
        for field in Application._meta.concrete_fields
        if getattr(left, field.attname) not in ("", None, False, 0, [])
    }
    assert told <= retention.KEPT_FIELDS
    for belonging in ("log", "votes", "notes", "referees", "files", "consents", "endorsements"):
        assert not getattr(left, belonging).exists()
    assert not Email.objects.filter(about__startswith="application:").exists()
    with pytest.raises(transitions.RefusedError):
        staff_transitions.reopen(left, application.assignee)


def test_references_and_files_go_30_days_after_the_decision():
    application = decided(staff_transitions.accept)
    file = application.files.get()
    start = timezone.now()
    with time_machine.travel(start + 30 * DAY - NEARLY):
        assert run_scheduler() == {}
    with time_machine.travel(start + 30 * DAY + NEARLY):
        erased = run_scheduler()
    assert erased == {"answers of referees": 1, "files of applications": 1}
    assert not is_on_disk(file)
    application.refresh_from_db()
    assert application.motivation
    assert application.organisation


def test_what_a_member_wrote_goes_a_year_after_it_left():
    member = make_organisation(joined_on="2025-07-09")
    application = make_application(
        state=State.ACCEPTED, decided_at=timezone.now(), organisation=member
    )
    with time_machine.travel(timezone.now() + 800 * DAY):
        assert run_scheduler() == {}
        member.left_on = timezone.localdate()
        member.save()
        with time_machine.travel(timezone.now() + 367 * DAY):
            assert run_scheduler() == {"applications of former members": 1}
    application.refresh_from_db()
    assert (application.motivation, application.organisation) == ("", member)


def test_who_read_applications_is_remembered_for_two_years():
    ApplicationAccessLogEntry.objects.create(
        action="read", reference="ABCDEFGH", account=make_colleague("desk", "decide")
    )
    kept_until(730 * DAY, "log of access to applications")


def test_the_retention_log_names_a_rule_and_a_number():
    for number in range(3):
        make_application(state=State.CLOSED_UNDECIDED, email=f"{number}@example.org")
    kept_until(5 * DAY, "applications withdrawn or closed", 3)
    entry = RetentionLogEntry.objects.get()
    assert (entry.rule, entry.number) == ("applications withdrawn or closed", 3)
    told = {field.name for field in RetentionLogEntry._meta.fields}
    assert told == {"id", "at", "rule", "number"}
    longest = max(len(rule.name) for rule in retention.RULES)
    assert longest <= RetentionLogEntry._meta.get_field("rule").max_length


def test_a_dry_run_says_what_would_go_and_erases_nothing(capsys):
    make_application(state=State.CLOSED_UNDECIDED, state_since=timezone.now() - 6 * DAY)
    call_command("scheduler", "--dry-run")
    assert "erase applications withdrawn or closed: 1" in capsys.readouterr().out
    assert Application.objects.exists()
    assert not RetentionLogEntry.objects.exists()


def test_files_that_lost_their_row_are_swept_a_day_later(tmp_path):
    known, lost = with_file(draft=make_draft()), with_file(draft=make_draft())
    ApplicationFile.objects.filter(pk=lost.pk).delete()
    date_file(lost.file.path)
    assert run_scheduler() == {}
    with time_machine.travel(timezone.now() + 1.1 * DAY):
        assert run_scheduler() == {"orphaned files": 1}
    assert (is_on_disk(known), is_on_disk(lost)) == (True, False)


def test_a_raid_is_erased_in_few_statements():
    old = timezone.now() - 31 * DAY
    Application.objects.bulk_create(
        Application(
            applicant_type="organisation",
            language="ko",
            state=State.QUARANTINE,
            state_since=old,
            draft_hash=f"{number:064}",
            name_ko="공격",
        )
        for number in range(1200)
    )
    [rule] = [rule for rule in retention.RULES if rule.name == "applications in quarantine"]
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert retention.erase_due_rows(rule) == 1200
    assert len(queries) <= 75
    assert sum(RetentionLogEntry.objects.values_list("number", flat=True)) == 1200


def test_emails_about_what_is_kept_stay():
    application = applicant_transitions.confirm_email(
        submission.submit_application(make_draft(), make_answers())
    )
    outbox.delete_emails_about("application:OTHER")
    with time_machine.travel(timezone.now() + 20 * DAY):
        assert run_scheduler() == {}
    assert Email.objects.filter(about=f"application:{application.reference}").count() == 2
