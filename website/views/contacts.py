from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from cms.publishing.noindex import noindex
from network.models import Contact, Network, PublicFeature
from spam.contact_reveals import ContactReveal, RevealResult
from website.health import checks, unavailable_page

# The page, and the fragment for a script.
CONTACT_TEMPLATES = {
    RevealResult.SHOWN: ("website/contact.html", "website/_contact_revealed.html"),
    RevealResult.WORK_NEEDED: ("website/contact_check.html", "website/_contact_check.html"),
    RevealResult.OVER_CLIENT_LIMIT: (
        "website/enough_contacts.html",
        "website/_enough_contacts.html",
    ),
    RevealResult.OVER_LIMIT: ("website/enough_contacts.html", "website/_enough_contacts.html"),
}


@csrf_exempt  # It changes nothing, and a token would cost every visitor a cookie.
@require_POST
@never_cache
def reveal_contact(request: HttpRequest, pk: int) -> HttpResponse:
    contact = Contact.objects.filter(pk=pk).first()
    if contact is None:
        raise Http404
    if Network.objects.current().is_closed(PublicFeature.CONTACTS):
        return render(request, "website/contacts_closed.html", status=503)
    reveal = ContactReveal(request)
    result = reveal.check()
    page, fragment = CONTACT_TEMPLATES[result]
    template = fragment if request.headers.get("X-Requested-With") == "fetch" else page
    over_client_limit = result is RevealResult.OVER_CLIENT_LIMIT
    context = {"contact": contact, "reveal": reveal, "over_client_limit": over_client_limit}
    status = 200 if result is RevealResult.SHOWN else 429
    response = render(request, template, context, status=status)
    noindex(response)
    return response


@csrf_exempt  # It changes nothing, and a token would set a cookie.
@require_POST
@never_cache
def reveal_network_contact(request: HttpRequest) -> HttpResponse:
    """Only while the database is unavailable; `reveal_contact` counts how often a visitor asks."""
    if checks.database_answers():
        return redirect("home")
    return unavailable_page.unavailable_page(request, reveals=True)
