from django.urls import path

from news import views

app_name = "news"

urlpatterns = [
    path("news/", views.articles, name="articles"),
    path("news/files/<int:pk>/", views.file, name="file"),
    path("news/preview/<str:token>/", views.preview, name="preview"),
    path("news/<slug:slug>/", views.article, name="article"),
    path("photo-credits/", views.photo_credits, name="photo-credits"),
    path("press/", views.press_room, name="press-room"),
    path("press/photos/<int:pk>/", views.press_photo, name="press-photo"),
    path("press/photos/<int:pk>/file/", views.press_photo_file, name="press-photo-file"),
]
