"""What forms of the desk are composed of, and what a coordinator sees of the network itself."""

from network.admin import network
from network.admin.content import ContentAdmin
from network.admin.desk import (
    DeskAdmin,
    OneRow,
    ReadOnly,
    SideBySide,
    TranslatedAdmin,
    is_key,
    module,
    only_adds,
)

__all__ = [
    "ContentAdmin",
    "DeskAdmin",
    "OneRow",
    "ReadOnly",
    "SideBySide",
    "TranslatedAdmin",
    "is_key",
    "module",
    "network",
    "only_adds",
]
