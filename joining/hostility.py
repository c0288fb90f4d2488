"""Signs of a raid in what was typed: cheap rules that know no opinions and no words.

They decide nothing but whether a person meets an application in the inbox or set apart.
"""

import re
import unicodedata
from datetime import timedelta

from django.utils import timezone

from joining.models import Application

Sign = Application.Sign

# From so many points on an application is set apart.
QUARANTINE_FROM = 3

TEXTS = ("motivation", "contribution", "rights_work", "works_with", "policies", "heard_through")

LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
LINKS_ALLOWED = 2
STRETCHED = re.compile(r"(\S)\1{14,}")
# Letters that look alike and are mixed in one word only to deceive; 한글 and Latin often meet.
ALIKE = ("LATIN", "CYRILLIC", "GREEK")

# How far back, and to how many, a text is compared; how much two must share to be one.
A_WHILE = timedelta(days=2)
MOST_COMPARED = 40
SHARED = 0.6
PIECE = 4
SHORTEST_COMPARED = 30


def points(
    values: dict[str, object], email_hash: str, *, is_of_a_flood: bool = False
) -> dict[str, int]:
    """Each sign that is there, with its points: links, stretched letters, disguised words, and a
    text that came before from another address; people send their own again when a letter is lost.
    """
    texts = [str(values.get(name) or "") for name in TEXTS]
    words = "\n".join(texts)
    found = {
        Sign.LINKS: max(0, len(LINK.findall(words)) - LINKS_ALLOWED),
        Sign.STRETCHED: len(STRETCHED.findall(words)),
        Sign.DISGUISED: sum(map(_is_disguised, words.split())),
        Sign.FLOOD: QUARANTINE_FROM if is_of_a_flood else 0,
        Sign.REPEATED: QUARANTINE_FROM if _came_before(texts[0], email_hash) else 0,
    }
    return {sign: number for sign, number in found.items() if number}


def _is_disguised(word: str) -> bool:
    scripts = {unicodedata.name(sign, "").partition(" ")[0] for sign in word if sign.isalpha()}
    return len(scripts.intersection(ALIKE)) > 1


def _came_before(motivation: str, email_hash: str) -> bool:
    wanted = _pieces(motivation)
    if len(wanted) < SHORTEST_COMPARED:
        return False
    recent = Application.objects.filter(sent_at__gt=timezone.now() - A_WHILE)
    others = recent.exclude(email_hash=email_hash).order_by("-sent_at")
    texts = others.values_list("motivation", flat=True)[:MOST_COMPARED]
    return any(_are_alike(wanted, _pieces(text)) for text in texts)


def _are_alike(one: set[str], other: set[str]) -> bool:
    return len(one & other) > SHARED * len(one | other)


def _pieces(text: str) -> set[str]:
    """Every run of four letters: spacing, signs and case hide nothing."""
    letters = "".join(sign for sign in text.casefold() if sign.isalnum())
    return {letters[at : at + PIECE] for at in range(len(letters) - PIECE + 1)}
