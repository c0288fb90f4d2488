"""Signs of spam in the answers: cheap rules that look for no opinions and no particular words.

They only decide whether an application goes to the inbox or into quarantine.
"""

import re
import unicodedata

from django.utils import timezone

from joining.limits_and_periods import (
    COMPARISON_PERIOD,
    MAX_COMPARED_MOTIVATIONS,
    MAX_LINKS,
    QUARANTINE_SCORE,
)
from joining.models import Application

SpamSign = Application.SpamSign

SEARCHED_FIELDS = (
    "motivation",
    "contribution",
    "rights_groups_relation",
    "target_groups",
    "policies",
    "referral_source",
)

LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
REPEATED_LETTERS = re.compile(r"(\S)\1{14,}")
# Scripts whose letters look alike: only somebody who wants to deceive mixes them in one word. 한글
# and Latin are often mixed.
MIXED_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK")

# Two motivations are alike if they share more than this part of their n-grams. Texts with fewer
# n-grams are not compared.
SIMILARITY = 0.6
NGRAM_LENGTH = 4
MIN_NGRAMS = 30


def find_spam_signs(
    values: dict[str, object], email_hash: str, *, sent_during_flood: bool = False
) -> dict[str, int]:
    """The points of each sign that was found. A text that was sent before counts only when it came
    from another address: people send their own again when an e-mail is lost."""
    texts = [str(values.get(name) or "") for name in SEARCHED_FIELDS]
    text = "\n".join(texts)
    points = {
        SpamSign.LINKS: max(0, len(LINK.findall(text)) - MAX_LINKS),
        SpamSign.STRETCHED: len(REPEATED_LETTERS.findall(text)),
        SpamSign.DISGUISED: sum(map(_is_disguised, text.split())),
        SpamSign.FLOOD: QUARANTINE_SCORE if sent_during_flood else 0,
        SpamSign.REPEATED: QUARANTINE_SCORE if _was_sent_before(texts[0], email_hash) else 0,
    }
    return {sign: count for sign, count in points.items() if count}


def _is_disguised(word: str) -> bool:
    scripts = {unicodedata.name(char, "").partition(" ")[0] for char in word if char.isalpha()}
    return len(scripts.intersection(MIXED_SCRIPTS)) > 1


def _was_sent_before(motivation: str, email_hash: str) -> bool:
    wanted = _ngrams(motivation)
    if len(wanted) < MIN_NGRAMS:
        return False
    recent = Application.objects.filter(submitted_at__gt=timezone.now() - COMPARISON_PERIOD)
    others = recent.exclude(email_hash=email_hash).order_by("-submitted_at")
    texts = others.values_list("motivation", flat=True)[:MAX_COMPARED_MOTIVATIONS]
    return any(_are_alike(wanted, _ngrams(text)) for text in texts)


def _are_alike(one: set[str], other: set[str]) -> bool:
    return len(one & other) > SIMILARITY * len(one | other)


def _ngrams(text: str) -> set[str]:
    letters = "".join(char for char in text.casefold() if char.isalnum())
    return {letters[at : at + NGRAM_LENGTH] for at in range(len(letters) - NGRAM_LENGTH + 1)}
