"""What somebody says whom an applicant named as a reference."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from joining import referees, signed_links
from joining.forms.referees import VerdictForm
from joining.models import Reference
from joining.views.opening import by_link, link_ended, sent_with


@by_link(signed_links.REFER)
def refer(request: HttpRequest, reference: Reference, token: str) -> HttpResponse:
    """A few questions, answered once. Afterwards the page shows nothing of the answer: the letter
    may be read by others in the same office."""
    application = reference.application
    if reference.answered_at:
        return render(request, "joining/referred.html")
    if application.state not in referees.ASKING:
        return link_ended(request, signed_links.REFER)
    form = VerdictForm(sent_with(request))
    if form.is_valid():
        referees.answer(reference, form.cleaned_data["verdict"], form.cleaned_data["remark"])
        return redirect("joining:refer", token)
    context = {"form": form, "application": application, "reference": reference}
    return render(request, "joining/refer.html", context)
