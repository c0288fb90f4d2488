"""Settings for mypy, whose plugin for Django finds less than Django does."""

from importlib import import_module

from django.apps import AppConfig

from website.settings import *  # noqa: F403
from website.settings import INSTALLED_APPS as APPS


class DeclaredManagersConfig(AppConfig):
    """Keeps managers as they are declared. modeltranslation replaces them by classes made at run
    time, which the plugin does not find."""

    name = "tests"

    def ready(self) -> None:
        vars(import_module("modeltranslation.translator"))["add_manager"] = lambda model: None


# The plugin finds the model of accounts only where its app has Django's own name.
INSTALLED_APPS = [
    "tests.support.typed_settings.DeclaredManagersConfig",
    *("django.contrib.auth" if app.startswith("accounts.") else app for app in APPS),
]
