"""Addresses of the desk about one's own account; `network.desk` puts them under its own."""

from collections.abc import Callable

from django.urls import URLPattern, path

from accounts.views import account, confirming, passkeys, signing_in


def patterns(signed_in: Callable) -> list[URLPattern]:
    """`signed_in` lets a view be seen by who is signed in, and nobody else."""
    return [
        path("login/code/", signing_in.give_code, name="login-code"),
        path("login/set-up/", signing_in.set_up_first, name="login-set-up"),
        path("login/set-up/passkey/", passkeys.set_up_first, name="login-set-up-passkey"),
        path("login/passkey/", passkeys.sign_in, name="login-passkey"),
        path("login/passkey/options/", passkeys.request_options, name="passkey-options"),
        path("login/passkey/new/", passkeys.creation_options, name="passkey-creation-options"),
        path("account/", signed_in(account.account), name="account"),
        path("account/confirm/", signed_in(confirming.confirm), name="confirm"),
        path("account/confirm/passkey/", signed_in(passkeys.confirm), name="confirm-passkey"),
        path("account/passkeys/add/", signed_in(passkeys.add), name="account-passkey-add"),
        path("account/passkeys/<int:pk>/", signed_in(passkeys.change), name="account-passkey"),
        path(
            "account/passkeys/<int:pk>/remove/",
            signed_in(passkeys.remove),
            name="account-passkey-remove",
        ),
        path("account/second-factor/", signed_in(account.set_up), name="account-set-up"),
        path("account/second-factor/off/", signed_in(account.turn_off), name="account-turn-off"),
        path("account/codes/", signed_in(account.new_codes), name="account-codes"),
        path("account/sign-out/", signed_in(account.sign_out_everywhere), name="account-sign-out"),
    ]
