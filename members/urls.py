from django.urls import path, register_converter

from members import converters, views

app_name = "members"

register_converter(converters.Day, "day")

urlpatterns = [
    path("members/", views.members, name="members"),
    path("members/directory.json", views.members_as_json, name="json"),
    path("members/directory.csv", views.members_as_csv, name="csv"),
    path("about/<slug:document>/", views.agreement, name="agreement"),
    path("about/<slug:document>/<day:day>/", views.agreement_version, name="agreement-version"),
    path("people/", views.people, name="people"),
    path("people/<slug:slug>/", views.person, name="person"),
    path("members/still-right/sent/", views.thanks, {"said": "sent"}, name="proposal-sent"),
    path("members/still-right/confirmed/", views.thanks, {"said": "confirmed"}, name="confirmed"),
    path("members/still-right/<str:token>/", views.still_right, name="still-right"),
    path("members/still-right/<str:token>/yes/", views.all_right, name="all-right"),
]
