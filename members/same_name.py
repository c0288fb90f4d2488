"""When two names are one: written apart or together, with or without the legal form."""

import re
import unicodedata

from members.models import Organisation
from network import languages, text

# What stands before or after a name and does not belong to it.
LEGAL_FORMS = re.compile(
    r"\(\s*(?:사|재|주|사단|재단|유)\s*\)|㈔|㈜|\((?:ngo|npo)\)"
    r"|(?:비영리)?(?:사단|재단)\s*법인|비영리\s*민간\s*단체|사회적\s*협동조합"
    r"|\b(?:inc|ltd|llc|e\.\s?v)\b\.?",
    re.IGNORECASE,
)
NO_LETTER = re.compile(r"[\W_]+")

# One sign is no name: two organisations may both have the abbreviation "K".
SHORTEST = 2


def key(name: str) -> str:
    """What is left of a name when spelling does not count: K-MEN and kmen are one."""
    words = text.unify_hyphens(unicodedata.normalize("NFKC", LEGAL_FORMS.sub(" ", name)))
    return NO_LETTER.sub("", LEGAL_FORMS.sub(" ", words).casefold())


def names_of(organisation: Organisation) -> list[str]:
    """Every name an organisation goes by."""
    full = [getattr(organisation, column) for column in languages.columns("name")]
    return list(
        filter(None, [*full, organisation.abbreviation, *organisation.other_names.splitlines()])
    )


def keys(names) -> dict[str, str]:
    """The names by their keys, without those too short to tell anybody from anybody."""
    return {key(name): name for name in names if len(key(name)) >= SHORTEST}
