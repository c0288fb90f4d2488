from django.urls import path, register_converter

from members.directory import converters
from members.views import about, check_entry, directory

app_name = "members"

register_converter(converters.DayConverter, "day")

urlpatterns = [
    path("members/", directory.member_list, name="members"),
    path("members/directory.json", directory.members_as_json, name="json"),
    path("members/directory.csv", directory.members_as_csv, name="csv"),
    path("about/<slug:kind>/", about.agreement, name="agreement"),
    path("about/<slug:kind>/<day:day>/", about.agreement_version, name="agreement-version"),
    path("people/", about.people, name="people"),
    path("people/<slug:slug>/", about.person, name="person"),
    path(
        "members/still-right/sent/", check_entry.thanks, {"outcome": "sent"}, name="proposal-sent"
    ),
    path(
        "members/still-right/confirmed/",
        check_entry.thanks,
        {"outcome": "confirmed"},
        name="entry-confirmed",
    ),
    path("members/still-right/<str:token>/", check_entry.check_entry, name="check-entry"),
    path("members/still-right/<str:token>/yes/", check_entry.confirm_entry, name="confirm-entry"),
]
