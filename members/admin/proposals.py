from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from cms.admin import SiteModelAdmin
from cms.admin.permissions import authenticated_user
from cms.fields import is_primary_key
from cms.files import uploads
from cms.i18n import languages
from cms.text.text_comparison import compare_words
from members.admin.page_rendering import error_sentences, render_page
from members.admin.permissions import may_change
from members.models import Organisation, Proposal, ProposedChange
from members.upkeep import accuracy_requests, member_proposals


@admin.register(Proposal)
class ProposalAdmin(SiteModelAdmin):
    """A proposal is read and decided, never edited."""

    list_display = ["__str__", "proposed_at", "state", "decided_by", "decided_at"]
    list_filter = ["state"]
    list_select_related = ["organisation", "decided_by"]
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return request.user.has_perm("members.change_organisation")

    has_view_permission = has_change_permission

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if not self.has_change_permission(request):
            return redirect("admin:index")
        if not is_primary_key(object_id):
            raise Http404
        proposals = Proposal.objects.select_related("organisation", "decided_by")
        proposal = get_object_or_404(proposals.prefetch_related("changes"), pk=object_id)
        if request.method == "POST" and (response := handle_decision(request, proposal)):
            return response
        return show_proposal(request, proposal)


def handle_decision(request: HttpRequest, proposal: Proposal) -> HttpResponse | None:
    """Returns a redirect; None if the decisions could not be saved."""
    organisation, user = proposal.organisation, authenticated_user(request)
    model_admin: Any = admin.site.get_model_admin(Organisation)
    try:
        with transaction.atomic(), model_admin.recorded_as_version(request, organisation):
            decisions = read_decisions(request, proposal)
            member_proposals.decide_proposal(proposal, decisions, user)
            organisation.refresh_from_db()
    except member_proposals.ProposalOutdatedError:
        message = _(
            "Somebody changed something meanwhile. Please check again; nothing has been accepted "
            "yet."
        )
        messages.warning(request, message)
        return redirect("admin:members_proposal_change", proposal.pk)
    except ValidationError as error:
        messages.error(request, error_sentences(error))
        return None
    except OSError as error:
        uploads.add_failed_upload(request, error)
        messages.error(request, error_sentences(uploads.not_saved_error()))
        return None
    proposal.refresh_from_db()
    if proposal.state == Proposal.State.OPEN:
        messages.success(request, _("Saved. What you have not decided stays here."))
        return redirect("admin:members_proposal_change", proposal.pk)
    messages.success(request, _("Everything has been decided."))
    return redirect("admin:members_organisation_change", organisation.pk)


def read_decisions(
    request: HttpRequest, proposal: Proposal
) -> dict[int, member_proposals.ChangeDecision]:
    """The submitted decisions; the button "accept-all" accepts every open change."""
    accepts_all, decisions = "accept-all" in request.POST, {}
    for change in proposal.changes.all():
        choice = "accept" if accepts_all else request.POST.get(f"change-{change.pk}")
        if choice in ("accept", "reject"):
            seen_fingerprint = request.POST.get(f"fingerprint-{change.pk}", "")
            decisions[change.pk] = member_proposals.ChangeDecision(
                choice == "accept", seen_fingerprint
            )
    return decisions


def show_proposal(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    changes = [change_context(change, proposal, request) for change in proposal.changes.all()]
    context = {
        "title": _("Proposal: {name}").format(name=proposal.organisation),
        "opts": Proposal._meta,
        "proposal": proposal,
        "changes": changes,
        "is_open": proposal.state == Proposal.State.OPEN,
    }
    return render_page(request, "members/admin/proposal/change_form.html", context)


def change_context(change: ProposedChange, proposal: Proposal, request: HttpRequest) -> dict:
    """A decided change is compared with what the member saw, an open one with the
    current value."""
    change.proposal = proposal
    is_open = change.decision == ProposedChange.Decision.OPEN
    old, current, proposed = (
        "" if change.is_logo else member_proposals.display_value(change.field_name, value)
        for value in (change.old_value, change.current_value, change.proposed_value)
    )
    return {
        "change": change,
        "is_open": is_open and proposal.state == Proposal.State.OPEN,
        "language": languages.field_language(change.field),
        "current_logo": change.is_logo and getattr(proposal.organisation, change.field_name),
        "is_dark": change.field_name == "logo_dark",
        "leaves_dark_logo": change.field_name == "logo" and leaves_dark_logo(proposal),
        "differences": compare_words(current if is_open else old, proposed),
        # Somebody has changed the value since the member saw it.
        "changed_meanwhile": compare_words(old, current)
        if is_open and current not in (old, proposed)
        else [],
        "fingerprint": member_proposals.value_fingerprint(change.current_value),
        "choice": request.POST.get(f"change-{change.pk}", ""),
        "loses_formatting": member_proposals.loses_formatting(change),
    }


def leaves_dark_logo(proposal: Proposal) -> bool:
    proposed = {change.field_name for change in proposal.changes.all()}
    return bool(proposal.organisation.logo_dark) and "logo_dark" not in proposed


@may_change
@require_POST
def send_accuracy_request(request: HttpRequest, pk: int) -> HttpResponse:
    send_accuracy_requests(request, [get_object_or_404(Organisation, pk=pk)])
    return redirect("admin:members_organisation_change", pk)


def send_accuracy_requests(request: HttpRequest, organisations: Iterable[Organisation]) -> None:
    """Organisations without an e-mail address are named in a message."""
    count, without_email = 0, []
    for organisation in organisations:
        try:
            accuracy_requests.send_request(organisation, authenticated_user(request))
        except ValidationError:
            without_email.append(str(organisation))
        else:
            count += 1
    if count:
        sent = ngettext("{n} e-mail is on its way.", "{n} e-mails are on their way.", count)
        messages.success(request, sent.format(n=count))
    if without_email:
        message = _(
            "No e-mail could be sent, because there is no e-mail address for the contact: {names}. "
            "Add it first."
        )
        messages.warning(request, message.format(names=", ".join(without_email)))
