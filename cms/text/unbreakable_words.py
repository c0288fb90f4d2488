"""Where no line of a page breaks: within K-MEN, between a mark and its Korean particle, before the
mark of a footnote."""

import re

from cms.text.rich_text import TAG

# Acronyms with a hyphen (K-MEN, GET-P), Korean names with one (엘-야시르), a closing mark with its
# particle, and the mark before an item of a Korean list (△돌봄).
UNBREAKABLE = re.compile(
    r"(?<![A-Za-z0-9\-])[A-Z][A-Z0-9]{0,4}-[A-Z0-9]{1,5}(?![A-Za-z0-9\-])"
    r"|(?<![가-힣])[가-힣]+-[가-힣]+|[’”』」〉》)\]][가-힣]+|△[가-힣]+"
)
# Without one of these nothing is unbreakable.
UNBREAKABLE_SIGN = re.compile(r"[-’”』」〉》)\]△]")
# The marks of footnotes (`cms.text.footnotes`) between the signs that they stand between.
REFERENCE_SIGN = 'role="doc-noteref"'
REFERENCE = re.compile(
    rf"[^\s<>;&]?(?:<sup>(?:<a [^<>]*{REFERENCE_SIGN}>[^<>]*</a>(?:[\s,;·]|&nbsp;)*)+</sup>)+"
    r"[가-힣]?"
)


def keep_together(markup: str) -> str:
    """HTML in which no line breaks within K-MEN, nor between a mark and the word it belongs to.

    Uses elements instead of invisible characters: copied text stays as it was written. Takes
    cleaned or escaped HTML, whose attributes are in double quotes, and leaves its tags alone.
    """
    if not UNBREAKABLE_SIGN.search(markup):
        return markup
    pieces = TAG.split(markup)
    pieces[::2] = [
        UNBREAKABLE.sub(r'<span class="nowrap">\g<0></span>', text) for text in pieces[::2]
    ]
    joined = "".join(pieces)
    if REFERENCE_SIGN not in joined:
        return joined
    return REFERENCE.sub(r'<span class="nowrap">\g<0></span>', joined)
