from django.contrib import messages
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cms.admin.permissions import authenticated_user, can_view
from events.models import Event
from news.admin import event_drafts


@permission_required("news.add_article", raise_exception=True)
@require_POST
def get_or_create(request: HttpRequest, pk: int) -> HttpResponse:
    user = authenticated_user(request)
    if not can_view(user, Event):
        raise PermissionDenied
    try:
        article, created = event_drafts.get_or_create_draft(pk)
    except Event.DoesNotExist as error:
        raise Http404 from error
    if created:
        message = _("Drafted from the event.")
        LogEntry.objects.log_actions(user.pk, [article], ADDITION, change_message=message)
        words = _("This draft contains what is known about the event. It is not public yet.")
    else:
        words = _("There is already a draft about this event. You can continue with it here.")
    messages.success(request, words)
    return redirect("admin:news_article_change", article.pk)
