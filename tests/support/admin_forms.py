"""Forms of the admin as a browser opens and sends them."""

import re

from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.website.admin.admin_fuzzing import fields_of


def address_of(item: Model) -> str:
    meta = item._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[item.pk])


def open_form(client: Client, item: Model) -> dict:
    """What the form of an item holds when it is opened, as a browser would send it."""
    page = client.get(address_of(item))
    assert page.status_code == 200
    return sendable(page.text)


def sendable(html: str) -> dict:
    """A browser sends no unticked box, and nothing of a list in which nothing is chosen."""
    held = fields_of(html).held
    lists = set(re.findall(r'<select[^>]* name="([^"]+)"[^>]* multiple', html))
    lists |= set(re.findall(r'<select name="([^"]+)"[^>]* multiple', html))
    return {
        name: value
        for name, value in held.items()
        if value is not None and not (name in lists and not value)
    }


def save(client: Client, item: Model, held: dict, **typed) -> HttpResponse:
    return client.post(address_of(item), held | typed | {"_save": "Save"})
