from django.urls import path

from members import views

app_name = "members"

urlpatterns = [
    path("members/", views.members, name="members"),
    path("members/directory.json", views.members_as_json, name="json"),
    path("members/directory.csv", views.members_as_csv, name="csv"),
]
