"""Addresses of the desk about one's own account; `network.desk` puts them under its own."""

from collections.abc import Callable

from django.urls import URLPattern, path

from accounts import views


def patterns(signed_in: Callable) -> list[URLPattern]:
    """`signed_in` lets a view be seen by who is signed in, and nobody else."""
    return [
        path("login/code/", views.give_code, name="login-code"),
        path("login/set-up/", views.set_up_first, name="login-set-up"),
        path("account/", signed_in(views.account), name="account"),
        path("account/confirm/", signed_in(views.confirm), name="confirm"),
        path("account/second-factor/", signed_in(views.set_up), name="account-set-up"),
        path("account/second-factor/off/", signed_in(views.turn_off), name="account-turn-off"),
        path("account/codes/", signed_in(views.new_codes), name="account-codes"),
        path("account/sign-out/", signed_in(views.sign_out_everywhere), name="account-sign-out"),
    ]
