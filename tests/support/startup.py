"""A plugin of pytest, named in pyproject.toml: pytest-django reads the settings before any
conftest.py, and they name the database that must run by then."""

from website import startup

startup.prepare()
