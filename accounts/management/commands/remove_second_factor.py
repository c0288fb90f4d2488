from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import account_security


class Command(BaseCommand):
    help = (
        "Remove app, passkeys and recovery codes of an account whose owner has lost them. "
        "Its sessions end, its owner gets an e-mail, and the next login sets up a new second "
        "factor. Make sure first that you speak with the owner."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *, username: str, **options: Any) -> None:
        user = get_user_model().objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"There is no account called {username}.")
        if not account_security.remove_second_factor(user):
            raise CommandError(f"{username} has no second factor.")
        self.stdout.write(f"{username} sets up a new second factor at the next login.")
