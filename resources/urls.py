from django.urls import path

from resources import views

app_name = "resources"

urlpatterns = [
    path("resources/", views.resources, name="resources"),
    path("resources/feed.<feed_format:feed_format>", views.feed, name="feed"),
    path(
        "resources/kinds/<slug:kind>/feed.<feed_format:feed_format>",
        views.kind_feed,
        name="kind-feed",
    ),
    path("resources/files/<int:pk>/", views.file, name="file"),
    path("resources/<slug:slug>/", views.resource, name="resource"),
]
