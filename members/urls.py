from django.urls import path

from members import views

app_name = "members"

urlpatterns = [
    path("members/still-right/sent/", views.thanks, {"said": "sent"}, name="proposal-sent"),
    path("members/still-right/confirmed/", views.thanks, {"said": "confirmed"}, name="confirmed"),
    path("members/still-right/<str:token>/", views.still_right, name="still-right"),
    path("members/still-right/<str:token>/yes/", views.all_right, name="all-right"),
    path("members/<slug:slug>/", views.organisation, name="organisation"),
]
