"""The program that gunicorn serves."""

import codecs
import os
from collections.abc import Callable

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "network.settings")

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.utils.http import parse_header_parameters

from network.statement_timeout import limit_statements
from network.storage import close_private_folders

program = get_wsgi_application()
close_private_folders()
limit_statements(connection, settings.STATEMENT_TIMEOUT)


def is_unicode(content_type: str) -> bool:
    """Django decodes a request with any codec of Python that its sender names, and fails where that
    is a cipher or a compression. Names that Python does not know it ignores."""
    charset = parse_header_parameters(content_type)[1].get("charset", "utf-8")
    try:
        return codecs.lookup(charset).name == "utf-8"
    except (LookupError, ValueError):
        return True


def application(environ: dict, start_response: Callable):
    if not is_unicode(environ.get("CONTENT_TYPE", "")):
        start_response("415 Unsupported Media Type", [("Connection", "close")])
        return [b"Send it in UTF-8."]
    return program(environ, start_response)
