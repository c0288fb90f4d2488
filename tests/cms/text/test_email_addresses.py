"""One mailbox is one mailbox, however its address is spelled."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from cms.fields import EmailFormField
from cms.validators import email_addresses
from network.models import Contact

SPELLINGS = [
    "victim@gmail.com",
    "VICTIM@GMAIL.COM",
    "victim@\uff47mail.com",
    "victim@gma\u00adil.com",
    "vic\u200btim@gmail.com",
    "\uff56\uff49\uff43\uff54\uff49\uff4d@gmail.com",
    "victim\uff20gmail.com",
    "victim@gmail\u3002com",
    "victim@gmail\uff0ecom",
    "victim@\U0001d420mail.com",
    "v.i.c.t.i.m@gmail.com",
    "victim+1@googlemail.com",
    '"victim"@gmail.com',
    '"v\\ictim"@gmail.com',
    "victi\u2060m@gmail.com",
    "victim\u3164@gmail.com",
    "victim\U000e0041@gmail.com",
    " victim@gmail.com\u00a0",
]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_spelling_is_one_mailbox(spelling):
    assert email_addresses.mailbox_of(spelling) == "victim@gmail.com"


@pytest.mark.parametrize(
    "other", ["victim@gmail.co", "victims@gmail.com", "vic.tim@example.org", "@gmail.com", "", "+@"]
)
def test_others_are_others(other):
    assert email_addresses.mailbox_of(other) != "victim@gmail.com"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("kim@hanmail.net", "kim@daum.net"),
        ("k.im@proton.me", "kim@protonmail.com"),
        ("kim@\ud55c\uae00.kr", "kim@xn--bj0bj06e.kr"),
        ("kim@EXAMPLE.org", "kim@example.org"),
        ("\u212aim@example.org", "kim@example.org"),
    ],
)
def test_providers_with_several_domains_have_one_mailbox(one, other):
    assert email_addresses.mailbox_of(one) == email_addresses.mailbox_of(other)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("kim\uff20example.org", "kim@example.org"),
        ("\uff4b\uff49\uff4d@example.org", "kim@example.org"),
        ("\uff4b\uff49\uff4d\uff20\uff4f\uff52\uff47\uff0e\uff4b\uff52", "kim@org.kr"),
        ("\u3000kim@example\u3002org ", "kim@example.org"),
        ("kim@\ud55c\uae00.kr", "kim@xn--bj0bj06e.kr"),
        ("Kim.Han+a@Example.ORG", "Kim.Han+a@example.org"),
    ],
)
def test_what_a_keyboard_of_wide_letters_types_is_read(typed, read):
    assert EmailFormField().clean(typed) == read
    assert Contact._meta.get_field("email").clean(typed, None) == read


@pytest.mark.parametrize(
    "typed",
    [
        '"victim"@gmail.com',
        '"v\\ictim"@gmail.com',
        '"a b"@example.org',
        "\uff02victim\uff02@gmail.com",
        "kim@[127.0.0.1]",
        "kim@localhost",
        "\u017fam@example.org",
        "k\u0456m@example.org",
        "kim@example",
        "kim@",
        "@",
        "kim@@example.org",
        "kim@" + "a." * 300 + "org",
        "a" * 10_000,
        "a@" * 5_000,
        "\u3002" * 10_000 + "@" + "\u3002" * 250,
        "kim@" + "\ud55c" * 240,
        "kim@example.org\nBcc: lee@example.org",
        "kim@xn--\udcff.org",
        "\x00@\x00",
    ],
)
def test_what_mail_servers_read_in_several_ways_is_refused(typed):
    with pytest.raises(ValidationError):
        EmailFormField().clean(typed)
    with pytest.raises(ValidationError):
        email_addresses.normalise_and_validate(typed)


def test_quotation_marks_are_named():
    with override("en"), pytest.raises(ValidationError, match="without quotation marks"):
        EmailFormField().clean('"victim"@gmail.com')
