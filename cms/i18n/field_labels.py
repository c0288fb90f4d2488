"""The labels of translated columns in forms; the settings import this, so it imports no model."""

from django.conf.locale import LANG_INFO
from django.utils.text import capfirst
from django.utils.translation import gettext


def translated_field_label(name: str, code: str) -> str:
    """ "Title (Korean)"."""
    # "ind" is what modeltranslation makes of Indonesian, because a column ending in _id is a key.
    language = LANG_INFO["id" if code == "ind" else code]["name"]
    return gettext("{label} ({language})").format(label=capfirst(name), language=gettext(language))
