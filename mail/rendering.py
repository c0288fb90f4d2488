from dataclasses import dataclass

from django.conf import settings
from django.template import Context, Engine
from django.template.loader import get_template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import get_language_bidi, override

from mail.models import MAX_SUBJECT_LENGTH
from network.models import Network


@dataclass(frozen=True)
class RenderedEmail:
    subject: str
    text: str
    html: str


def render_email(template: str, context: dict, language: str) -> RenderedEmail:
    """The first line of the template is the subject, the rest the text.

    The HTML is made of the same text, so that all recipients read the same.
    """
    with override(language):
        site_context = {"network": Network.objects.current(), "site": settings.SITE_URL}
        rendered = render_text(template, context | site_context)
        subject, _break, body = rendered.strip().partition("\n")
        context = site_context | {"language": language, "subject": subject, "body": body.strip()}
        context["direction"] = "rtl" if get_language_bidi() else "ltr"
        context["paragraphs"] = html_paragraphs(body)
        text = render_text("mail/email.txt", context)
        html = get_template("mail/email.html").render(context)
    return RenderedEmail(shorten_subject(subject), text.strip() + "\n", html)


def shorten_subject(subject: str) -> str:
    return Truncator(" ".join(subject.split())).chars(MAX_SUBJECT_LENGTH)


def render_text(template: str, context: dict) -> str:
    """Without escaping."""
    return Engine.get_default().get_template(template).render(Context(context, autoescape=False))


def html_paragraphs(body: str) -> list[SafeString]:
    """Only URLs of this site become links: text that visitors typed must not be clickable in our
    e-mails."""
    paragraphs = (part.strip("\n") for part in body.split("\n\n"))
    lines = [map(html_line, text.split("\n")) for text in paragraphs if text.strip()]
    return [mark_safe("<br>\n".join(paragraph)) for paragraph in lines]  # noqa: S308 - escaped


def html_line(line: str) -> str:
    return " ".join(map(html_word, line.split(" ")))


def html_word(word: str) -> str:
    escaped = escape(word)
    is_own_url = word == settings.SITE_URL or word.startswith(f"{settings.SITE_URL}/")
    return f'<a href="{escaped}">{escaped}</a>' if is_own_url else escaped
