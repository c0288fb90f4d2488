"""Titles and texts of a site for benchmarks, in each of its languages."""

from cms.i18n import languages

# A paragraph of a usual article in each language that a network of Korea has; others get English.
PARAGRAPHS = {
    "ko": "돌봄은 누구의 일인가. 참가자들은 집과 일터에서 겪은 일을 차례로 이야기했고, 남성이 "
    "돌봄을 나누어 맡을 때 무엇이 달라지는지를 함께 정리했다. 다음 모임은 가을에 열린다. ",
    "en": "Who does the work of care? One after the other, participants told what they had seen at "
    "home and at work, and noted what changes when men do their share. The next meeting is in "
    "autumn. ",
}

# Of these each article has words of its own, so that there are as many as in real titles.
SYLLABLES = {
    "ko": list("돌봄나눔배움마당소리길빛숲강산바람노래하루저녁아침마을학교청년"),
    "en": [consonant + vowel for consonant in "bdfghklmnprstvz" for vowel in "aeo"],
}


def word_of(number: int, code: str) -> str:
    """A word of three syllables, which few numbers share. Numbers in a row have unlike ones."""
    syllables = SYLLABLES.get(code, SYLLABLES["en"])
    scattered, size = number * 2_654_435_761 % 2**32, len(syllables)
    return "".join(syllables[scattered // size**place % size] for place in range(3))


def titles_of(number: int) -> dict:
    """As two words of many."""
    return {
        languages.field_name("title", code): f"{word_of(number, code)} {word_of(number * 7, code)}"
        for code in languages.codes()
    }


def in_every_language(**words) -> dict:
    """The same words in each language."""
    return {
        languages.field_name(field, code): value
        for field, value in words.items()
        for code in languages.codes()
    }


def texts() -> dict:
    """Three paragraphs in each language."""
    return {
        languages.field_name("body", code): f"<p>{PARAGRAPHS.get(code, PARAGRAPHS['en']) * 3}</p>"
        * 3
        for code in languages.codes()
    }
