from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.views.i18n import set_language

from network import views

handler400 = "network.views.bad_request"
handler500 = "network.views.server_error"

urlpatterns = [
    path("", views.root, name="root"),
    path("healthz", views.healthz, name="healthz"),
    path("robots.txt", views.robots, name="robots"),
    path("media/<path:path>", views.media, name="media"),
    path("admin/language/", set_language, name="admin-language"),
    path("admin/", admin.site.urls),
    *i18n_patterns(
        path("", views.home, name="home"),
        path("", include("news.urls")),
        path("", include("events.urls")),
        path("join/", include("joining.urls")),
        path("", include("members.urls")),
        path("members/<slug:slug>/", views.member, name="member"),
        path("members/<slug:slug>/events/", views.member_events, name="member-events"),
        path("members/<slug:slug>/news/", views.member_news, name="member-news"),
        path("", include("concerns.urls")),
        path("how-to-reach/", views.how_to_reach, name="how-to-reach"),
        path("contacts/<int:pk>/", views.reveal_contact, name="reveal-contact"),
        path("<slug:slug>/", views.page, name="page"),
    ),
]
