from typing import Any

from django.conf import settings
from django.core.checks import Error


def check_second_factor_required(app_configs: Any, **kwargs: Any) -> list[Error]:
    if settings.SECOND_FACTOR_REQUIRED:
        return []
    return [
        Error(
            "Staff log in with a password alone.",
            hint="Unset DEVELOPMENT: a site in production requires the second factor.",
            id="accounts.E001",
        )
    ]
