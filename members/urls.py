from django.urls import path, register_converter

from members import converters, views

app_name = "members"

register_converter(converters.Day, "day")

urlpatterns = [
    path("about/<slug:document>/", views.agreement, name="agreement"),
    path("about/<slug:document>/<day:day>/", views.agreement_version, name="agreement-version"),
    path("members/<slug:slug>/", views.organisation, name="organisation"),
    path("people/", views.people, name="people"),
    path("people/<slug:slug>/", views.person, name="person"),
]
