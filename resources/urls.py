from django.urls import path

from resources import views

app_name = "resources"

urlpatterns = [
    path("resources/", views.resources, name="resources"),
    path("resources/files/<int:pk>/", views.file, name="file"),
    path("resources/<slug:slug>/", views.resource, name="resource"),
]
