from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.limits_and_periods import MAX_PASSWORD_LENGTH


class MaximumLengthValidator:
    def validate(self, password: str, user: User | None = None) -> None:
        if len(password) > MAX_PASSWORD_LENGTH:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self) -> str:
        return _("Your password can have {n} characters at most.").format(
            n=f"{MAX_PASSWORD_LENGTH:,}"
        )
