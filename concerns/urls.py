from django.urls import path

from concerns import views

app_name = "concerns"

urlpatterns = [
    path("concern/", views.report, name="report"),
    path("concern/answer/", views.find_by_code, name="find"),
    path("concern/<str:code>/", views.show_concern, name="concern"),
]
