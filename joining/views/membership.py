"""What a new member does: it signs the documents, and says what its page is to say."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from joining import process, profiles, signed_links, signing
from joining.forms.membership import BiographyForm, SigningForm
from joining.views.opening import by_link, sent_with
from members.models import Organisation, Person
from members.views import show_proposal_form
from network import languages


@by_link(signed_links.SIGN)
def sign(request: HttpRequest, member: Organisation | Person, token: str) -> HttpResponse:
    """A member signs the documents in force, each by itself."""
    unsigned = signing.unsigned(member)
    is_organisation = isinstance(member, Organisation)
    form = SigningForm(unsigned, sent_with(request), has_role=is_organisation)
    if unsigned and form.is_valid():
        name, role = form.cleaned_data["signatory"], form.cleaned_data.get("role", "")
        try:
            signing.sign(member, unsigned, name, role, languages.active())
            return redirect(request.path)
        except process.Refused as error:
            form.add_error(None, str(error))
    signatures = member.signatures.select_related("agreement").order_by("at", "pk")
    context = {"form": form, "member": member, "unsigned": unsigned, "signatures": signatures}
    if profiles.may_complete(member):
        context["profile"] = reverse("joining:profile", args=[token])
    return render(request, "joining/sign.html", context)


@by_link(signed_links.SIGN)
def profile(request: HttpRequest, member: Organisation | Person, token: str) -> HttpResponse:
    """A new member completes what its page will say; a coordinator makes it public."""
    if not profiles.may_complete(member):
        return redirect("joining:sign", token)
    if isinstance(member, Organisation):
        return show_proposal_form(request, member, {})
    form = BiographyForm(member, sent_with(request))
    if form.is_valid() and profiles.introduce(member, form.cleaned_data):
        return redirect("members:proposal-sent")
    return render(request, "joining/profile.html", {"form": form, "person": member})
