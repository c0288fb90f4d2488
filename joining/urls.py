from django.urls import path

from joining.models import ApplicantType
from joining.views import applicant_page, application_form, membership, referees

app_name = "joining"

urlpatterns = [
    path("", application_form.how_to_join, name="join"),
    path(
        "organisation/",
        application_form.start_application,
        {"applicant_type": ApplicantType.ORGANISATION},
        name="organisation",
    ),
    path(
        "individual/",
        application_form.start_application,
        {"applicant_type": ApplicantType.INDIVIDUAL},
        name="individual",
    ),
    path("sent/", application_form.application_sent, name="sent"),
    path("confirm/<str:token>/", applicant_page.confirm_email, name="confirm"),
    path("status/<str:token>/", applicant_page.application_status, name="status"),
    path("status/<str:token>/copy/", applicant_page.download_copy, name="copy"),
    path("status/<str:token>/withdraw/", applicant_page.withdraw_application, name="withdraw"),
    path("status/<str:token>/<slug:purpose>/", applicant_page.change_consent, name="consent"),
    path("referee/<str:token>/", referees.referee_page, name="referee"),
    path("sign/<str:token>/", membership.sign_agreements, name="sign"),
    path("sign/<str:token>/profile/", membership.edit_profile, name="profile"),
    path("<str:token>/<int:number>/", application_form.form_page, name="form-page"),
    path("<str:token>/delete/", application_form.delete_draft, name="delete-draft"),
]
