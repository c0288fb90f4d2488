"""E-mail addresses as mail servers see them.

Django's validator accepts many spellings that a mail server delivers to one mailbox: full-width
letters, invisible characters, quoted local parts, other forms of a domain. Somebody who may send
ten e-mails to a mailbox could send ten for each spelling. Forms therefore store and send one
spelling (`normalise`), and caps, bans and duplicates compare `mailbox_of`, which also undoes
the aliases of mail providers.
"""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _

# RFC 5321. Python's IDNA codec takes quadratic time, so longer text must not reach it.
MAX_LENGTH, MAX_DOMAIN_LENGTH = 254, 253

# Invisible characters (Unicode's Default_Ignorable_Code_Point).
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
# Typed by Korean and Japanese keyboards in full-width mode.
FULL_WIDTH = {char: char - 0xFEE0 for char in range(0xFF01, 0xFF5F)} | {0xFE6B: "@"}

QUOTED = re.compile(r'^"(.*)"$', re.DOTALL)
ESCAPED = re.compile(r"\\(.)", re.DOTALL)

# Domains that share mailboxes, and providers that ignore dots in the local part.
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


def normalise(typed: str) -> str:
    """In ordinary letters, without invisible characters, the domain as DNS has it. Text that cannot
    be an address is returned as it is; `validate_email_address` refuses it."""
    if len(typed) > 2 * MAX_LENGTH:
        return typed
    name, at, domain = typed.translate(IGNORABLE).translate(FULL_WIDTH).strip().rpartition("@")
    return f"{name}{at}{_as_dns_has_it(domain)}"


def validate_email_address(address: str) -> None:
    """Raises ValidationError unless mail servers understand a normalised address in one way
    only."""
    name, _at, _domain = address.rpartition("@")
    if '"' in name:
        raise ValidationError(IN_QUOTES, code="invalid")
    # Some servers treat a long s (ſ) as s, others do not.
    if not address.isascii() or "[" in address or len(address) > MAX_LENGTH:
        raise ValidationError(INVALID, code="invalid")
    is_address(address)


def normalise_and_validate(typed: str) -> str:
    """Raises ValidationError."""
    address = normalise(typed)
    validate_email_address(address)
    return address


def mailbox_of(address: str) -> str:
    """The same for all addresses of one mailbox: someone+else@ is someone@, and some.one@ too where
    dots are ignored. Takes any text, as stored addresses may be older than these rules."""
    name, _at, domain = normalise(address).rpartition("@")
    domain = SAME_DOMAIN.get(domain, domain)
    if quoted := QUOTED.match(name):
        name = ESCAPED.sub(r"\1", quoted[1])
    name = unicodedata.normalize("NFKC", name).casefold()
    name = name.partition("+")[0] or name
    return f"{name.replace('.', '') if domain in WITHOUT_DOTS else name}@{domain}"


def _as_dns_has_it(domain: str) -> str:
    """`example.org` for Example。ORG, `xn--bj0bj06e.kr` for 한글.kr."""
    folded = unicodedata.normalize("NFKC", domain).casefold()
    if len(folded) > MAX_DOMAIN_LENGTH:
        return domain
    try:
        return folded.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return folded
