import re
from collections.abc import Iterable
from typing import Any

from csp.constants import NONE, SELF
from csp.decorators import csp
from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from cms.admin import SiteModelAdmin
from cms.admin.permissions import group_permissions
from cms.logs import redact_secrets
from cms.text.plain_text import clean_line
from mail import outbox
from mail.limits_and_periods import MAX_EMAILS_PER_DAY, SENT_TEXT_RETENTION, TEXT_RETENTION
from mail.models import Email

State = Email.State

# Anchored at the start of a word: a search from every character of a long word would take minutes.
EMAIL_ADDRESS = re.compile(r"(?<![^\s<>\"'])[^\s<>\"'@]+@[^\s<>\"']+")

# The CSS classes of the admin: done, in progress, needs something.
STATUS_CLASSES: dict[str, str] = {
    State.SENT: "public",
    State.WAITING: "scheduled",
    State.SENDING: "scheduled",
}

EXPLANATIONS: dict[str, Promise] = {
    State.WAITING: _("It will be sent within a minute, or at the next attempt."),
    State.SENDING: _("It is being handed to the mail server."),
    State.SENT: _("The mail server has accepted it."),
    State.UNCONFIRMED: _(
        "The mail server received it, but the connection broke before it answered. It may have "
        "arrived: ask the recipient before you send it again."
    ),
    State.FAILED: _("The mail server did not accept it. Check the address, then send it again."),
    State.ON_HOLD: _(
        "One address gets at most {count} e-mails a day: somebody may be filling in forms with "
        "another person’s address. Send it only if you know that it is wanted."
    ),
}


@admin.register(Email)
class EmailAdmin(SiteModelAdmin):
    """E-mails are read-only; those that need attention can be sent again."""

    change_form_template = "mail/admin/email/change_form.html"
    list_display = ["title", "state_badge", "recipient_display", "queued_at"]
    list_filter = ["state"]
    # Texts and addresses are encrypted: `get_search_results` finds whole addresses by their hash.
    search_fields = ["about"]
    search_help_text = _("A whole e-mail address, or the number of an application")
    actions = ["retry_selected"]
    fieldsets = [
        (None, {"fields": ["state_badge", "state_explanation", "error_display"]}),
        (
            None,
            {
                "fields": [
                    "recipient_display",
                    "language",
                    ("queued_at", "sent_at", "next_attempt_at", "attempts"),
                ]
            },
        ),
        (
            _("Text of the e-mail"),
            {"fields": ["subject", "text_preview", "html_preview", "unreadable_reason"]},
        ),
    ]
    readonly_fields = flatten_fieldsets(fieldsets)

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        urls = [
            path("<int:pk>/html/", wrap(self.html), name="mail_email_html"),
            path("<int:pk>/again/", wrap(self.retry), name="mail_email_retry"),
        ]
        return [*urls, *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Email]:
        emails = Email.objects.with_is_readable(group_permissions(request.user))
        return emails.defer("text", "html")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """A search for an e-mail address finds readable e-mails only: others would reveal who has
        applied."""
        if "@" not in search_term:
            return super().get_search_results(request, queryset, search_term)
        mailbox_hash = outbox.mailbox_hash(clean_line(search_term))
        return queryset.filter(is_readable=True, mailbox_hash=mailbox_hash), False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        hidden = [] if obj and obj.sent_at else ["sent_at"]
        hidden += [] if obj and obj.error else ["error_display"]
        hidden += [] if obj and obj.state == State.WAITING else ["next_attempt_at"]
        is_shown = obj and obj.is_readable and not obj.erased_at
        hidden += ["unreadable_reason"] if is_shown else ["subject", "text_preview", "html_preview"]
        return [
            (title, {"fields": without_fields(options["fields"], hidden)})
            for title, options in self.fieldsets
        ]

    def form_title(self, request: HttpRequest, item: Any) -> str:
        return self.title(item)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        email = context["original"]
        may_send = self.has_change_permission(request, email) and not email.erased_at
        context["may_retry"] = may_send and email.state in Email.NEEDS_ATTENTION
        context |= {"show_save": False, "show_save_and_continue": False}
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description=_("e-mail"))
    def title(self, email: Email) -> str:
        return (email.is_readable and email.subject) or str(email)

    @admin.display(description=_("recipient"))
    def recipient_display(self, email: Email) -> str:
        return email.recipient if email.is_readable else email.masked_recipient

    @admin.display(description=_("what went wrong"))
    def error_display(self, email: Email) -> str:
        """Returns the reply of the mail server, which may repeat the e-mail address."""
        return email.error if email.is_readable else EMAIL_ADDRESS.sub("…", email.error)

    @admin.display(description=_("text"))
    def unreadable_reason(self, email: Email) -> str | Promise:
        if email.erased_at:
            return _(
                "Erased: an e-mail that was sent is kept for {sent_days} days, any other for "
                "{other_days} days."
            ).format(sent_days=SENT_TEXT_RETENTION.days, other_days=TEXT_RETENTION.days)
        return _("Only those who may read what this e-mail is about may read it.")

    @admin.display(description=_("state"), ordering="state")
    def state_badge(self, email: Email) -> SafeString:
        css_class = STATUS_CLASSES.get(email.state, "missing")
        return format_html(
            '<span class="status {}">{}</span>', css_class, email.get_state_display()
        )

    @admin.display(description=_("what that means"))
    def state_explanation(self, email: Email) -> str:
        return str(EXPLANATIONS[email.state]).format(count=MAX_EMAILS_PER_DAY)

    @admin.display(description=_("text"))
    def text_preview(self, email: Email) -> str:
        """Returns the text without links that sign or withdraw in the recipient's name."""
        return redact_secrets(email.text)

    @admin.display(description=_("as it is shown"))
    def html_preview(self, email: Email) -> SafeString:
        return format_html(
            '<iframe class="email-preview" sandbox src="{}" title="{}"></iframe>',
            reverse("admin:mail_email_html", args=[email.pk]),
            email.subject,
        )

    @method_decorator(
        [
            require_safe,
            xframe_options_sameorigin,
            csp({"default-src": [NONE], "frame-ancestors": [SELF], "sandbox": [""]}),
        ]
    )
    def html(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Returns the HTML for the `<iframe>` of the preview: nothing in it runs or is fetched."""
        email = get_object_or_404(self.get_queryset(request), pk=pk)
        if not (self.has_view_permission(request, email) and email.is_readable):
            raise PermissionDenied
        return HttpResponse(redact_secrets(email.html))

    @method_decorator(require_POST)
    def retry(self, request: HttpRequest, pk: int) -> HttpResponse:
        email = get_object_or_404(Email, pk=pk)
        if not self.has_change_permission(request, email):
            raise PermissionDenied
        self._retry(request, [email])
        return redirect(self.page_url("change", email.pk))

    @admin.action(description=_("Send again"), permissions=["change"])
    def retry_selected(self, request: HttpRequest, emails: Iterable[Email]) -> None:
        self._retry(request, emails)

    def _retry(self, request: HttpRequest, emails: Iterable[Email]) -> None:
        sent = [email for email in emails if outbox.retry_email(email)]
        for email in sent:
            self.log_change(request, email, _("Sent again."))
        message = ngettext(
            "{n} e-mail will be sent again.", "{n} e-mails will be sent again.", len(sent)
        )
        level = messages.SUCCESS if sent else messages.WARNING
        self.message_user(request, message.format(n=len(sent)), level)


def without_fields(fields: Any, names: list[str]) -> list:
    lines = (
        tuple(name for name in line if name not in names) if isinstance(line, tuple) else line
        for line in fields
    )
    return [line for line in lines if line and line not in names]
