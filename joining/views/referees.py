from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from joining.limits_and_periods import REFEREE_RETENTION
from joining.models import Referee
from joining.privacy import access_links
from joining.review import referees
from joining.review.referee_form import RefereeForm
from joining.views.decorators import access_link_page, link_expired, post_data


@access_link_page(access_links.REFEREE)
def referee_page(request: HttpRequest, referee: Referee, token: str) -> HttpResponse:
    """A few questions, answered once. Afterwards the page does not show the answer: colleagues of
    the referee may read the e-mail with the link."""
    application = referee.application
    if referee.answered_at:
        return render(request, "joining/referees/thanks.html")
    if application.state not in referees.ANSWERABLE_STATES:
        return link_expired(request, access_links.REFEREE, is_erased=True)
    form = RefereeForm(post_data(request))
    if form.is_valid():
        referees.record_answer(referee, form.cleaned_data["verdict"], form.cleaned_data["remark"])
        return redirect("joining:referee", token)
    context = {
        "form": form,
        "application": application,
        "referee": referee,
        "days": REFEREE_RETENTION.days,
    }
    return render(request, "joining/referees/form.html", context)
