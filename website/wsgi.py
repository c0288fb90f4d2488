from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections

from cms.files.permissions import restrict_private_folders
from cms.queries.statement_timeout import set_statement_timeout
from page_cache.wsgi import CachedPagesFirst
from website import startup

startup.prepare()
django_application = get_wsgi_application()

from page_views.wsgi import CountPageViews  # noqa: E402 - its models can be loaded from here on

application = CountPageViews(CachedPagesFirst(django_application))
restrict_private_folders()
for connection in connections.all():
    set_statement_timeout(connection, settings.STATEMENT_TIMEOUT)
