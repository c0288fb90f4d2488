"""The roof: pages that draw on every room."""

import sys

from django.conf import settings
from django.core.exceptions import (
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import get_language_from_request
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers
from django.views.static import serve

from events.models import Event, EventOrganisation
from gate import limits
from gate.addresses import client_of
from members.models import Organisation
from members.views import ABOUT, show_about
from network import health, unavailable
from network.database_away import is_database_away
from network.models import Contact, Network, Page, PublicPart
from network.publishing import get_published_or_explain
from news.models import Article

NEWEST_ON_HOME = 5
# Events and articles on the page of a member; each is a line. All of them have pages of their own.
NEWEST_OF_MEMBER = 10
OF_MEMBER_A_PAGE = 50
# More than anybody needs, and too few to collect addresses.
CONTACTS_AN_HOUR = 30
# From all who ask again, and from all: two thirds are kept for who asks for the first time.
CONTACTS_AGAIN, CONTACTS_FROM_ALL = 1_000, 3_000
CONTACT = "contact"
TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
A_YEAR = 365 * 24 * 3600


@require_safe
@vary_on_headers("Accept-Language")
def root(request: HttpRequest) -> HttpResponse:
    """`/` leads to the home page in the language the browser prefers; nothing is remembered."""
    return redirect(f"/{get_language_from_request(request)}/")


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    newest = Article.objects.published().for_list().newest_first()[:NEWEST_ON_HOME]
    coming = Event.objects.published().upcoming().taking_place().for_list().first()
    members = Organisation.objects.published().members().count()
    context = {"newest": newest, "next_event": coming, "number_of_members": members}
    return render(request, "network/home.html", context)


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    return show_page(request, get_published_or_explain(Page.objects.all(), slug))


def show_page(request: HttpRequest, page: Page) -> HttpResponse:
    """A standing page; whether the reader may see it is the caller's to know."""
    if page.slug == ABOUT:
        return show_about(request, page)
    return render(request, "network/page.html", {"page": page})


@require_safe
def member(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_published_or_explain(Organisation.objects.for_page(), slug)
    return show_member(request, found)


def show_member(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """All that the rooms say of an organisation; who may see it is the caller's to know."""
    context = {
        "organisation": organisation,
        "people": organisation.people.with_profile(),
        # One more than is shown tells that there are more.
        "roles": list(roles_of(organisation)[: NEWEST_OF_MEMBER + 1]),
        "articles": list(articles_of(organisation)[: NEWEST_OF_MEMBER + 1]),
        "most": NEWEST_OF_MEMBER,
    }
    return render(request, "members/organisation.html", context)


def roles_of(organisation: Organisation) -> QuerySet[EventOrganisation]:
    """What it did at public events, the newest first."""
    roles = EventOrganisation.objects.filter(
        organisation=organisation, event__in=Event.objects.published()
    )
    return roles.select_related("event").order_by("-event__starts_at", "pk")


def articles_of(organisation: Organisation) -> QuerySet[Article]:
    public = Article.objects.published().mentioning(organisation)
    return public.select_related("published_by").newest_first()


@require_safe
def member_events(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_published_or_explain(Organisation.objects.all(), slug)
    return show_all_of_member(request, found, "events", _("Events"), roles_of(found))


@require_safe
def member_news(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_published_or_explain(Organisation.objects.all(), slug)
    return show_all_of_member(request, found, "news", _("News"), articles_of(found))


def show_all_of_member(
    request: HttpRequest, organisation: Organisation, what: str, heading: str, found: QuerySet
) -> HttpResponse:
    """Everything of one kind, a page at a time."""
    page = Paginator(found, OF_MEMBER_A_PAGE).get_page(request.GET.get("page"))
    if not page.object_list:
        raise Http404
    context = {"organisation": organisation, "heading": heading, "page": page}
    return render(request, f"members/organisation_{what}.html", context)


@csrf_exempt  # It changes nothing, and a token would cost every visitor a cookie.
@require_POST
@never_cache
def reveal_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """How to reach a contact, for who asks with a click. A script asks for the piece alone."""
    contact = Contact.objects.filter(pk=pk).first()
    if contact is None:
        raise Http404
    if Network.objects.current().is_closed(PublicPart.CONTACTS):
        return render(request, "network/contacts_closed.html", status=503)
    attempt = limits.take(
        CONTACT,
        client_of(request),
        from_one=CONTACTS_AN_HOUR,
        again=CONTACTS_AGAIN,
        from_all=CONTACTS_FROM_ALL,
    )
    if not attempt.is_taken:
        context = {"is_own_fault": attempt.is_own_fault}
        return render(request, "network/enough_contacts.html", context, status=429)
    whole = request.headers.get("X-Requested-With") != "fetch"
    template = "network/contact.html" if whole else "network/_contact_revealed.html"
    response = render(request, template, {"contact": contact})
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponse:
    """Public files, where no proxy serves them. Their names change with their content."""
    try:
        response = serve(request, path, document_root=settings.MEDIA_ROOT)
    except OSError as error:
        # A name that no file can have.
        raise Http404 from error
    response["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    # Public pictures may be shown by feed readers and other sites, as the proxy allows it, too.
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@require_safe
@never_cache
def healthz(_request: HttpRequest) -> HttpResponse:
    """What is well and what is not, a line each; 503 when anything is wrong."""
    found = health.findings()
    status = 503 if any(finding.trouble for finding in found) else 200
    lines = "".join(f"{finding}\n" for finding in found)
    return HttpResponse(lines, content_type="text/plain; charset=utf-8", status=status)


@csrf_exempt  # It changes nothing, and a token would set a cookie.
@require_POST
@never_cache
def how_to_reach(request: HttpRequest) -> HttpResponse:
    """How to reach the network while the database is away. Otherwise its pages tell, which count
    how often somebody asks."""
    if health.database_answers():
        return redirect("home")
    return unavailable.page(request, reveals=True)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse("User-agent: *\nAllow: /\n", content_type="text/plain")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What cannot be read. Of what is too large, nothing has been read."""
    is_too_large = isinstance(exception, TOO_LARGE)
    context = {"is_too_large": is_too_large}
    return render(request, "400.html", context, status=413 if is_too_large else 400)


def server_error(request: HttpRequest) -> HttpResponse:
    """In the reader's language, and without the database, which may be what failed. Django calls
    this while it handles the exception."""
    if is_database_away(sys.exception()):
        return unavailable.page(request)
    return HttpResponse(render_to_string("500.html"), status=500)
