from django.urls import path, register_converter

from members import applicant_views, converters, views
from members.models import Applicant

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
    path("join/", applicant_views.join, name="join"),
    path(
        "join/organisation/",
        applicant_views.begin,
        {"applicant": Applicant.ORGANISATION},
        name="join-organisation",
    ),
    path(
        "join/individual/",
        applicant_views.begin,
        {"applicant": Applicant.INDIVIDUAL},
        name="join-individual",
    ),
    path("join/sent/", applicant_views.sent, name="join-sent"),
    path("join/confirm/<str:token>/", applicant_views.confirm, name="confirm"),
    path("join/status/<str:token>/", applicant_views.status, name="status"),
    path("join/status/<str:token>/withdraw/", applicant_views.withdraw, name="withdraw"),
    path("join/status/<str:token>/<slug:purpose>/", applicant_views.consent, name="consent"),
    path("join/sign/<str:token>/", applicant_views.sign, name="sign"),
    path("join/sign/<str:token>/profile/", applicant_views.profile, name="profile"),
    path("join/<str:token>/<int:number>/", applicant_views.step, name="join-step"),
    path("join/<str:token>/discard/", applicant_views.discard, name="join-discard"),
    path("members/still-right/sent/", views.thanks, {"said": "sent"}, name="proposal-sent"),
    path("members/still-right/confirmed/", views.thanks, {"said": "confirmed"}, name="confirmed"),
    path("members/still-right/<str:token>/", views.still_right, name="still-right"),
    path("members/still-right/<str:token>/yes/", views.all_right, name="all-right"),
]
