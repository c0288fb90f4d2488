"""Compares names regardless of their spelling: with or without spaces and the legal form."""

import re
import unicodedata
from collections.abc import Iterable

from cms.i18n import languages
from cms.text import plain_text
from members.models import Organisation

# Before or after a name, but no part of it.
LEGAL_FORMS = re.compile(
    r"\(\s*(?:사|재|주|사단|재단|유)\s*\)|㈔|㈜|\((?:ngo|npo)\)"
    r"|(?:비영리)?(?:사단|재단)\s*법인|비영리\s*민간\s*단체|사회적\s*협동조합"
    r"|\b(?:inc|ltd|llc|e\.\s?v)\b\.?",
    re.IGNORECASE,
)
NOT_LETTERS = re.compile(r"[\W_]+")

# One letter identifies nobody: two organisations may both have the abbreviation "K".
MIN_LENGTH = 2


def normalise_name(name: str) -> str:
    """Returns the same text for names that differ in spelling only: K-MEN and kmen."""
    name = plain_text.unify_hyphens(unicodedata.normalize("NFKC", LEGAL_FORMS.sub(" ", name)))
    return NOT_LETTERS.sub("", LEGAL_FORMS.sub(" ", name).casefold())


def organisation_names(organisation: Organisation) -> list[str]:
    names = [getattr(organisation, column) for column in languages.field_names("name")]
    return list(
        filter(None, [*names, organisation.abbreviation, *organisation.other_names.splitlines()])
    )


def names_by_normalised_form(names: Iterable[str]) -> dict[str, str]:
    """Returns the names by their normalised form, without names too short to identify anybody."""
    return {normalise_name(name): name for name in names if len(normalise_name(name)) >= MIN_LENGTH}
