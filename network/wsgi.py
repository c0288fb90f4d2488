import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "network.settings")

from django.conf import settings  # noqa: E402 - settings need the environment above
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection  # noqa: E402

from network.arriving import one_by_one  # noqa: E402
from network.statement_timeout import limit_statements  # noqa: E402
from network.storage import close_private_folders  # noqa: E402

program = get_wsgi_application()
close_private_folders()
limit_statements(connection, settings.STATEMENT_TIMEOUT)
# Each request that is worked on needs a connection to the database; more would wait for one.
application = one_by_one(program, settings.DATABASE_POOL_SIZE)
