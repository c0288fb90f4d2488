"""What serves pages decodes nothing: it does not even load what could."""

import subprocess
import sys

DECODERS = ["PIL", "lxml", "openpyxl", "pikepdf", "pillow_heif", "pypdfium2"]

LOADED = f"""
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "website.settings"
import django
django.setup()
import website.urls
from django.contrib import admin
assert admin.site._registry
print([name for name in {DECODERS} if name in sys.modules])
"""


def test_what_serves_pages_loads_no_decoder():
    told = subprocess.run(  # noqa: S603
        [sys.executable, "-c", LOADED], capture_output=True, text=True, check=True
    )
    assert told.stdout.splitlines()[-1] == "[]"
