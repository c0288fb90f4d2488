"""From a template to the words of one letter, in the recipient's language."""

from dataclasses import dataclass

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import get_language_bidi, override

from letters.models import SUBJECT_LENGTH
from network.models import Network


@dataclass(frozen=True)
class Words:
    subject: str
    text: str
    html: str


def link(path: str) -> str:
    """The absolute address of a path of this site: letters know no request."""
    return settings.SITE_URL + path


def write(template: str, context: dict, language: str) -> Words:
    """The letter of a template: its first line is the subject, the rest the text.

    The HTML is made of the same text, so that nobody reads another letter than the next.
    """
    with override(language):
        about_us = {"network": Network.objects.current(), "site": settings.SITE_URL}
        words = plain(template, context | about_us)
        subject, _break, body = words.strip().partition("\n")
        frame = about_us | {"language": language, "subject": subject, "body": body.strip()}
        frame["direction"] = "rtl" if get_language_bidi() else "ltr"
        frame["paragraphs"] = paragraphs(body)
        text = plain("letters/letter.txt", frame)
        html = get_template("letters/letter.html").render(frame)
    return Words(shortened(subject), text.strip() + "\n", html)


def shortened(subject: str) -> str:
    return Truncator(" ".join(subject.split())).chars(SUBJECT_LENGTH)


def plain(template: str, context: dict) -> str:
    """A template as plain text: nothing is escaped in it."""
    return get_template(template).template.render(Context(context, autoescape=False))


def paragraphs(body: str) -> list[SafeString]:
    """The paragraphs of a text as HTML. Only addresses of this site become links: what strangers
    typed into a form must not be clickable in a letter of ours."""
    parts = (part.strip("\n") for part in body.split("\n\n"))
    return [mark_safe("<br>\n".join(map(line, part.split("\n")))) for part in parts if part.strip()]  # noqa: S308 - each word is escaped


def line(words: str) -> str:
    """One line as HTML, each word escaped."""
    return " ".join(map(linked, words.split(" ")))


def linked(word: str) -> str:
    safe = escape(word)
    ours = word == settings.SITE_URL or word.startswith(f"{settings.SITE_URL}/")
    return f'<a href="{safe}">{safe}</a>' if ours else safe
