from django.apps import AppConfig
from django.contrib.auth import apps as django_auth
from django.core.checks import Tags, register
from django.utils.translation import gettext_lazy as _

from accounts.credentials.system_checks import check_second_factor_required


class AccountsConfig(AppConfig):
    default = True
    name = "accounts"
    verbose_name = _("Logins")

    def ready(self) -> None:
        register(check_second_factor_required, Tags.security, deploy=True)


class AuthConfig(django_auth.AuthConfig):
    default = False
    verbose_name = _("Accounts and groups")
