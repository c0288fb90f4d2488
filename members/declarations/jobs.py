"""What the scheduler does whenever it is due; `members/limits_and_periods.py` says how often."""

from cms.declarations.jobs import Job, Stage
from members.lists import importing
from members.upkeep import accuracy_requests, link_checks, logo_files

JOBS = [
    Job(
        "ask members whether their entry is still right",
        count_due=accuracy_requests.count_members_to_ask,
        run=accuracy_requests.ask_members,
        stage=Stage.WRITE_EMAILS,
        needs_correct_clock=True,
    ),
    Job(
        "move logos to their folders",
        count_due=logo_files.count_misplaced,
        run=logo_files.move_logos,
    ),
    Job(
        "delete uploaded lists of members",
        count_due=importing.count_expired,
        run=importing.delete_expired,
        needs_correct_clock=True,
    ),
    Job(
        "check links of members",
        count_due=link_checks.count_due,
        run=link_checks.check_due_links,
        stage=Stage.ASK_OTHER_SERVERS,
    ),
]
