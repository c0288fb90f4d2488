"""Marks text in another script with its language (`lang`), at which screen readers change their
voice.

What somebody has marked in the editor stays so. Elsewhere the script is enough: in a Korean
sentence two Latin words in a row are a title or a name in English, in an English one Hangul is
Korean. A single Latin word, such as K-MEN or WCAG 2.2, is read well by Korean voices and stays
unmarked.
"""

import re

from cms.i18n import languages
from cms.text.rich_text import TAG

LETTER = "A-Za-z\u00c0-\u024f"
INSIDE_WORD = r"’'.\u2011-"
# What stands before the rest of an address.
IN_ADDRESS = "@/:"
# Possessive, and never begun inside a word, so that the time grows with the length of the text.
LATIN_WORD = rf"[{LETTER}](?:[{LETTER}0-9]|[{INSIDE_WORD}](?=[{LETTER}0-9]))*+\.?"
NUMBERS = r"(?: [0-9]+(?:\.[0-9]+)*)*"
LATIN_PHRASE = re.compile(
    rf"(?<![{LETTER}0-9&{IN_ADDRESS}{INSIDE_WORD}])"
    rf"(?:[0-9]+ )?{LATIN_WORD}{NUMBERS}(?: {LATIN_WORD}{NUMBERS})+"
)
HANGUL_PHRASE = re.compile(r"[\uac00-\ud7a3]+(?:[ ·][\uac00-\ud7a3]+)*")
HANGUL = "ko"

LANGUAGE_SPAN = re.compile(r'<span\b[^>]* lang="')

# Inside these a browser expects words alone.
TAKES_NO_ELEMENTS = re.compile(r"<(?:option|textarea|title|script|style)\b")


def mark_other_alphabets(markup: str, written_in: str = "") -> str:
    """Takes cleaned or escaped HTML, whose attributes are in double quotes."""
    if not (language := _other_language(written_in or languages.active())):
        return markup
    phrase = HANGUL_PHRASE if language == HANGUL else LATIN_PHRASE
    pieces = TAG.split(markup) if "<" in markup else [markup]
    depth = 0
    for place in range(0, len(pieces), 2):
        tag = pieces[place - 1] if place else ""
        depth = _depth_in_marked(tag, depth)
        if not (depth or TAKES_NO_ELEMENTS.match(tag)):
            pieces[place] = phrase.sub(rf'<span lang="{language}">\g<0></span>', pieces[place])
    return "".join(pieces)


def _depth_in_marked(tag: str, depth: int) -> int:
    """The number of open spans behind a tag, from one that names its language on; 0 outside."""
    if depth or LANGUAGE_SPAN.match(tag):
        return depth + tag.startswith("<span") - tag.startswith("</span")
    return 0


def _other_language(written_in: str) -> str:
    """The first language of the site in another script than the page; "" if there is none."""
    is_hangul = written_in == HANGUL
    others = [code for code in languages.codes() if (code == HANGUL) != is_hangul]
    return others[0] if others else ""
