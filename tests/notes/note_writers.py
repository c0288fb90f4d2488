"""Colleagues who write notes."""

from django.contrib.auth.models import Permission, User
from django.test import Client

from tests.support.admin_forms import address_of


def make_colleague(name: str, *permissions: str, **words) -> User:
    words = {"first_name": name.title(), "is_staff": True, "email": f"{name}@example.org"} | words
    user = User.objects.create_user(name, **words)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return user


def sit(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def notes_url(item) -> str:
    return address_of(item).replace("change/", "notes/")


def write(user: User, item, text: str, **fields):
    sent = {f"note-{name}": value for name, value in fields.items()} | {"note-text": text}
    return sit(user).post(notes_url(item), sent, follow=True)
