from django.apps import AppConfig
from django.contrib.auth import apps as django_auth
from django.core.checks import Tags, register
from django.utils.translation import gettext_lazy as _

from accounts.checks import second_factor_is_required


class AccountsConfig(AppConfig):
    default = True
    name = "accounts"
    verbose_name = _("Logins")

    def ready(self):
        register(second_factor_is_required, Tags.security, deploy=True)


class RightsConfig(django_auth.AuthConfig):
    """Django's accounts and groups, under a heading that says so."""

    default = False
    verbose_name = _("Accounts and groups")
