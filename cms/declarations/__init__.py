"""The types of what each app declares for the whole project, such as roles, jobs and search.

The declarations of an app stand in its folder `declarations/`: `news/declarations/dashboard.py`.
"""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from django.apps import apps


@cache
def modules(name: str) -> tuple[ModuleType, ...]:
    """The modules `<app>.declarations.<name>` of the installed apps, lowest app first."""
    return tuple(_find_modules(name))


def _find_modules(name: str) -> Iterator[ModuleType]:
    for config in apps.get_app_configs():
        package = f"{config.name}.declarations"
        # This package has the types of declarations, under the same names.
        if package != __name__ and _has_module(package, name):
            yield import_module(f"{package}.{name}")


def _has_module(package: str, name: str) -> bool:
    return find_spec(package) is not None and find_spec(f"{package}.{name}") is not None
