"""What the scheduler does whenever it is due; `members/limits_and_periods.py` says how often."""

from cms.declarations.jobs import Job, Stage
from members.lists import importing
from members.upkeep import accuracy_requests, link_checks, logo_files

JOBS = [
    Job(
        "ask members whether their entry is still right",
        accuracy_requests.count_members_to_ask,
        accuracy_requests.ask_members,
        Stage.WRITE_EMAILS,
        needs_correct_clock=True,
    ),
    Job("move logos to their folders", logo_files.count_misplaced, logo_files.move_logos),
    Job(
        "delete uploaded lists of members",
        importing.count_expired,
        importing.delete_expired,
        needs_correct_clock=True,
    ),
    Job(
        "check links of members",
        link_checks.count_due,
        link_checks.check_due_links,
        Stage.ASK_OTHER_SERVERS,
    ),
]
