"""How gunicorn serves the site: `gunicorn --config python:network.gunicorn`."""

import os

wsgi_app = "network.wsgi:application"
bind = os.environ.get("BIND", "127.0.0.1:8000")

# Two processes use both cores of a small server; threads wait for the database meanwhile.
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4

# Visitors' addresses are not logged. Errors go to standard error.
accesslog = None
control_socket_disable = True

# Coordinators upload large photos over slow lines, and renditions take their time.
timeout = 120
