from collections.abc import Iterator

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.declarations.dashboard import Link


def shortcuts(user: User) -> Iterator[Link]:
    if user.has_perm("resources.add_resource"):
        yield Link(_("Resource"), reverse("admin:resources_resource_add"))
