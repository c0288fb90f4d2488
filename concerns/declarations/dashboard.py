from collections.abc import Iterator

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from cms.declarations.dashboard import Todo
from concerns.concern_readers import may_read_concerns
from concerns.models import Concern

PUBLIC_FORM_LABELS = {"concern": gettext_lazy("reported concerns")}


def todos(user: User) -> Iterator[Todo]:
    if may_read_concerns(user) and (count := Concern.objects.open().count()):
        label = ngettext("{n} concern is open", "{n} concerns are open", count)
        yield Todo(label.format(n=count), reverse("admin:concerns_concern_changelist"))
