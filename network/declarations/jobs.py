from cms.declarations.jobs import Job
from network import share_cards

JOBS = [
    Job(
        "delete outdated cards of shared links",
        share_cards.count_outdated,
        share_cards.delete_outdated,
    ),
]
