"""URLs of the login and of one's own account; `website/admin/site.py` includes them."""

from collections.abc import Callable

from django.urls import URLPattern, path

from accounts.views import account, login, passkeys, reauthentication


def patterns(staff_only: Callable) -> list[URLPattern]:
    return [
        path("login/code/", login.enter_code, name="login-code"),
        path("login/set-up/", login.set_up_at_login, name="login-set-up"),
        path("login/set-up/passkey/", passkeys.set_up_at_login, name="login-set-up-passkey"),
        path("login/passkey/", passkeys.log_in, name="login-passkey"),
        path("login/passkey/options/", passkeys.request_options, name="passkey-options"),
        path("login/passkey/new/", passkeys.creation_options, name="passkey-creation-options"),
        path("account/", staff_only(account.account), name="account"),
        path("account/confirm/", staff_only(reauthentication.reauthenticate), name="confirm"),
        path(
            "account/confirm/passkey/", staff_only(passkeys.reauthenticate), name="confirm-passkey"
        ),
        path("account/passkeys/add/", staff_only(passkeys.add_passkey), name="account-passkey-add"),
        path(
            "account/passkeys/<int:pk>/",
            staff_only(passkeys.rename_passkey),
            name="account-passkey",
        ),
        path(
            "account/passkeys/<int:pk>/remove/",
            staff_only(passkeys.remove_passkey),
            name="account-passkey-remove",
        ),
        path(
            "account/second-factor/",
            staff_only(account.set_up_second_factor),
            name="account-set-up",
        ),
        path(
            "account/second-factor/off/",
            staff_only(account.disable_second_factor),
            name="account-turn-off",
        ),
        path("account/codes/", staff_only(account.renew_recovery_codes), name="account-codes"),
        path(
            "account/sign-out/", staff_only(account.log_out_other_sessions), name="account-sign-out"
        ),
    ]
