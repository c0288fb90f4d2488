"""What every answer tells browsers, caches and search engines; no address is forgotten here."""

import re
from datetime import date

import pytest
from django.urls import URLResolver, get_resolver, reverse

from joining.form import drafts
from joining.models import ApplicantType, Application
from joining.privacy import access_links
from mail.models import Email
from members.upkeep import accuracy_requests
from news import preview_links
from tests.support.builders import (
    A_DAY,
    add_event_organisation,
    add_file,
    add_resource_file,
    make_agreement,
    make_application,
    make_article,
    make_campaign,
    make_concern,
    make_contact,
    make_event,
    make_focal_point,
    make_member,
    make_network,
    make_organisation,
    make_page,
    make_person,
    make_photo,
    make_preview_link,
    make_resource,
    make_topic,
    yesterday,
)

pytestmark = pytest.mark.django_db

# For everybody: pages and files that caches and search engines may keep.
OPEN = {
    "root": (),
    "robots": (),
    "security-txt": (),
    "sitemap-index": (),
    "sitemap-lists": (),
    "sitemap": ("news", 1),
    "home": (),
    "page": ("about",),
    "news:articles": (),
    "news:article": ("launch",),
    "news:file": (1,),
    "news:feed": ("atom",),
    "news:kind-feed": ("story", "json"),
    "news:topic-feed": ("care", "atom"),
    "news:campaign-feed": ("16-days", "json"),
    "news:member-feed": ("member", "atom"),
    "news:topics": (),
    "news:topic": ("care",),
    "news:topic-events": ("care",),
    "news:photo-credits": (),
    "news:press-room": (),
    "news:press-photo": (1,),
    "events:events": (),
    "events:calendar": (),
    "events:event-calendar": ("launch",),
    "events:event": ("launch",),
    "campaign": ("16-days",),
    "events:campaign-calendar": ("16-days",),
    "resources:resources": (),
    "resources:resource": ("guide",),
    "resources:file": (1,),
    "resources:feed": ("atom",),
    "resources:kind-feed": ("book", "json"),
    "members:members": (),
    "members:json": (),
    "members:csv": (),
    "members:agreement": ("code-of-conduct",),
    "members:agreement-version": ("code-of-conduct", date(2025, 7, 9)),
    "members:people": (),
    "members:person": ("kim",),
    "joining:join": (),
    "search:search": (),
    "search:suggestions": (),
    "member": ("member",),
    "member-events": ("member",),
    "member-news": ("member",),
    "member-resources": ("member",),
}
# Pages of one reader, whose address or answer is nobody else's: kept by no cache, found nowhere.
PRIVATE = {
    "news:preview",
    "joining:organisation",
    "joining:individual",
    "joining:sent",
    "joining:form-page",
    "joining:delete-draft",
    "joining:confirm",
    "joining:status",
    "joining:copy",
    "joining:withdraw",
    "joining:referee",
    "joining:sign",
    "joining:profile",
    "members:check-entry",
    "concerns:report",
    "concerns:find",
    "concerns:concern",
    "reveal-contact",
}
# Answers that hold nothing of their own: redirects after a button, thanks, files, health.
OTHERS = {
    "share-card",
    "short-url",
    "joining:consent",
    "members:confirm-entry",
    "members:proposal-sent",
    "members:entry-confirmed",
    "news:press-photo-file",
    "admin-language",
    "healthz",
    "how-to-reach",
    "media",
}


def names(resolver: URLResolver, room: str = ""):
    for entry in resolver.url_patterns:
        if not isinstance(entry, URLResolver):
            yield f"{room}{entry.name}"
        elif entry.namespace != "admin":
            yield from names(entry, f"{entry.namespace}:" if entry.namespace else room)


def test_every_address_is_known_to_be_open_or_private():
    assert set(names(get_resolver())) == {*OPEN, *PRIVATE, *OTHERS}


def has_strict_headers(response) -> bool:
    policy = response["Content-Security-Policy"]
    return (
        "default-src 'none'" in policy
        and "script-src 'self'" in policy
        and "frame-ancestors 'none'" in policy
        and "unsafe" not in policy
        and is_guarded(response)
        and not response.cookies
    )


def is_guarded(response, resource_policy: str = "same-origin") -> bool:
    """What errors, redirects and files carry as well."""
    permissions = response["Permissions-Policy"]
    return (
        "camera=()" in permissions
        and "geolocation=()" in permissions
        and "microphone=()" in permissions
        and response["Cross-Origin-Opener-Policy"] == "same-origin"
        and response["Cross-Origin-Resource-Policy"] == resource_policy
        and response["Referrer-Policy"] == "same-origin"
        and response["X-Content-Type-Options"] == "nosniff"
        and response["X-Frame-Options"] == "DENY"
    )


def test_open_pages_may_be_kept_and_run_nothing_strange(client):
    make_network()
    make_page(slug="about")
    member = make_member(slug="member")
    article = make_article(slug="launch", publisher=member)
    add_event_organisation(make_event(slug="launch"), member)
    photo = make_photo(press_use=True, size=(240, 160))
    make_campaign()
    make_agreement()
    make_person(slug="kim", has_public_profile=True)
    topic, held = make_topic(), make_event(starts_at=yesterday() - A_DAY)
    article.topics.add(topic)
    held.topics.add(topic)
    resource = make_resource(slug="guide", publisher=member)
    numbers = {
        "news:file": add_file(article).pk,
        "news:press-photo": photo.pk,
        "resources:file": add_resource_file(resource).pk,
    }
    for name, args in OPEN.items():
        args = (numbers[name],) if name in numbers else args
        response = client.get(reverse(name, args=args))
        assert response.status_code in (200, 302), name
        assert has_strict_headers(response), name
        assert "no-store" not in response.headers.get("Cache-Control", ""), name


def test_private_pages_are_kept_by_no_cache_and_found_by_no_search(client, admin_user):
    contact = make_contact()
    make_network(contact=contact)
    make_focal_point()
    make_agreement()
    member = make_member(contact_email="office@example.org")
    accuracy_requests.send_request(member, admin_user)
    still_right = re.search(r"/ko/members/still-right/\S+", Email.objects.get().text)[0]
    waiting = make_application(state=Application.State.UNCONFIRMED)
    application = make_application(email="other@example.org")
    status = access_links.token_for(application, access_links.STATUS)
    screened = make_application(state=Application.State.SCREENING, email="third@example.org")
    referee = screened.referees.create(name="박추천", email="park@example.org")
    draft_article = make_article(published_at_ko=None, published_at_en=None)
    secret = drafts.start_draft(ApplicantType.ORGANISATION, "ticket", [], {})
    newcomer = make_organisation(joined_on="2026-01-01", published_at_ko=None)
    _concern, code = make_concern()
    addresses = {
        "news:preview": preview_links.link_path(make_preview_link(draft_article)),
        "joining:form-page": [secret, 1],
        "joining:delete-draft": [secret],
        "joining:confirm": [access_links.token_for(waiting, access_links.CONFIRM)],
        "joining:status": [status],
        "joining:copy": [status],
        "joining:referee": [access_links.token_for(referee, access_links.REFEREE)],
        "joining:withdraw": [status],
        "joining:sign": [access_links.token_for(member, access_links.SIGN)],
        "joining:profile": [access_links.token_for(newcomer, access_links.SIGN)],
        "members:check-entry": still_right,
        "concerns:concern": [code],
        "reveal-contact": [contact.pk],
    }
    for name in sorted(PRIVATE):
        given = addresses.get(name, [])
        address = given if isinstance(given, str) else reverse(name, args=given)
        response = client.post(address) if name == "reveal-contact" else client.get(address)
        assert response.status_code == 200, name
        assert has_strict_headers(response), name
        assert "no-store" in response["Cache-Control"], name
        assert response["X-Robots-Tag"] == "noindex", name


@pytest.mark.parametrize(
    ("address", "options", "status"),
    [
        ("/healthz", {}, 200),
        ("/robots.txt", {}, 200),
        ("/ko/", {"secure": False}, 301),
        ("/ko/nothing-here/", {}, 404),
        ("/static/css/nothing-here.css", {}, 404),
        ("/media/nothing-here.jpg", {}, 404),
        ("/ko/", {"headers": {"host": "another.example"}}, 400),
        ("/admin/login/", {}, 200),
        ("/admin/", {}, 302),
    ],
)
def test_errors_redirects_and_files_are_guarded_as_well(client, settings, address, options, status):
    settings.SECURE_SSL_REDIRECT = "secure" in options
    response = client.get(address, **options)
    assert response.status_code == status
    assert is_guarded(response)


def test_a_wrong_method_and_a_crash_are_guarded_as_well(client, monkeypatch):
    assert is_guarded(client.delete("/ko/"))
    monkeypatch.setattr("website.middleware.redirect_from_old_site", lambda request: 1 / 0)
    client.raise_request_exception = False
    response = client.get("/ko/nothing-here/")
    assert response.status_code == 500
    assert is_guarded(response)


def test_other_sites_may_show_public_pictures(client, settings):
    settings.MEDIA_ROOT.mkdir()
    (settings.MEDIA_ROOT / "picture.jpg").write_bytes(b"picture")
    response = client.get("/media/picture.jpg")
    assert response.status_code == 200
    assert is_guarded(response, resource_policy="cross-origin")


def test_a_body_without_a_length_is_not_taken_for_an_empty_one(client):
    response = client.post(
        "/ko/concern/", {"text": "words"}, headers={"transfer-encoding": "chunked"}
    )
    assert response.status_code == 411
    assert is_guarded(response)
