"""What is typed on the way in."""

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.forms import PasswordChangeForm
from django.utils.translation import gettext_lazy as _

from accounts.models import Passkey
from accounts.password_validation import PASSWORD_LENGTH
from network import text

CODE_HELP = _("Six digits from your authenticator app, or one of your recovery codes.")
# An answer has about 2 kB; the longest key of an authenticator and its certificates fit in.
ANSWER_LENGTH = 32 * 1024


class Step(forms.Form):
    """One thing to type: the cursor stands there already, unless there is something to read."""

    starts_here = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        if self.starts_here:
            next(iter(self.fields.values())).widget.attrs["autofocus"] = True


class SignInForm(Step):
    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        widget=forms.TextInput(
            {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=PASSWORD_LENGTH,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )

    def clean_username(self) -> str:
        """As accounts are named: one spelling for letters that are composed in several ways."""
        return get_user_model().normalize_username(self.cleaned_data["username"])


class NewPasswordForm(PasswordChangeForm):
    old_password = forms.CharField(
        label=PasswordChangeForm.base_fields["old_password"].label,
        max_length=PASSWORD_LENGTH,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password", "autofocus": True}),
    )


class PasswordForm(Step):
    password = SignInForm.base_fields["password"]


class CodeForm(Step):
    """Blanks that an app shows between digits do not matter."""

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


class RecoveryCodeForm(CodeForm):
    """For who has passkeys and no app."""

    starts_here = False
    code = forms.CharField(
        label=_("Recovery code"),
        max_length=40,
        help_text=_("One of your recovery codes."),
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class AppCodeForm(CodeForm):
    """For setting up: only the app's own codes count."""

    starts_here = False
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("The six digits that your app shows now."),
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class PasskeyForm(forms.Form):
    """What a browser hands over for a passkey, as JSON; `static/js/passkeys.js` fills it in."""

    passkey = forms.CharField(
        max_length=ANSWER_LENGTH,
        widget=forms.HiddenInput,
        error_messages={"required": _("Your browser has not handed over a passkey. Try again.")},
    )

    def clean(self) -> dict:
        """A hidden field has no place for an error: it stands above the form."""
        cleaned = super().clean()
        for words in self.errors.pop("passkey", []):
            self.add_error(None, words)
        return cleaned


class PasskeyNameForm(Step):
    starts_here = False
    name = forms.CharField(
        label=_("Name of the passkey"),
        max_length=Passkey._meta.get_field("name").max_length,
        help_text=_("So that you find it again, such as “office laptop” or “my phone”."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def clean_name(self) -> str:
        return text.clean_line(self.cleaned_data["name"])


class NewPasskeyForm(PasskeyNameForm, PasskeyForm):
    field_order = ["name", "passkey"]
