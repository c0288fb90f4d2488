"""What a password may be, besides Django's rules."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# The longest that is hashed: a stranger's password costs no more than this.
PASSWORD_LENGTH = 4096


class MaximumLengthValidator:
    """Refuses what could not be typed when logging in."""

    def validate(self, password: str, user=None) -> None:
        if len(password) > PASSWORD_LENGTH:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self) -> str:
        return _("Your password can have {n} characters at most.").format(n=PASSWORD_LENGTH)
