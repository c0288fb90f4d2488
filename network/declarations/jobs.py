from cms.declarations.jobs import Job
from network import share_cards

JOBS = [
    Job(
        "delete outdated cards of shared links",
        count_due=share_cards.count_outdated,
        run=share_cards.delete_outdated,
    ),
]
