from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cms.i18n import languages
from joining.membership import agreement_signatures, profiles
from joining.membership.forms import BiographyForm, SigningForm
from joining.privacy import access_links
from joining.review.transitions import RefusedError
from joining.views.decorators import access_link_page, post_data
from members.models import Organisation, Person
from members.views.check_entry import show_entry_form


@access_link_page(access_links.SIGN)
def sign_agreements(
    request: HttpRequest, member: Organisation | Person, token: str
) -> HttpResponse:
    unsigned = agreement_signatures.unsigned_agreements(member)
    form = SigningForm(unsigned, post_data(request), has_role=isinstance(member, Organisation))
    if unsigned and form.is_valid():
        name, role = form.cleaned_data["signatory"], form.cleaned_data.get("role", "")
        try:
            agreement_signatures.sign_agreements(member, unsigned, name, role, languages.active())
            return redirect(request.path)
        except RefusedError as error:
            form.add_error(None, str(error))
    signatures = member.signatures.select_related("agreement").order_by("at", "pk")
    profile = reverse("joining:profile", args=[token])
    context = {
        "form": form,
        "member": member,
        "unsigned": unsigned,
        "signatures": signatures,
        "profile": profile if profiles.may_edit_profile(member) else "",
    }
    return render(request, "joining/membership/sign.html", context)


@access_link_page(access_links.SIGN)
def edit_profile(request: HttpRequest, member: Organisation | Person, token: str) -> HttpResponse:
    if not profiles.may_edit_profile(member):
        return redirect("joining:sign", token)
    if isinstance(member, Organisation):
        return show_entry_form(request, member)
    form = BiographyForm(member, post_data(request))
    if form.is_valid() and profiles.save_biography(member, form.cleaned_data):
        return redirect("members:proposal-sent")
    return render(request, "joining/membership/profile.html", {"form": form, "person": member})
