"""Typed values of environment variables and of the file `.env`.

An empty variable counts as not set. An invalid value raises ImproperlyConfigured with the name of
the variable. `python -m website.environment` prints the
folder `VAR_DIR`, for the Makefile.
"""

import os
from dataclasses import dataclass, replace
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import environ
from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured

from cms.files.object_store.address import StoreAddress

BASE_DIR = Path(__file__).resolve().parent.parent

YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off"}

MIN_KEY_LENGTH = 32


@dataclass(frozen=True)
class MailServer:
    host: str
    port: int
    user: str = ""
    password: str = ""
    use_tls: bool = False
    use_ssl: bool = False


# Defaults for each scheme of OBJECT_STORE_URL.
OBJECT_STORE_SCHEMES = {"s3": "https", "s3+http": "http"}

# Defaults for each scheme of EMAIL_URL: port and encryption.
EMAIL_SCHEMES = {
    "smtp": MailServer("localhost", 25),
    "smtp+tls": MailServer("localhost", 587, use_tls=True),
    "smtps": MailServer("localhost", 587, use_tls=True),
    "smtp+ssl": MailServer("localhost", 465, use_ssl=True),
}


def load_file() -> None:
    """Variables of the environment take precedence."""
    environ.Env.read_env(BASE_DIR / ".env")


def text(variable: str, default: str = "") -> str:
    return os.environ.get(variable, "").strip() or default


def boolean(variable: str, default: bool) -> bool:
    value = text(variable).lower()
    if not value:
        return default
    if value not in YES | NO:
        raise ImproperlyConfigured(f"{variable} must be 1 or 0, not “{value}”.")
    return value in YES


def integer(variable: str, default: int, minimum: int = 0) -> int:
    value = text(variable, str(default))
    if not value.isdecimal() or int(value) < minimum:
        raise ImproperlyConfigured(
            f"{variable} must be a whole number of at least {minimum}, not “{value}”."
        )
    return int(value)


def day(variable: str) -> date | None:
    """A day such as 2027-06-30; None when it is not set."""
    value = text(variable)
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as error:
        raise ImproperlyConfigured(
            f"{variable} must be a day such as 2027-06-30, not “{value}”."
        ) from error


def comma_separated(variable: str, default: str = "") -> list[str]:
    return split(text(variable, default))


def split(values: str) -> list[str]:
    return [value.strip() for value in values.split(",") if value.strip()]


def required(variable: str, purpose: str, in_development: str = "") -> str:
    """Production does not start without it."""
    value = text(variable, in_development if is_development() else "")
    if not value and not is_development():
        raise ImproperlyConfigured(f"Set {variable}: {purpose} (see .env.example).")
    return value


def required_list(variable: str, purpose: str, in_development: str = "") -> list[str]:
    return split(required(variable, purpose, in_development))


def encryption_keys(variable: str, purpose: str, in_development: str) -> list[str]:
    keys = required_list(variable, purpose, in_development)
    if not is_development() and min(map(len, keys)) < MIN_KEY_LENGTH:
        raise ImproperlyConfigured(
            f"A key of {variable} is too short: {MIN_KEY_LENGTH} characters at least."
        )
    return keys


def site_url(variable: str, default: str, in_development: str) -> str:
    """Without a slash at its end."""
    value = text(variable, in_development if is_development() else default).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ImproperlyConfigured(
            f"{variable} must be an address such as https://www.example.org."
        )
    return value


def contact(variable: str) -> str:
    value = text(variable)
    if value and not value.startswith(("mailto:", "https://")):
        raise ImproperlyConfigured(f"{variable} must begin with mailto: or https://.")
    return value


def language_codes(variable: str, default: str) -> list[str]:
    codes = list(dict.fromkeys(comma_separated(variable, default)))
    # Codes such as zh-cn are aliases of zh-hans, without a name of their own.
    if unknown := [code for code in codes if "name" not in LANG_INFO.get(code, {})]:
        raise ImproperlyConfigured(f"{variable} holds codes nobody knows: {', '.join(unknown)}.")
    return codes


def is_development() -> bool:
    return boolean("DEVELOPMENT", default=False)


def var_dir() -> Path:
    """`VAR_DIR`, relative to manage.py, so that it is the same for all processes."""
    return BASE_DIR / Path(text("VAR_DIR", "var")).expanduser()


def folder(variable: str) -> Path | None:
    """Relative to manage.py; None when it is not set."""
    value = text(variable)
    return BASE_DIR / Path(value).expanduser() if value else None


def secret_key_file() -> Path:
    return var_dir() / "secret-key"


def development_secret_key() -> str:
    """Empty before `website.startup` has made one."""
    file = secret_key_file()
    return file.read_text() if file.exists() else ""


def database(variable: str, url: str) -> dict[str, Any]:
    try:
        config: dict[str, Any] = environ.Env.db_url_config(url)
    except ValueError as error:
        raise ImproperlyConfigured(f"{variable} cannot be read: {error}.") from error
    if config.get("ENGINE") != "django.db.backends.postgresql":
        raise ImproperlyConfigured(f"{variable} must name a PostgreSQL database (postgres://…).")
    return config | {"ENGINE": "cms.postgresql"}


def object_store(variable: str) -> StoreAddress | None:
    """None when it is not set: files are in folders then."""
    value = text(variable)
    if not value:
        return None
    try:
        parts = urlsplit(value)
        scheme, host, port = OBJECT_STORE_SCHEMES[parts.scheme], parts.hostname, parts.port
        options = dict(parse_qsl(parts.query, strict_parsing=True)) if parts.query else {}
        bucket, _slash, prefix = parts.path.strip("/").partition("/")
        region = options.pop("region", "us-east-1")
        if not (host and bucket) or options or bool(parts.username) != bool(parts.password):
            raise ValueError
    except (KeyError, ValueError) as error:
        raise ImproperlyConfigured(
            f"{variable} must be an address such as s3://key:secret@s3.example.org/bucket?region=…."
        ) from error
    if find_spec("obstore") is None:
        raise ImproperlyConfigured(
            f"{variable} is set, and obstore is missing: install requirements-s3.txt as well "
            "(docs/operations.md, “More than one machine”)."
        )
    return StoreAddress(
        endpoint=f"{scheme}://{host}" + (f":{port}" if port else ""),
        region=region,
        bucket=bucket,
        prefix=f"{prefix}/" if prefix else "",
        key=unquote(parts.username or ""),
        secret=unquote(parts.password or ""),
    )


def mail_server(url: str) -> MailServer:
    try:
        parts = urlsplit(url)
        server = EMAIL_SCHEMES[parts.scheme]
        port = parts.port
    except (KeyError, ValueError) as error:
        raise ImproperlyConfigured(
            "EMAIL_URL must be an address such as smtp+tls://user:password@host:587."
        ) from error
    return replace(
        server,
        host=parts.hostname or server.host,
        port=port or server.port,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


if __name__ == "__main__":
    load_file()
    print(var_dir())  # noqa: T201 - what it is for
