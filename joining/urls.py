from django.urls import path

from joining.models import Applicant
from joining.views import application, form, membership, referees

app_name = "joining"

urlpatterns = [
    path("", form.join, name="join"),
    path("organisation/", form.begin, {"applicant": Applicant.ORGANISATION}, name="organisation"),
    path("individual/", form.begin, {"applicant": Applicant.INDIVIDUAL}, name="individual"),
    path("sent/", form.sent, name="sent"),
    path("confirm/<str:token>/", application.confirm, name="confirm"),
    path("status/<str:token>/", application.status, name="status"),
    path("status/<str:token>/copy/", application.copy, name="copy"),
    path("status/<str:token>/withdraw/", application.withdraw, name="withdraw"),
    path("status/<str:token>/<slug:purpose>/", application.consent, name="consent"),
    path("refer/<str:token>/", referees.refer, name="refer"),
    path("sign/<str:token>/", membership.sign, name="sign"),
    path("sign/<str:token>/profile/", membership.profile, name="profile"),
    path("<str:token>/<int:number>/", form.step, name="step"),
    path("<str:token>/discard/", form.discard, name="discard"),
]
