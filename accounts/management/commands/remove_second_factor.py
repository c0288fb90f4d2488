from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from accounts import safety


class Command(BaseCommand):
    help = (
        "Take app, passkeys and recovery codes off an account whose owner has lost them. "
        "Its sessions end, its owner gets a letter, and the next sign-in sets up a new one. "
        "Make sure first that you speak with the owner."
    )

    def add_arguments(self, parser):
        parser.add_argument("username")

    def handle(self, *, username, **options):
        user = get_user_model().objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"There is no account called {username}.")
        if not safety.take_off_second_factor(user):
            raise CommandError(f"{username} has no second factor.")
        self.stdout.write(f"{username} sets up a new second factor at the next sign-in.")
