from collections.abc import Iterator

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms import declarations
from cms.declarations.dashboard import Todo
from spam import contact_reveals, form_checks

PUBLIC_FORM_LABELS = {contact_reveals.CONTACT: gettext_lazy("contact details shown")}


def todos(user: User) -> Iterator[Todo]:
    if not user.has_perm("network.close_forms"):
        return
    url = f"{reverse('admin:index')}#panel-forms"
    labels = public_form_labels()
    for form, count in form_checks.flooded_forms(labels).items():
        label = _("{n} in an hour: {form}. Is somebody flooding it? You can close it for a while.")
        yield Todo(label.format(n=count, form=labels[form]), url)


def public_form_labels() -> dict[str, str | Promise]:
    modules = declarations.modules("dashboard")
    return {
        name: label
        for module in modules
        for name, label in getattr(module, "PUBLIC_FORM_LABELS", {}).items()
    }
