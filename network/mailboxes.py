"""E-mail addresses as mail servers will see them.

Django's validator accepts many spellings that a mail server delivers to one mailbox: full-width
letters, invisible characters, quoted local parts, other forms of a domain. Somebody who may send
ten letters to a mailbox could send ten for each spelling. Forms therefore store and send one
spelling (`normalised`), and caps, bans and duplicates compare what is left when the tricks of mail
providers are undone, too (`key`).
"""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _

# RFC 5321; Python's IDNA codec takes quadratic time, so that nothing longer may reach it.
LONGEST, LONGEST_DOMAIN = 254, 253

# Characters that take no room on a screen (Unicode's Default_Ignorable_Code_Point).
IGNORABLE = dict.fromkeys(
    [
        *(0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFEFF, 0xFFA0),
        *range(0x180B, 0x1810),
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        *range(0xFE00, 0xFE10),
        *range(0xFFF0, 0xFFF9),
        *range(0x1BCA0, 0x1BCA4),
        *range(0x1D173, 0x1D17B),
        *range(0xE0000, 0xE1000),
    ]
)
# What a Korean or Japanese keyboard types in its full-width mode.
FULL_WIDTH = {sign: sign - 0xFEE0 for sign in range(0xFF01, 0xFF5F)} | {0xFE6B: "@"}

QUOTED = re.compile(r'^"(.*)"$', re.DOTALL)
ESCAPED = re.compile(r"\\(.)", re.DOTALL)

# One mailbox under several domains, and providers that ignore dots in front of the @.
SAME_DOMAIN = {
    "googlemail.com": "gmail.com",
    "protonmail.com": "proton.me",
    "pm.me": "proton.me",
    "me.com": "icloud.com",
    "mac.com": "icloud.com",
    "hanmail.net": "daum.net",
}
WITHOUT_DOTS = {"gmail.com", "proton.me"}

INVALID = _("Write it like name@example.org.")
IN_QUOTES = _("Write the address without quotation marks, like name@example.org.")

is_address = EmailValidator(message=INVALID, allowlist=[])


def read(typed: str) -> str:
    """What somebody meant to type: in ordinary letters, without invisible characters, the domain
    as DNS has it. Changes nothing that cannot be an address; `check` tells that."""
    if len(typed) > 2 * LONGEST:
        return typed
    name, at, domain = typed.translate(IGNORABLE).translate(FULL_WIDTH).strip().rpartition("@")
    return f"{name}{at}{_as_dns_has_it(domain)}"


def check(address: str) -> None:
    """Raises ValidationError unless mail servers understand a `read` address in one way only."""
    name, _at, _domain = address.rpartition("@")
    if '"' in name:
        raise ValidationError(IN_QUOTES, code="invalid")
    # Some servers take a long s for an s, others do not.
    if not address.isascii() or "[" in address or len(address) > LONGEST:
        raise ValidationError(INVALID, code="invalid")
    is_address(address)


def normalised(typed: str) -> str:
    """The one spelling of an address, as it is stored and sent. Raises ValidationError."""
    address = read(typed)
    check(address)
    return address


def key(address: str) -> str:
    """What two addresses of one mailbox have in common: someone+else@ is someone@, and where dots
    mean nothing some.one@ is, too. Takes any text: what is in the database may be older than the
    rules above."""
    name, _at, domain = read(address).rpartition("@")
    domain = SAME_DOMAIN.get(domain, domain)
    if quoted := QUOTED.match(name):
        name = ESCAPED.sub(r"\1", quoted[1])
    name = unicodedata.normalize("NFKC", name).casefold()
    name = name.partition("+")[0] or name
    return f"{name.replace('.', '') if domain in WITHOUT_DOTS else name}@{domain}"


def _as_dns_has_it(domain: str) -> str:
    """`example.org` of Example。ORG, `xn--bj0bj06e.kr` of 한글.kr."""
    folded = unicodedata.normalize("NFKC", domain).casefold()
    if len(folded) > LONGEST_DOMAIN:
        return domain
    try:
        return folded.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return folded
