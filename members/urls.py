from django.urls import path, register_converter

from members import views
from members.directory import converters

app_name = "members"

register_converter(converters.DayConverter, "day")

urlpatterns = [
    path("members/", views.member_list, name="members"),
    path("members/directory.json", views.members_as_json, name="json"),
    path("members/directory.csv", views.members_as_csv, name="csv"),
    path("about/<slug:kind>/", views.agreement, name="agreement"),
    path("about/<slug:kind>/<day:day>/", views.agreement_version, name="agreement-version"),
    path("people/", views.people, name="people"),
    path("people/<slug:slug>/", views.person, name="person"),
    path("members/still-right/sent/", views.thanks, {"outcome": "sent"}, name="proposal-sent"),
    path(
        "members/still-right/confirmed/",
        views.thanks,
        {"outcome": "confirmed"},
        name="entry-confirmed",
    ),
    path("members/still-right/<str:token>/", views.check_entry, name="check-entry"),
    path("members/still-right/<str:token>/yes/", views.confirm_entry, name="confirm-entry"),
]
