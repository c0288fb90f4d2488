"""The status of items in each language: queries, labels and links for the admin."""

from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cms.i18n import languages
from cms.publishing.publishable import Publishable, PublishableQuerySet, Status


def with_status(items: PublishableQuerySet, status: Status, language: str) -> QuerySet:
    """The twin of `Publishable.status_in` for querysets."""
    match status:
        case Status.PUBLIC:
            return items.published(language)
        case Status.SCHEDULED:
            return items.scheduled(language)
        case Status.MISSING:
            return items.missing_in(language)
    return items.drafts(language)


def status_text(item: Publishable, language: str) -> str:
    """For a cell of a list: "public since 9 Jul 2025"."""
    status, moment = item.status_in(language), item.published_at_in(language)
    if moment and status == Status.PUBLIC:
        return _("public since {date}").format(date=short_date(moment))
    if moment and status == Status.SCHEDULED:
        return _("scheduled for {moment}").format(moment=short_datetime(moment))
    return str(status.label)


def saved_message(item: Publishable) -> SafeString:
    """Says for every language what is public now or scheduled, with links."""
    return format_html_join(" ", "{}", ((_sentence(item, code),) for code in languages.codes()))


def view_link(item: Publishable, language: str, *, opens_beside: bool = False) -> SafeString:
    """Link to the page or to the preview; empty for an item without a title."""
    status = item.status_in(language)
    if status == Status.MISSING:
        return SafeString("")
    # An invalid form may have no slug, and so the page no URL.
    public = status == Status.PUBLIC and bool(item.slug)
    label = _("View in {language}") if public else _("Preview in {language}")
    return format_html(
        '<a class="view-link" href="{}"{}>{}</a>',
        item.url_in(language) if public else preview_url(item, language),
        SafeString(' target="_blank"' if opens_beside else ""),
        label.format(language=languages.language_name(language)),
    )


def preview_url(item: Publishable, language: str) -> str:
    """Where staff read an item as if it were public."""
    return reverse("admin:preview", args=[item._meta.model_name, item.pk, language])


def change_url(item: Publishable, language: str | None = None) -> str:
    """The admin form of an item; with a language, at its title in that language."""
    url = reverse(f"admin:{item._meta.app_label}_{item._meta.model_name}_change", args=[item.pk])
    return f"{url}#id_{languages.field_name(item.title_field, language)}" if language else url


def changelist_url(model: type[Publishable], status: Status, language: str) -> str:
    """The admin list of all items of a model with a status in a language."""
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    return f"{url}?in_{language}={status}"


def short_date(moment: datetime) -> str:
    return formats.date_format(timezone.localtime(moment), "SHORT_DATE_FORMAT")


def short_datetime(moment: datetime) -> str:
    return formats.date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")


def _sentence(item: Publishable, language: str) -> SafeString:
    sentences = {
        Status.PUBLIC: _("Public now in {language}."),
        Status.SCHEDULED: _("Will be public in {language} on {date} at {time}."),
        Status.DRAFT: _("Draft in {language}."),
        Status.MISSING: _("Nothing in {language} yet."),
    }
    moment = item.published_at_in(language)
    local = timezone.localtime(moment) if moment else None
    sentence = sentences[item.status_in(language)].format(
        language=languages.language_name(language),
        date=formats.date_format(local, "DATE_FORMAT") if local else "",
        time=formats.date_format(local, "TIME_FORMAT") if local else "",
    )
    # A time may end in a full stop: "9:30 p.m."
    sentence = sentence.removesuffix(".") if sentence.endswith("..") else sentence
    return format_html("<span>{} {}</span>", sentence, view_link(item, language))
