from django.apps import AppConfig
from django.contrib.admin import apps as django_admin
from django.core.checks import Tags, register

from cms.files.system_checks import check_object_store, check_private_folders
from cms.validators.request_charset import limit_codec_lookups


class WebsiteConfig(AppConfig):
    default = True
    name = "website"

    def ready(self) -> None:
        register(check_private_folders, Tags.security)
        register(check_object_store, Tags.security, deploy=True)
        limit_codec_lookups()


class WebsiteAdminConfig(django_admin.AdminConfig):
    default = False
    default_site = "website.admin.site.WebsiteAdmin"
