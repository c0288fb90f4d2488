import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "network.settings")

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection

from network.arriving import one_by_one
from network.statement_timeout import limit_statements
from network.storage import close_private_folders

program = get_wsgi_application()
close_private_folders()
limit_statements(connection, settings.STATEMENT_TIMEOUT)
# Each request that is worked on needs a connection to the database; more would wait for one.
application = one_by_one(program, settings.DATABASE_POOL_SIZE)
