from django.apps import AppConfig
from django.contrib.admin import apps as django_admin
from django.core.checks import Tags, register
from django.utils.translation import gettext_lazy as _

from network.checks import private_folders_are_closed
from network.request_checks import limit_codec_lookups


class NetworkConfig(AppConfig):
    default = True
    name = "network"
    verbose_name = _("The network and its pages")

    def ready(self):
        register(private_folders_are_closed, Tags.security)
        limit_codec_lookups()


class DeskConfig(django_admin.AdminConfig):
    """Django's admin with this network's desk as its first page."""

    default = False
    default_site = "network.desk.Desk"
