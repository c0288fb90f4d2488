from cms.declarations.jobs import Job, Stage
from cms.files import permissions
from erasure_log import erasures
from website.admin import note_emails, scheduled_publication
from website.health import unavailable_page

JOBS = [
    Job(
        "publish pending changes",
        scheduled_publication.count_due,
        scheduled_publication.publish_due,
        Stage.WRITE_EMAILS,
        needs_correct_clock=True,
    ),
    Job(
        "tell staff of notes",
        note_emails.count_untold,
        note_emails.tell,
        Stage.WRITE_EMAILS,
    ),
    Job(
        "store the contact of the network",
        unavailable_page.is_contact_outdated,
        unavailable_page.store_contact,
    ),
    Job("write the erasure log", erasures.count_unwritten, erasures.write_unwritten),
    Job(
        "close private folders",
        permissions.exposed_folder_count,
        permissions.restrict_private_folders,
    ),
]
