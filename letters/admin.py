"""What a coordinator sees of the letters: what went, what waits, what is in trouble and why."""

import re

from csp.constants import NONE, SELF
from csp.decorators import csp
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from letters import outbox
from letters.models import DAILY_CAP, Letter
from network.admin import DeskAdmin
from network.logs import without_secrets
from network.roles import permitted
from network.text import clean_line

State = Letter.State

# Looked for at the beginnings of words only: from every sign of a long one it would take minutes.
ADDRESS = re.compile(r"(?<![^\s<>\"'])[^\s<>\"'@]+@[^\s<>\"']+")

# As colours of the desk have it: done, on its way, lacking something.
LOOKS = {State.SENT: "public", State.WAITING: "scheduled", State.SENDING: "scheduled"}

EXPLANATIONS = {
    State.WAITING: _("It goes within a minute, or at the next attempt."),
    State.SENDING: _("The mail server is being asked to take it."),
    State.SENT: _("The mail server has taken it."),
    State.UNSURE: _(
        "The mail server had it, but the connection broke before it answered. It may have arrived: "
        "ask the recipient before you send it again."
    ),
    State.FAILED: _("The mail server did not take it. Check the address, then send it again."),
    State.HELD: _(
        "One address gets at most {cap} letters a day: somebody may be filling in forms with "
        "another person's address. Send it only if you know that it is wanted."
    ),
}


@admin.register(Letter)
class LetterAdmin(DeskAdmin):
    """Read only, but for sending again."""

    change_form_template = "admin/letters/letter/change_form.html"
    list_display = ["title", "look", "to", "posted_at"]
    list_filter = ["state"]
    # Words and addresses are encrypted: `get_search_results` finds whole addresses by their hash.
    search_fields = ["about"]
    search_help_text = _("A whole e-mail address, or the number of an application")
    actions = ["send_chosen_again"]
    fieldsets = [
        (None, {"fields": ["look", "what_that_means", "error_shown"]}),
        (
            None,
            {"fields": ["to", "language", ("posted_at", "sent_at", "due_at", "attempts")]},
        ),
        (_("The letter"), {"fields": ["subject", "words", "as_html", "why_not"]}),
    ]

    def get_urls(self):
        named = [
            path("<int:pk>/html/", self.admin_site.admin_view(self.html), name="letters_html"),
            path("<int:pk>/again/", self.admin_site.admin_view(self.again), name="letters_again"),
        ]
        return [*named, *super().get_urls()]

    def get_queryset(self, request):
        letters = super().get_queryset(request).marked_readable(permitted(request.user))
        return letters.defer("text", "html")

    def get_search_results(self, request, queryset, search_term):
        """By an address only what may be read is found: it would tell who has applied."""
        if "@" not in search_term:
            return super().get_search_results(request, queryset, search_term)
        wanted = outbox.mailbox_hash(clean_line(search_term))
        return queryset.filter(is_readable=True, mailbox_hash=wanted), False

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_readonly_fields(self, request, obj=None):
        return [name for _title, options in self.fieldsets for name in flat(options["fields"])]

    def get_fieldsets(self, request, obj=None):
        """What does not apply to this letter is left out."""
        empty = [] if obj and obj.sent_at else ["sent_at"]
        empty += [] if obj and obj.error else ["error_shown"]
        empty += [] if obj and obj.state == State.WAITING else ["due_at"]
        is_shown = obj and obj.is_readable and not obj.erased_at
        empty += ["why_not"] if is_shown else ["subject", "words", "as_html"]
        return [
            (title, {"fields": without(options["fields"], empty)})
            for title, options in self.fieldsets
        ]

    def heading(self, request, item) -> str:
        return self.title(item)

    def render_change_form(self, request, context, **kwargs):
        letter = context["original"]
        may_send = self.has_change_permission(request, letter) and not letter.erased_at
        context["may_send_again"] = may_send and letter.state in Letter.TROUBLE
        context |= {"show_save": False, "show_save_and_continue": False}
        return super().render_change_form(request, context, **kwargs)

    @admin.display(description=_("letter"))
    def title(self, letter: Letter) -> str:
        return (letter.is_readable and letter.subject) or str(letter)

    @admin.display(description=_("recipient"))
    def to(self, letter: Letter) -> str:
        return letter.recipient if letter.is_readable else letter.masked_recipient

    @admin.display(description=_("what went wrong"))
    def error_shown(self, letter: Letter) -> str:
        """In the words of the mail server, which may repeat the address."""
        return letter.error if letter.is_readable else ADDRESS.sub("…", letter.error)

    @admin.display(description=_("text"))
    def why_not(self, letter: Letter) -> str:
        if letter.erased_at:
            return _("Erased: a letter that has gone is kept for a week, any other for a month.")
        return _("Only those who may read what this letter is about may read it.")

    @admin.display(description=_("state"), ordering="state")
    def look(self, letter: Letter) -> SafeString:
        look = LOOKS.get(letter.state, "missing")
        return format_html('<span class="status {}">{}</span>', look, letter.get_state_display())

    @admin.display(description=_("what that means"))
    def what_that_means(self, letter: Letter) -> str:
        return str(EXPLANATIONS[letter.state]).format(cap=DAILY_CAP)

    @admin.display(description=_("text"))
    def words(self, letter: Letter) -> str:
        """Whoever has a link in it may sign or withdraw in the recipient's name: nobody here."""
        return without_secrets(letter.text)

    @admin.display(description=_("as it is shown"))
    def as_html(self, letter: Letter) -> SafeString:
        return format_html(
            '<iframe class="letter-shown" sandbox src="{}" title="{}"></iframe>',
            reverse("admin:letters_html", args=[letter.pk]),
            letter.subject,
        )

    @method_decorator(
        [
            require_safe,
            xframe_options_sameorigin,
            csp({"default-src": [NONE], "frame-ancestors": [SELF], "sandbox": [""]}),
        ]
    )
    def html(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The HTML of a letter, for the frame that shows it: nothing in it runs or is fetched."""
        letter = get_object_or_404(self.get_queryset(request), pk=pk)
        if not (self.has_view_permission(request, letter) and letter.is_readable):
            raise PermissionDenied
        return HttpResponse(without_secrets(letter.html))

    @method_decorator(require_POST)
    def again(self, request: HttpRequest, pk: int) -> HttpResponse:
        letter = get_object_or_404(Letter, pk=pk)
        if not self.has_change_permission(request, letter):
            raise PermissionDenied
        self._send_again(request, [letter])
        return redirect(self._address("change", letter.pk))

    @admin.action(description=_("Send again"), permissions=["change"])
    def send_chosen_again(self, request: HttpRequest, letters) -> None:
        self._send_again(request, letters)

    def _send_again(self, request: HttpRequest, letters) -> None:
        sent = [letter for letter in letters if outbox.send_again(letter)]
        for letter in sent:
            self.log_change(request, letter, _("Sent again."))
        words = ngettext(
            "{n} letter will be sent again.", "{n} letters will be sent again.", len(sent)
        )
        level = messages.SUCCESS if sent else messages.WARNING
        self.message_user(request, words.format(n=len(sent)), level)


def flat(fields) -> list[str]:
    return [name for line in fields for name in (line if isinstance(line, tuple) else (line,))]


def without(fields, gone: list[str]) -> list:
    """The lines of a form without some of their fields."""
    lines = (
        tuple(n for n in line if n not in gone) if isinstance(line, tuple) else line
        for line in fields
    )
    return [line for line in lines if line and line not in gone]
