import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from network.arriving import one_by_one

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "network.settings")

program = get_wsgi_application()
# Each request that is worked on needs a connection to the database; more would wait for one.
application = one_by_one(program, settings.DATABASE_POOL_SIZE)
