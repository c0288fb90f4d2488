"""A site in production that does not insist on the second factor is not as it should be."""

from django.conf import settings
from django.core.checks import Error


def second_factor_is_required(app_configs, **kwargs) -> list[Error]:
    if settings.SECOND_FACTOR_REQUIRED:
        return []
    return [
        Error(
            "People enter the desk with a password alone.",
            hint="Unset DEVELOPMENT: a site in production requires the second factor.",
            id="accounts.E001",
        )
    ]
