"""Long words made to keep a program busy: everything that reads what strangers type takes time in
proportion to its length."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from functools import partial
from itertools import product

import pytest
from django.core.exceptions import ValidationError

from cms import logs
from cms.encryption import readable_codes
from cms.i18n import date_parsing
from cms.text import (
    allowed_html,
    plain_text,
    proofreading,
    reading_time,
    rich_text,
    search_normalisation,
    slugs,
)
from cms.text.unbreakable_words import keep_together
from cms.validators import email_addresses, national_id_numbers
from joining.form import spam_score
from joining.form.field_classes import (
    EmailAddressField,
    PlainTextField,
    WebAddressField,
    WebAddressListField,
)
from members.names import names_in_text, normalised_names
from news.media import video_providers
from tests.website.limits.proportion import PARTS, out_of_proportion

ROOMS = ["accounts", "cms", "concerns", "erasure_log", "events", "joining", "mail", "members"]
ROOMS += ["network", "news", "photos", "resources", "spam", "website"]
# Of the machine room: these see what we write, never what strangers do.
NOT_FOR_STRANGERS = ("migrations", "management", "demo", "website.wsgi", "website.serving.gunicorn")

# These see at most 60 signs (`date_parsing.parse_date` looks at nothing longer, as is tried below)
# and 300 (`photos.files.suggestions.suggest_fields` cuts what files say).
IN_SHORT_WORDS = ("cms.i18n.date_parsing.", "photos.files.suggestions.WRITTEN_BY_PROGRAMS")

LENGTH = 10_000
# A word of 10,000 signs is read in about 5 ms; one that is read from every sign of it takes 250
# and more.
ENOUGH_SECONDS = 0.1

# What the patterns of this program begin or go on with, and what stands in none of them.
PIECES = [
    "a",
    "A",
    "1",
    "\u0663",
    "\uac00",
    "\u3131",
    "\u017f",
    "\u00e9",
    " ",
    "\n",
    "\t",
    "\u00a0",
    "\u00ad",
]
PIECES += [
    *"<>()[]{}&;#'@.,:-_/\\=*+?~",
    '"',
    "\u201c",
    "\u201d",
    "\uff08",
    "\uff20",
    "\u0301",
    "\U0001f600",
]
PIECES += [
    "\r\n",
    "\n ",
    "<p>",
    "<td>",
    "<td>a",
    "<td ",
    "<br ",
    "</p",
    "<a href=",
    '<"',
    "&#",
    "&#0",
    "&nbsp;",
    'href="',
    "a@",
    "@a",
    "a.",
    "a-",
]
PIECES += [
    "1 ",
    "1-",
    "90.01.01-",
    "900101",
    "\uac00-",
    "e. ",
    "\uc0ac\ub2e8 ",
    "( \uc0ac",
    "[1:00",
    "[a] [",
    "7\uc6d4 9\uc77c(",
]
PIECES += [
    "Tuesday, ",
    "https://",
    "www.",
    "v=&",
    "/A",
    "DETAIL: ",
    "2025-7 ",
    "<!--",
    "<b>",
    "//a",
    "xn--",
    "K-",
]
BEGINNINGS = ["", "a", "<", '"', "(", "2025-7", "\uac00"]


def long_word(beginning: str, piece: str, length: int) -> str:
    return f"{beginning}{piece * (length // len(piece))}\x01"


def patterns() -> Iterator[tuple[str, re.Pattern]]:
    """Every regular expression of the program that stands in a module, by its name."""
    for room in ROOMS:
        package = importlib.import_module(room)
        for found in pkgutil.walk_packages(package.__path__, f"{room}."):
            if not any(part in found.name for part in NOT_FOR_STRANGERS):
                for name, value in vars(importlib.import_module(found.name)).items():
                    yield from ((f"{found.name}.{name}", one) for one in within(value))


def within(value) -> Iterator[re.Pattern]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, (tuple, list)):
        for part in value:
            yield from within(part)
    elif isinstance(value, dict):
        yield from within(list(value.values()))


def of_text() -> dict[int, tuple[str, re.Pattern]]:
    return {
        id(one): (name, one)
        for name, one in patterns()
        if isinstance(one.pattern, str) and not name.startswith(IN_SHORT_WORDS)
    }


def slow_words(reader, beginnings: list[str]) -> list[str]:
    """The beginnings of those words that `reader` reads many times."""
    return [
        ascii(long_word(beginning, piece, 12))
        for beginning, piece in product(beginnings, PIECES)
        if out_of_proportion(
            reader,
            long_word(beginning, piece, LENGTH),
            long_word(beginning, piece, LENGTH // PARTS),
            ENOUGH_SECONDS,
            (ValidationError, ValueError),
        )
    ]


def slow_patterns(beginnings: list[str]) -> dict[str, list[str]]:
    found = of_text().values()
    assert len(found) > 30
    slow = {name: slow_words(partial(one.sub, ""), beginnings) for name, one in found}
    return {name: words for name, words in slow.items() if words}


def test_no_regular_expression_reads_a_word_from_each_of_its_signs():
    assert slow_patterns([""]) == {}


@pytest.mark.faults
def test_no_regular_expression_does_whatever_a_word_begins_with():
    assert slow_patterns(BEGINNINGS) == {}


READERS = {
    "clean": plain_text.clean,
    "clean_line": plain_text.clean_line,
    "clean_rich": allowed_html.sanitise,
    "plain": rich_text.to_plain_text,
    "typed": lambda words: rich_text.to_paragraphs(allowed_html.sanitise(words)),
    "from_typed": rich_text.from_paragraphs,
    "nowrap": keep_together,
    "search_text": search_normalisation.search_text,
    "search_pattern": search_normalisation.search_pattern,
    "propose_slug": slugs.propose_slug,
    "reading_minutes": reading_time.reading_minutes,
    "findings": lambda words: proofreading.find_problems(words, "ko", 2026),
    "alt_findings": lambda words: proofreading.alt_text_problems(words, words),
    "national_id_numbers": national_id_numbers.contains_national_id_number,
    "mailbox": email_addresses.mailbox_of,
    "date": date_parsing.parse_date,
    "names": names_in_text.name_variants,
    "name_key": normalised_names.normalise_name,
    "code": readable_codes.normalised,
    "log": logs.redact_secrets,
    "video": video_providers.validate_video_url,
    "e-mail": EmailAddressField(254).clean,
    "web address": WebAddressField(200).clean,
    "web addresses": WebAddressListField(2, 1000).clean,
    "line": PlainTextField().clean,
    "lines": PlainTextField(3, 1000).clean,
    "disguised": lambda words: [spam_score._is_disguised(word) for word in words.split()],
    "pieces": spam_score._ngrams,
}


@pytest.mark.parametrize("name", READERS)
def test_what_reads_strangers_words_takes_time_in_proportion(name):
    assert slow_words(READERS[name], [""]) == []


@pytest.mark.faults
@pytest.mark.parametrize("name", READERS)
def test_it_does_so_whatever_a_word_begins_with(name):
    assert slow_words(READERS[name], BEGINNINGS) == []


# Letters that only look like others, digits that are none, signs that Python and a regular
# expression take for different things.
TYPOGRAPHIC = "\u017f\u212a\u0130\u0131\ufb01\u00b2\u2460\u0661\uff11\u09ea\u1e9e\u00df\u01c5\u0345"
TYPOGRAPHIC += "\u03c2\u2126\ud7a3\u3164\u0000\ufffe"
SENTENCES = [
    "Meeting {}unday, 5 May",
    "{}aturday 5 Augu{}t 2026",
    "Monday, {} May",
    "Monday, 5{} May 2026",
    "Tue{}day, 5 May, {}{}{}{}",
    "{}월 {}일({})",
    "2026년 {}월 9일(목)",
    "{}",
    "{}@example.org",
    "https://example.org/{}",
    "https://www.youtube.com/watch?v={}",
    "2025-{}-{}",
    "\uff08{}\uff09",
    "IMG_{}{}{}{}",
    "<p>{}</p>",
    "&#{};",
]


@pytest.mark.parametrize("name", READERS)
def test_typographic_letters_crash_nothing(name):
    for sentence in SENTENCES:
        for sign in TYPOGRAPHIC:
            try:
                READERS[name](sentence.replace("{}", sign))
            except (ValidationError, ValueError) as error:
                assert name in FORMS or "date" in name, (sentence, ascii(sign), error)


FORMS = ("e-mail", "web address", "web addresses", "line", "lines", "video")
