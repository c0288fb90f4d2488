from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, register_converter
from django.views.i18n import set_language

from cms.publishing.feeds import FeedFormatConverter
from website.health.views import healthz
from website.views import (
    campaign_page,
    contacts,
    home,
    media,
    member_page,
    pages,
    robots_and_security_txt,
    share_cards,
    short_urls,
    sitemaps,
)

handler400 = "website.views.errors.bad_request"
handler403 = "website.views.errors.permission_denied"
handler404 = "website.views.errors.page_not_found"
handler500 = "website.views.errors.server_error"

# Before the URLs of the apps, which use it.
register_converter(FeedFormatConverter, "feed_format")

urlpatterns = [
    path("", home.root, name="root"),
    path("healthz", healthz, name="healthz"),
    path("robots.txt", robots_and_security_txt.robots, name="robots"),
    path(".well-known/security.txt", robots_and_security_txt.security_txt, name="security-txt"),
    path("sitemap.xml", sitemaps.sitemap_index, name="sitemap-index"),
    path("sitemap-lists.xml", sitemaps.sitemap_lists, name="sitemap-lists"),
    path("sitemap-<slug:name>-<int:number>.xml", sitemaps.sitemap, name="sitemap"),
    path("media/<path:path>", media.media, name="media"),
    path("s/<slug:code>", short_urls.short_url, name="short-url"),
    path(
        "cards/<slug:kind>/<str:key>/<str:language>/<slug:digest>.<slug:extension>",
        share_cards.share_card,
        name="share-card",
    ),
    path("admin/language/", set_language, name="admin-language"),
    path("admin/", admin.site.urls),
    *i18n_patterns(
        path("", home.home, name="home"),
        path("", include("news.urls")),
        path("", include("events.urls")),
        path("campaigns/<slug:slug>/", campaign_page.campaign, name="campaign"),
        path("", include("resources.urls")),
        path("join/", include("joining.urls")),
        path("", include("members.urls")),
        path("members/<slug:slug>/", member_page.member, name="member"),
        path("members/<slug:slug>/events/", member_page.member_events, name="member-events"),
        path("members/<slug:slug>/news/", member_page.member_news, name="member-news"),
        path(
            "members/<slug:slug>/resources/", member_page.member_resources, name="member-resources"
        ),
        path("", include("concerns.urls")),
        path("", include("search.urls")),
        path("how-to-reach/", contacts.reveal_network_contact, name="how-to-reach"),
        path("contacts/<int:pk>/", contacts.reveal_contact, name="reveal-contact"),
        path("<slug:slug>/", pages.page, name="page"),
    ),
]
