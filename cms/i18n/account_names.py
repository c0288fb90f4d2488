"""How colleagues read the name of an account.

Django puts the first name first, whatever the language. A name in Korean letters begins with that
of the family and has no space.
"""

from django.contrib.auth.models import AnonymousUser, User
from django.utils.translation import gettext as _

from cms.text.writing_systems import HANGUL_SYLLABLE


def account_name(user: User | None) -> str:
    if user is None:
        return _("Somebody")
    return _korean_name(user) or user.get_full_name() or user.get_username()


def short_account_name(user: User | AnonymousUser) -> str:
    """With which somebody is greeted."""
    if not isinstance(user, User):
        return ""
    return _korean_name(user) or user.get_short_name() or user.get_username()


def _korean_name(user: User) -> str:
    name = f"{user.last_name.strip()}{user.first_name.strip()}"
    return name if HANGUL_SYLLABLE.search(name) and not _has_latin_letters(name) else ""


def _has_latin_letters(name: str) -> bool:
    return any(letter.isascii() and letter.isalpha() for letter in name)
