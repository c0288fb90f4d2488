"""The program that gunicorn serves."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "network.settings")

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection

from network.statement_timeout import limit_statements
from network.storage import close_private_folders

application = get_wsgi_application()
close_private_folders()
limit_statements(connection, settings.STATEMENT_TIMEOUT)
