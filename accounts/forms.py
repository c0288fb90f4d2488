"""What is typed on the way in."""

from django import forms
from django.utils.translation import gettext_lazy as _

CODE_HELP = _("Six digits from your authenticator app, or one of your recovery codes.")


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
        max_length=4096,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
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


class AppCodeForm(CodeForm):
    """For setting up: only the app's own codes count."""

    starts_here = False
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("The six digits that your app shows now."),
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
