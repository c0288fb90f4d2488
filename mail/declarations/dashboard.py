from collections.abc import Iterator

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.translation import ngettext

from cms.admin.permissions import can_view
from cms.declarations.dashboard import Todo
from mail.models import Email


def todos(user: User) -> Iterator[Todo]:
    if not can_view(user, Email):
        return
    url = reverse("admin:mail_email_changelist")
    for state in Email.NEEDS_ATTENTION:
        if count := Email.objects.filter(state=state).count():
            label = ngettext("{n} e-mail: {state}", "{n} e-mails: {state}", count)
            yield Todo(label.format(n=count, state=state.label), f"{url}?state__exact={state}")
