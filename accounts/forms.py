from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.forms import PasswordChangeForm
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.limits_and_periods import MAX_PASSWORD_LENGTH, MAX_RESPONSE_LENGTH
from accounts.models import Passkey
from cms.text import plain_text

CODE_HELP = _("Six digits from your authenticator app, or one of your recovery codes.")


class ThrottledForm(forms.Form):
    # Seconds until the next attempt, after too many wrong ones.
    wait = 0


class AutofocusForm(ThrottledForm):
    """The first field has the focus, unless there is text to read first."""

    has_autofocus = True

    def __init__(self, data: QueryDict | None = None, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", **kwargs)
        if self.has_autofocus:
            next(iter(self.fields.values())).widget.attrs["autofocus"] = True


class LoginForm(AutofocusForm):
    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        widget=forms.TextInput(
            {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=MAX_PASSWORD_LENGTH,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )

    def clean_username(self) -> str:
        """Normalised as Django does for new accounts."""
        return get_user_model().normalize_username(self.cleaned_data["username"])


class OwnPasswordForm(PasswordChangeForm):
    old_password = forms.CharField(
        label=PasswordChangeForm.base_fields["old_password"].label,
        max_length=MAX_PASSWORD_LENGTH,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password", "autofocus": True}),
    )


class PasswordForm(AutofocusForm):
    password = LoginForm.base_fields["password"]


class SecondFactorCodeForm(AutofocusForm):
    """Blanks that apps show between digits are ignored."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=CODE_HELP,
        widget=forms.TextInput(
            {
                "autocomplete": "one-time-code",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )

    def clean_code(self) -> str:
        return "".join(self.cleaned_data["code"].split())


class RecoveryCodeForm(SecondFactorCodeForm):
    """For accounts with passkeys and no app."""

    has_autofocus = False
    code = forms.CharField(
        label=_("Recovery code"),
        max_length=40,
        help_text=_("One of your recovery codes."),
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class AppCodeForm(SecondFactorCodeForm):
    """For setting up an app: recovery codes are not accepted."""

    has_autofocus = False
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("The six digits that your app shows now."),
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class PasskeyForm(ThrottledForm):
    """The browser's response for a passkey, as JSON; filled in by `static/js/admin/passkeys.js`."""

    passkey = forms.CharField(
        max_length=MAX_RESPONSE_LENGTH,
        widget=forms.HiddenInput,
        error_messages={"required": _("Your browser did not provide a passkey. Try again.")},
    )

    def clean(self) -> dict[str, Any]:
        """Errors of the hidden field are shown above the form."""
        super().clean()
        for message in self.errors.pop("passkey", []):
            self.add_error(None, message)
        return self.cleaned_data


class PasskeyNameForm(AutofocusForm):
    has_autofocus = False
    name = forms.CharField(
        label=_("Name of the passkey"),
        max_length=Passkey._meta.get_field("name").max_length,
        help_text=_("A name you will recognise, such as “office laptop” or “my phone”."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def clean_name(self) -> str:
        return plain_text.clean_line(self.cleaned_data["name"])


class NewPasskeyForm(PasskeyNameForm, PasskeyForm):
    field_order = ["name", "passkey"]
