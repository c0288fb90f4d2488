"""Base classes for the admin of every app."""

from cms.admin.content import ContentAdmin
from cms.admin.model_admin import (
    ReadOnlyAdmin,
    SingletonAdmin,
    SiteModelAdmin,
    module_script,
)
from cms.admin.translated import TranslatedAdmin, TranslatedFieldsMixin

__all__ = [
    "ContentAdmin",
    "ReadOnlyAdmin",
    "SingletonAdmin",
    "SiteModelAdmin",
    "TranslatedAdmin",
    "TranslatedFieldsMixin",
    "module_script",
]
