"""Long words made to keep a program busy: everything that reads what strangers type takes time in
proportion to its length."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from time import process_time

import pytest
from django.core.exceptions import ValidationError

from joining import hostility
from joining.forms.fields import EmailAddress, WebAddress, WebAddresses, Words
from members import same_name, written_names
from network import codes, date_parsing, lint, logs, mailboxes, resident_numbers, text
from news import video

ROOMS = ["accounts", "concerns", "events", "gate", "joining", "letters", "members"]
ROOMS += ["network", "news", "photos"]
# Of the machine room: these see what we write, never what strangers do.
NOT_FOR_STRANGERS = ("migrations", "management", "network.demo", "network.wsgi", "network.gunicorn")

# These see at most 60 signs (`date_parsing.parse` looks at nothing longer, as is tried below) and
# 300 (`photos.metadata.suggestions` cuts what files say).
IN_SHORT_WORDS = ("network.date_parsing.", "photos.metadata.WRITTEN_BY_PROGRAMS")

LENGTH = 10_000
# A word of 10,000 signs is read in about 5 ms; one that is read from every sign of it takes 250
# and more. In between is room for a busy machine; the best of three tries counts.
MOST_SECONDS = 0.15

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


def long_words(beginnings: list[str]) -> list[str]:
    return [
        f"{beginning}{piece * (LENGTH // len(piece))}\x01"
        for piece in PIECES
        for beginning in beginnings
    ]


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


def seconds(reader, words: str) -> float:
    started = process_time()
    with suppress(ValidationError, ValueError):
        reader(words)
    return process_time() - started


def slow_words(reader, beginnings: list[str]) -> list[str]:
    return [
        ascii(words[:12])
        for words in long_words(beginnings)
        if seconds(reader, words) > MOST_SECONDS
        and min(seconds(reader, words) for _try in range(2)) > MOST_SECONDS
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
    "clean": text.clean,
    "clean_line": text.clean_line,
    "clean_rich": text.clean_rich,
    "plain": text.plain,
    "typed": lambda words: text.typed(text.clean_rich(words)),
    "from_typed": text.from_typed,
    "unbroken": text.unbroken,
    "search_text": text.search_text,
    "search_pattern": text.search_pattern,
    "propose_slug": text.propose_slug,
    "reading_minutes": text.reading_minutes,
    "findings": lambda words: lint.findings(words, "ko", 2026),
    "alt_findings": lambda words: lint.alt_findings(words, words),
    "resident_numbers": resident_numbers.stand_in,
    "mailbox": mailboxes.key,
    "date": date_parsing.parse,
    "names": written_names.ways_to_write,
    "name_key": same_name.key,
    "code": codes.plain,
    "log": logs.without_secrets,
    "video": video.check_address,
    "e-mail": EmailAddress(254).clean,
    "web address": WebAddress(200).clean,
    "web addresses": WebAddresses(2, 1000).clean,
    "line": Words().clean,
    "lines": Words(3, 1000).clean,
    "disguised": lambda words: [hostility._is_disguised(word) for word in words.split()],
    "pieces": hostility._pieces,
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
