from django.urls import path

from news.views import articles, files, photo_credits, press_room

app_name = "news"

urlpatterns = [
    path("news/", articles.articles, name="articles"),
    path("news/files/<int:pk>/", files.file, name="file"),
    path("news/preview/<str:token>/", articles.preview, name="preview"),
    path("news/<slug:slug>/", articles.article, name="article"),
    path("photo-credits/", photo_credits.photo_credits, name="photo-credits"),
    path("press/", press_room.press_room, name="press-room"),
    path("press/photos/<int:pk>/", press_room.press_photo, name="press-photo"),
    path("press/photos/<int:pk>/file/", press_room.press_photo_file, name="press-photo-file"),
]
