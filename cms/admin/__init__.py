"""Base classes for the admin of every app."""

from cms.admin.content_admin import ContentAdmin
from cms.admin.model_admin import (
    ReadOnlyAdmin,
    SingletonAdmin,
    SiteModelAdmin,
    module_script,
)
from cms.admin.translated_admin import TranslatedAdmin, TranslatedFieldsMixin

__all__ = [
    "ContentAdmin",
    "ReadOnlyAdmin",
    "SingletonAdmin",
    "SiteModelAdmin",
    "TranslatedAdmin",
    "TranslatedFieldsMixin",
    "module_script",
]
