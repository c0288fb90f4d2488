from cms.declarations.jobs import Job, Stage
from cms.files import permissions
from erasure_log import erasures
from website.admin import note_emails, scheduled_publication
from website.health import unavailable_page

JOBS = [
    Job(
        "publish pending changes",
        count_due=scheduled_publication.count_due,
        run=scheduled_publication.publish_due,
        stage=Stage.WRITE_EMAILS,
        needs_correct_clock=True,
    ),
    Job(
        "tell staff of notes",
        count_due=note_emails.count_untold,
        run=note_emails.tell,
        stage=Stage.WRITE_EMAILS,
    ),
    Job(
        "store the contact of the network",
        count_due=unavailable_page.is_contact_outdated,
        run=unavailable_page.store_contact,
    ),
    Job("write the erasure log", count_due=erasures.count_unwritten, run=erasures.write_unwritten),
    Job(
        "close private folders",
        count_due=permissions.exposed_folder_count,
        run=permissions.restrict_private_folders,
    ),
]
