from django.urls import path

from events import views

app_name = "events"

urlpatterns = [
    path("events/", views.events, name="events"),
    path("events/calendar.ics", views.calendar, name="calendar"),
    path("events/<slug:slug>.ics", views.event_calendar, name="event-calendar"),
    path("events/<slug:slug>/", views.event, name="event"),
    path("campaigns/<slug:slug>/calendar.ics", views.campaign_calendar, name="campaign-calendar"),
]
