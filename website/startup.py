"""Prepares folder, key and database of a developer's machine before Django reads the settings.

Each entry point (manage.py, `website.wsgi`, the tests, the benchmarks) calls `prepare`. Importing
the settings has no effect.
"""

import os

from django.core.management.utils import get_random_secret_key

from operations import embedded_postgres
from website import environment


def prepare() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "website.settings")
    environment.load_file()
    if not environment.is_development():
        return
    environment.var_dir().mkdir(parents=True, exist_ok=True)
    if not environment.secret_key_file().exists():
        make_secret_key()
    if not environment.text("DATABASE_URL"):
        embedded_postgres.ensure_running(environment.var_dir())


def make_secret_key() -> None:
    """A key of this machine's own, so that logins survive a restart."""
    file = environment.secret_key_file()
    new = file.with_suffix(".new")
    new.write_text(get_random_secret_key())
    new.chmod(0o600)
    # Atomic: a start that is killed here must not leave half a key behind.
    new.replace(file)
