from django.apps import AppConfig
from django.contrib.admin import apps as django_admin
from django.utils.translation import gettext_lazy as _


class NetworkConfig(AppConfig):
    default = True
    name = "network"
    verbose_name = _("The network and its pages")


class DeskConfig(django_admin.AdminConfig):
    """Django's admin with this network's desk as its first page."""

    default = False
    default_site = "network.desk.Desk"
