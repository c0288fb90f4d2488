from django.urls import path

from news.views import (
    article_files,
    articles,
    feeds,
    photo_credits,
    press_photos,
    press_room,
    topics,
)

app_name = "news"

urlpatterns = [
    path("news/", articles.articles, name="articles"),
    path("news/feed.<feed_format:feed_format>", feeds.feed, name="feed"),
    path(
        "news/kinds/<slug:kind>/feed.<feed_format:feed_format>", feeds.kind_feed, name="kind-feed"
    ),
    path("topics/", topics.topics, name="topics"),
    path("topics/<slug:slug>/", topics.topic, name="topic"),
    path("topics/<slug:slug>/events/", topics.topic_events, name="topic-events"),
    path("topics/<slug:slug>/feed.<feed_format:feed_format>", feeds.topic_feed, name="topic-feed"),
    path(
        "campaigns/<slug:slug>/feed.<feed_format:feed_format>",
        feeds.campaign_feed,
        name="campaign-feed",
    ),
    path(
        "members/<slug:slug>/feed.<feed_format:feed_format>", feeds.member_feed, name="member-feed"
    ),
    path("news/files/<int:pk>/", article_files.file, name="file"),
    path("news/preview/<str:token>/", articles.preview, name="preview"),
    path("news/<slug:slug>/", articles.article, name="article"),
    path("photo-credits/", photo_credits.photo_credits, name="photo-credits"),
    path("press/", press_room.press_room, name="press-room"),
    path("press/photos/<int:pk>/", press_photos.press_photo, name="press-photo"),
    path("press/photos/<int:pk>/file/", press_photos.press_photo_file, name="press-photo-file"),
]
