"""What an item is in each language: as queries for lists, in words for people."""

from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from network import languages
from network.publishing import Publishable, PublishableQuerySet, Status


def having(items: PublishableQuerySet, status: Status, language: str) -> QuerySet:
    """The items with a status in a language, as `Publishable.status_in` tells it of one item."""
    match status:
        case Status.PUBLIC:
            return items.published(language)
        case Status.SCHEDULED:
            return items.scheduled(language)
        case Status.MISSING:
            return items.missing_in(language)
    return items.drafts(language)


def in_words(item: Publishable, language: str) -> str:
    """What an item is in a language, for a cell of a list: "public since 9 Jul 2025"."""
    status = item.status_in(language)
    if status == Status.PUBLIC:
        return _("public since {date}").format(date=day(item.public_from(language)))
    if status == Status.SCHEDULED:
        return _("scheduled for {moment}").format(moment=minute(item.public_from(language)))
    return str(status.label)


def after_saving(item: Publishable) -> SafeString:
    """What is public now and what will be when, with links to look at it, for every language."""
    return format_html_join(" ", "{}", ((_sentence(item, code),) for code in languages.codes()))


def look(item: Publishable, language: str) -> SafeString:
    """The link to an item in a language: its page, or its preview. Empty when it has no title."""
    status = item.status_in(language)
    if status == Status.MISSING:
        return SafeString("")
    # A form that comes back with an error may have lost its slug, and so the page its address.
    public = status == Status.PUBLIC and bool(item.slug)
    words = _("View in {language}") if public else _("Preview in {language}")
    return format_html(
        '<a class="look" href="{}">{}</a>',
        item.address_in(language) if public else preview_address(item, language),
        words.format(language=languages.name(language)),
    )


def preview_address(item: Publishable, language: str) -> str:
    """Where coordinators read an item as if it were public."""
    return reverse("admin:preview", args=[item._meta.model_name, item.pk, language])


def form_address(item: Publishable, language: str | None = None) -> str:
    """The form of an item; with a language, right at its title in that language."""
    address = reverse(
        f"admin:{item._meta.app_label}_{item._meta.model_name}_change", args=[item.pk]
    )
    return f"{address}#id_{languages.column(item.title_field, language)}" if language else address


def list_address(model: type[Publishable], status: Status, language: str) -> str:
    """The list of all items of a kind that have a status in a language."""
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    return f"{address}?in_{language}={status}"


def day(moment: datetime) -> str:
    return formats.date_format(timezone.localtime(moment), "SHORT_DATE_FORMAT")


def minute(moment: datetime) -> str:
    return formats.date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")


def _sentence(item: Publishable, language: str) -> SafeString:
    words = {
        Status.PUBLIC: _("Public now in {language}."),
        Status.SCHEDULED: _("Will be public in {language} on {date} at {time}."),
        Status.DRAFT: _("Draft in {language}."),
        Status.MISSING: _("Nothing in {language} yet."),
    }[item.status_in(language)]
    moment = item.public_from(language)
    local = timezone.localtime(moment) if moment else None
    sentence = words.format(
        language=languages.name(language),
        date=formats.date_format(local, "DATE_FORMAT") if local else "",
        time=formats.date_format(local, "TIME_FORMAT") if local else "",
    )
    # A time may end in a full stop of its own: "9:30 p.m."
    sentence = sentence.removesuffix(".") if sentence.endswith("..") else sentence
    return format_html("<span>{} {}</span>", sentence, look(item, language))
