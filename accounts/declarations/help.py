from django.contrib.auth.models import Group, User
from django.utils.translation import gettext_lazy as _

from accounts.models import SecurityEvent
from cms.declarations.help import Chapter, Help, ModelHelp

MODELS = {
    User: ModelHelp(
        Chapter.HANDING_OVER,
        list=_(
            "Everybody who can log in to the admin. When somebody leaves the network’s work, open "
            "the account and untick “active” the same day; do not delete it, so that "
            "what the person did stays known."
        ),
        form=_(
            "Give each person an account of their own and put it into a group: the group has the "
            "permissions. If somebody has lost the phone for the second factor, turn it off here "
            "after you have heard the person’s voice. Every change is logged."
        ),
        glossary_terms=("group", "second factor", "passkey"),
    ),
    Group: ModelHelp(
        Chapter.HANDING_OVER,
        list=_(
            "Groups of accounts with the same permissions: editors write, coordinators also decide "
            "about applications, reviewers vote, the concerns group reads reports."
        ),
        form=_(
            "What members of this group may do. The program resets the permissions of its own "
            "groups at each update, so make a new group instead of changing them."
        ),
        glossary_terms=("group",),
    ),
    SecurityEvent: ModelHelp(
        Chapter.ATTACKS,
        list=_(
            "Logins, failed attempts and changes of passwords and second factors. Many failures "
            "for one account, or a login at an hour when nobody works, are worth a telephone call."
        ),
        form=_("One entry of the record of logins. It cannot be changed."),
    ),
}

PAGES = {
    "login": Help(
        _(
            "Log in with your user name and password, or with a passkey. Nobody in the network "
            "will ever ask you for your password. If you have forgotten it, ask an account "
            "administrator for a new one."
        ),
        Chapter.FIRST_DAY,
        ("passkey",),
    ),
    "login-code": Help(
        _(
            "Open the authenticator app on your phone and enter the six digits that it shows now. "
            "Without the phone, enter one of your recovery codes; each works once."
        ),
        Chapter.FIRST_DAY,
        ("second factor", "recovery code"),
    ),
    "login-set-up": Help(
        _(
            "This site requires a second factor. Scan the QR code with an authenticator app, enter "
            "the six digits, and keep the recovery codes on paper, away from the computer."
        ),
        Chapter.FIRST_DAY,
        ("second factor", "recovery code"),
    ),
    "login-set-up-passkey": Help(
        _(
            "Your phone or computer creates a passkey. From then on its fingerprint, face or PIN "
            "is enough to log in."
        ),
        Chapter.FIRST_DAY,
        ("passkey",),
    ),
    "account": Help(
        _(
            "Your own account: password, second factor, passkeys, and where you are logged in. "
            "Could somebody know your password? Change it, log out on all other devices, and tell "
            "another coordinator."
        ),
        Chapter.FIRST_DAY,
        ("second factor", "passkey", "recovery code"),
    ),
    "confirm": Help(
        _(
            "What you are about to do cannot be undone or shows private data, so please confirm "
            "again that it is you. You will not be asked again for ten minutes. What you typed is "
            "kept."
        ),
        Chapter.FIRST_DAY,
    ),
    "account-passkey-add": Help(
        _(
            "Press the button and confirm on your phone or computer. Add a second passkey on "
            "another device, so that losing one does not lock you out."
        ),
        Chapter.FIRST_DAY,
        ("passkey",),
    ),
    "account-passkey": Help(
        _(
            "Give the passkey the name of its device, so that you know which to remove when that "
            "device is lost."
        ),
        Chapter.FIRST_DAY,
        ("passkey",),
    ),
    "account-passkey-remove": Help(
        _(
            "Afterwards this passkey no longer logs anybody in. Remove it when its device is lost, "
            "sold or repaired."
        ),
        Chapter.FIRST_DAY,
        ("passkey",),
    ),
    "account-set-up": Help(
        _(
            "Scan the QR code with an authenticator app on your phone and enter the six digits "
            "that it shows. Then write down the recovery codes: they let you in when the phone is "
            "lost."
        ),
        Chapter.FIRST_DAY,
        ("second factor", "recovery code"),
    ),
    "account-turn-off": Help(
        _(
            "Afterwards the password alone is enough to log in as you. Turn it off only to set it "
            "up on a new phone, and do that at once."
        ),
        Chapter.FIRST_DAY,
        ("second factor",),
    ),
    "account-codes": Help(
        _(
            "New recovery codes replace the old ones, which then no longer work. Print them or "
            "write them down; they are shown only once."
        ),
        Chapter.FIRST_DAY,
        ("recovery code",),
    ),
    "account-sign-out": Help(
        _(
            "Logs you out on every device but this one. What was typed there and not saved is kept "
            "as your working copy."
        ),
        Chapter.FIRST_DAY,
        ("working copy",),
    ),
    "password_change": Help(
        _(
            "Three or four words that only you would put together make a good password. Use it "
            "nowhere else. You stay logged in here and are logged out on other devices."
        ),
        Chapter.FIRST_DAY,
    ),
    "password_change_done": Help(
        _("The new password works from now on. Your other devices ask for it."),
        Chapter.FIRST_DAY,
    ),
    "auth_user_password_change": Help(
        _(
            "A new password for somebody else’s account. Tell it in person or by telephone, never "
            "by e-mail, and ask the person to change it at once."
        ),
        Chapter.HANDING_OVER,
    ),
}
