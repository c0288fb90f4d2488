"""How fast a form may be filled in, how long its token works; how many forms, contact details and
wrong codes one client and one network may send, and from when on a proof of work is needed."""

from dataclasses import dataclass
from datetime import timedelta

MAX_FORM_BYTES = 2 * 1024 * 1024

# Nobody fills in a form faster.
MIN_FILL_IN_TIME = timedelta(seconds=3)

TOKEN_LIFETIME = timedelta(days=1)

# Forms per hour: from one client, and from all clients that have sent one before.
FORMS_PER_CLIENT, REPEATED_FORMS = 20, 300

# Contact details per hour: more than anybody needs, and too few to collect addresses.
REVEALS_PER_CLIENT = 30
# From all clients that have asked before, and from all: two thirds are left for new ones.
REPEATED_REVEALS, REVEALS = 1_000, 3_000

# Wrong codes of concerns in two hours: typing errors happen, and nobody finds a code by trying.
WRONG_CODES_PER_CLIENT = 20

# A proof of work is needed above these: from one client in two hours, from all in twenty minutes.
WORK_AFTER_FORMS_PER_CLIENT, WORK_AFTER_FORMS = 5, 30
WORK_AFTER_REVEALS_PER_CLIENT, WORK_AFTER_REVEALS = 10, 100
FLOOD_PERIOD = timedelta(minutes=10)

# 8,000 hashes at first, a tenth of a second on a phone; twice as many each time that traffic
# doubles. 520,000 at most: ten seconds on a slow phone (50,000 a second), a minute for one in 300.
MIN_BITS, MAX_BITS = 13, 19
# Longer numbers are no proof of work; hashing them would cost us time.
MAX_WORK_LENGTH = 20

# Visitors without JavaScript wait instead of working; this way is limited more strictly.
WAIT_INSTEAD_OF_WORK = timedelta(minutes=1)
WAITS_PER_CLIENT, REPEATED_WAITS = 5, 30


@dataclass(frozen=True)
class NetworkShare:
    """What one network may use of an hour: this many new clients, and this share of the limit for
    repeated attempts."""

    prefix: int
    new: int
    of_repeated: float


# The smaller network first. In IPv6 a provider gives one customer up to 65,536 households (/48) and
# has a /32 or more itself; in IPv4 a /24 is the least that is routed, so it has one owner.
NETWORK_SHARES = {
    4: (NetworkShare(24, new=64, of_repeated=1 / 4),),
    6: (NetworkShare(48, new=16, of_repeated=1 / 8), NetworkShare(32, new=256, of_repeated=1 / 2)),
}
