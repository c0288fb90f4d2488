"""What a coordinator sees of members' own word on their pages, and of the letters asking for it."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from members import asking, proposing
from members.admin.pages import in_sentences, may_change, show
from members.models import Organisation, Proposal, ProposedChange
from network import text, uploads
from network.admin import DeskAdmin, is_key


@admin.register(Proposal)
class ProposalAdmin(DeskAdmin):
    """A proposal is read and decided, never edited."""

    list_display = ["__str__", "proposed_at", "state", "decided_by", "decided_at"]
    list_filter = ["state"]
    list_select_related = ["organisation", "decided_by"]
    actions = None

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return request.user.has_perm("members.change_organisation")

    has_view_permission = has_change_permission

    def has_module_permission(self, request):
        return self.has_change_permission(request)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        if not self.has_change_permission(request):
            return redirect("admin:index")
        if not is_key(object_id):
            raise Http404
        proposals = Proposal.objects.select_related("organisation", "decided_by")
        proposal = get_object_or_404(proposals.prefetch_related("changes"), pk=object_id)
        if request.method == "POST" and (answer := decide(request, proposal)):
            return answer
        return show_proposal(request, proposal)


def decide(request: HttpRequest, proposal: Proposal) -> HttpResponse | None:
    """Where to go when a coordinator has decided; None when something was in the way."""
    try:
        organisation = proposing.decide(proposal, choices(request, proposal), request.user)
    except proposing.Overtaken:
        words = _("Somebody changed something meanwhile. Look at it again; nothing was taken yet.")
        messages.warning(request, words)
        return redirect("admin:members_proposal_change", proposal.pk)
    except ValidationError as error:
        messages.error(request, in_sentences(error))
        return None
    except OSError as error:
        uploads.note_not_kept(request, error)
        messages.error(request, in_sentences(uploads.refusal()))
        return None
    proposal.refresh_from_db()
    if proposal.state == Proposal.State.OPEN:
        messages.success(request, _("Saved. What you have not decided stays here."))
        return redirect("admin:members_proposal_change", proposal.pk)
    messages.success(request, _("All of it is decided."))
    return redirect("admin:members_organisation_change", organisation.pk)


def choices(request: HttpRequest, proposal: Proposal) -> dict[int, proposing.Choice]:
    """What was chosen on the page; with "take everything" all that is still open."""
    everything, chosen = "everything" in request.POST, {}
    for change in proposal.changes.all():
        said = "take" if everything else request.POST.get(f"change-{change.pk}")
        if said in ("take", "leave"):
            saw = request.POST.get(f"saw-{change.pk}", "")
            chosen[change.pk] = proposing.Choice(said == "take", saw)
    return chosen


def show_proposal(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    changes = [comparison(change, proposal, request) for change in proposal.changes.all()]
    context = {
        "title": _("Proposal: {name}").format(name=proposal.organisation),
        "opts": Proposal._meta,
        "proposal": proposal,
        "changes": changes,
        "is_open": proposal.state == Proposal.State.OPEN,
    }
    return show(request, "admin/members/proposal/change_form.html", context)


def comparison(change: ProposedChange, proposal: Proposal, request: HttpRequest) -> dict:
    """One change as the page shows it. A decided one is compared with what the member saw."""
    change.proposal = proposal
    is_open = change.decision == ProposedChange.Decision.OPEN
    was, now, proposed = (
        "" if change.is_picture else proposing.in_words(change.column, value)
        for value in (change.was, change.is_now, change.proposed)
    )
    return {
        "change": change,
        "is_open": is_open and proposal.state == Proposal.State.OPEN,
        "language": getattr(change.field, "language", ""),
        "now_picture": change.is_picture and getattr(proposal.organisation, change.column),
        "is_dark": change.column == "logo_dark",
        "leaves_dark": change.column == "logo" and leaves_dark_logo(proposal),
        "differences": text.differences(now if is_open else was, proposed),
        # Somebody else's words between what the member saw and what it proposes.
        "overtaken": text.differences(was, now) if is_open and now not in (was, proposed) else [],
        "saw": proposing.fingerprint(change.is_now),
        "chosen": request.POST.get(f"change-{change.pk}", ""),
        "loses_form": proposing.loses_form(change),
    }


def leaves_dark_logo(proposal: Proposal) -> bool:
    """Whether the logo for dark screens would stay the one of before."""
    proposed = {change.column for change in proposal.changes.all()}
    return bool(proposal.organisation.logo_dark) and "logo_dark" not in proposed


@may_change
@require_POST
def ask_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Write to the contact of one organisation."""
    ask_all(request, [get_object_or_404(Organisation, pk=pk)])
    return redirect("admin:members_organisation_change", pk)


def ask_all(request: HttpRequest, organisations) -> None:
    """Write to the contacts of many; those without an address are named."""
    asked, without = 0, []
    for organisation in organisations:
        try:
            asking.ask(organisation, request.user)
        except ValidationError:
            without.append(str(organisation))
        else:
            asked += 1
    if asked:
        said = ngettext("{n} letter written.", "{n} letters written.", asked)
        messages.success(request, said.format(n=asked))
    if without:
        words = _(
            "No letter could be sent, because there is no e-mail address of a contact: {names}. "
            "Add it first."
        )
        messages.warning(request, words.format(names=", ".join(without)))
