"""Environment in, typed values out. `.env.example` lists every variable that is read here."""

from urllib.parse import urlsplit

import environ
from csp.constants import NONCE, NONE, SELF
from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from django.http.request import validate_host
from django.utils.text import capfirst
from django.utils.translation import gettext

from network import embedded_postgres, places

BASE_DIR = places.BASE_DIR
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

VAR_DIR = places.var_dir(env)
VAR_DIR.mkdir(parents=True, exist_ok=True)


# Safe by default: whoever says nothing gets a production site, which is loud about what it lacks.

DEVELOPMENT = env.bool("DEVELOPMENT", default=False)
DEBUG = env.bool("DEBUG", default=False)
if DEBUG and not DEVELOPMENT:
    raise ImproperlyConfigured(
        "DEBUG is only for development: set DEVELOPMENT=1 as well, or unset it."
    )


def required(variable: str, what_for: str) -> str:
    """The value of an environment variable without which production must not start."""
    value = env.str(variable, default="").strip()
    if not value:
        raise ImproperlyConfigured(f"Set {variable}: {what_for} (see .env.example).")
    return value


def development_secret_key() -> str:
    """A key of this machine's own, kept in `var/`, so that logins survive a restart."""
    file = VAR_DIR / "secret-key"
    if not file.exists():
        new = file.with_suffix(".new")
        new.write_text(get_random_secret_key())
        new.chmod(0o600)
        # At one stroke: a start that is killed here must not leave half a key behind.
        new.replace(file)
    return file.read_text()


def own_address() -> str:
    """The site's address where nobody says it: its first host name, or this machine."""
    if DEVELOPMENT:
        return f"http://{env.str('BIND', default='127.0.0.1:8000')}"
    return f"https://{ALLOWED_HOSTS[0].removeprefix('.')}"


if DEVELOPMENT:
    SECRET_KEY = env.str("SECRET_KEY", default="") or development_secret_key()
    ENCRYPTION_KEYS = env.list("ENCRYPTION_KEYS", default=[]) or [f"encrypt {SECRET_KEY}"]
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
    DATABASE_URL = env.str("DATABASE_URL", default="") or embedded_postgres.url(VAR_DIR)
else:
    SECRET_KEY = required("SECRET_KEY", "a long random text that signs sessions and links")
    keys = required("ENCRYPTION_KEYS", "long random texts that encrypt what is confidential")
    ENCRYPTION_KEYS = [key.strip() for key in keys.split(",")]
    if min(map(len, ENCRYPTION_KEYS)) < 32:
        raise ImproperlyConfigured("A key of ENCRYPTION_KEYS is too short: 32 signs at least.")
    hosts = required("ALLOWED_HOSTS", "the host names of the site, comma separated")
    ALLOWED_HOSTS = [host.strip() for host in hosts.split(",")]
    DATABASE_URL = required("DATABASE_URL", "postgres://user:password@host:5432/name")

# Where the site is reached, for links in letters, which know no request.
SITE_URL = env.str("SITE_URL", default="").rstrip("/") or own_address()
if urlsplit(SITE_URL).scheme not in ("http", "https") or not urlsplit(SITE_URL).hostname:
    raise ImproperlyConfigured("SITE_URL must be an address such as https://www.example.org.")
# A developer's machine has many names: localhost, 127.0.0.1, the one of the network.
ONE_HOST = not DEVELOPMENT
if ONE_HOST and not validate_host(urlsplit(SITE_URL).hostname, ALLOWED_HOSTS):
    raise ImproperlyConfigured("The host of SITE_URL must be one of ALLOWED_HOSTS.")

DATABASES = {"default": env.db_url_config(DATABASE_URL)}
if DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
    raise ImproperlyConfigured("DATABASE_URL must name a PostgreSQL database (postgres://…).")
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASE_POOL_SIZE = env.int("DATABASE_POOL_SIZE", default=4)
DATABASES["default"]["OPTIONS"] = {
    **DATABASES["default"].get("OPTIONS", {}),
    "pool": {
        "min_size": 1,
        "max_size": DATABASE_POOL_SIZE,
        # Nobody waits for a database that is away: each request has a connection of its own, so
        # one that gets none would get none later. Attempts are given up as soon, because the pool
        # doubles the time between them, and would be blind for minutes after the database is back.
        "timeout": 1.5,
        "reconnect_timeout": 1.5,
    },
    "connect_timeout": 2,
}
# Seconds after which PostgreSQL ends a query of a page; commands such as `migrate` have no limit.
STATEMENT_TIMEOUT = env.int("STATEMENT_TIMEOUT", default=5)


# Applications, from the floor up. modeltranslation must stand before the admin it changes.

INSTALLED_APPS = [
    "modeltranslation",
    "network",
    "letters",
    "gate",
    "accounts",
    "concerns",
    "photos",
    "members",
    "joining",
    "events",
    "news",
    "content_editor",
    "django_prose_editor",
    "js_asset",
    "network.apps.DeskConfig",
    "accounts.apps.RightsConfig",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
    "csp",
]

# What tells browsers what they may not do stands before what may answer by itself.
MIDDLEWARE = [
    "network.middleware.browser_policies",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "network.request_checks.RequestChecks",
    "django.middleware.security.SecurityMiddleware",
    "network.middleware.OneHost",
    "network.middleware.require_length",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.StayAwake",
    "django.contrib.messages.middleware.MessageMiddleware",
    "network.middleware.ExplainTimeout",
    "network.middleware.ExplainMissing",
]

ROOT_URLCONF = "network.urls"
WSGI_APPLICATION = "network.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "network.context.network",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "network.templatetags.network",
                "photos.templatetags.photos",
            ],
        },
    },
]


# Languages: the first is the network's own. Nothing else in the program names a language.

named = [code.strip() for code in env.str("NETWORK_LANGUAGES", default="").split(",")]
NETWORK_LANGUAGES = list(dict.fromkeys(filter(None, named))) or ["ko", "en"]
# Codes such as zh-cn are known as other names of zh-hans, and have no name of their own.
if unknown := [code for code in NETWORK_LANGUAGES if "name" not in LANG_INFO.get(code, {})]:
    raise ImproperlyConfigured(f"NETWORK_LANGUAGES holds codes nobody knows: {', '.join(unknown)}.")
LANGUAGES = [(code, LANG_INFO[code]["name_local"]) for code in NETWORK_LANGUAGES]
LANGUAGE_CODE = NETWORK_LANGUAGES[0]
LOCALE_PATHS = [BASE_DIR / "network" / "locale"]
FORMAT_MODULE_PATH = ["network.formats"]
USE_I18N = True

MODELTRANSLATION_DEFAULT_LANGUAGE = LANGUAGE_CODE
# Public text never borrows another language's words; options of their own allow it for names.
MODELTRANSLATION_FALLBACK_LANGUAGES = ()


def column_label(name: str, code: str) -> str:
    """What a column of a translated field is called on the desk: "Title (Korean)"."""
    # "ind" is what modeltranslation makes of Indonesian, because a column ending in _id is a key.
    language = LANG_INFO["id" if code == "ind" else code]["name"]
    return gettext("{label} ({language})").format(label=capfirst(name), language=gettext(language))


MODELTRANSLATION_BUILD_LOCALIZED_VERBOSE_NAME = column_label

TIME_ZONE = env.str("TIME_ZONE", default="Asia/Seoul")
USE_TZ = True


# Files. Originals of photos are private: their folder has no address.

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Style sheets and scripts are for this site's own pages.
WHITENOISE_ALLOW_ALL_ORIGINS = False
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
ORIGINALS_ROOT = VAR_DIR / "originals"
# What a restored backup must not bring back; never part of a backup.
ERASURES_ROOT = VAR_DIR / "erasures"
# HEIC is decoded where pillow-heif is installed; see docs/operations.md.
READ_HEIC = env.bool("READ_HEIC", default=True)
STORAGES = {
    "default": {"BACKEND": "network.storage.CheckedStorage"},
    "originals": {"BACKEND": "network.storage.PrivateStorage"},
    "staticfiles": {"BACKEND": "network.storage.ModuleManifestStorage"},
}
# The fields of a form, apart from its files: an event with hundreds of people fits. Files have
# limits of their own, each where it is checked; what is larger than this waits on disk.
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "network.uploads.CheckedUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
# Whoever types "example.org" means https. Django 6 takes that for granted and drops the setting.
FORMS_URLFIELD_ASSUME_HTTPS = True
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"


# Who may enter, and what a browser may do.

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": name}
    for name in (
        "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "django.contrib.auth.password_validation.MinimumLengthValidator",
        "django.contrib.auth.password_validation.CommonPasswordValidator",
        "django.contrib.auth.password_validation.NumericPasswordValidator",
        "accounts.password_validation.MaximumLengthValidator",
    )
]

# Passwords hashed in another way are hashed anew when their owner signs in.
PASSWORD_HASHERS = [
    "accounts.hashers.Argon2",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]

# Everybody who enters the desk gives a second factor. On a developer's machine it is offered.
SECOND_FACTOR_REQUIRED = not DEVELOPMENT

# Half an hour of nothing ends a session, and twelve hours whatever happens. What is typed meanwhile
# is not lost: `accounts.carrying`.
SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_AGE = 30 * 60
SESSION_LIFETIME = 12 * 3600

HTTPS = env.bool("HTTPS", default=not DEVELOPMENT)
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
# To be in the list that comes with browsers binds the whole domain for years, names on it that have
# no HTTPS included, so somebody has to want it.
SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", default=False)
SILENCED_SYSTEM_CHECKS = ["security.W021"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
# By their prefixes browsers know that nobody but this host has set them, and over HTTPS only: no
# neighbour below the same domain slips in a session or a token of its own. `__Host-` asks for the
# path "/"; the cookie of a device stays below the desk and has the prefix that allows a path.
HOST_PREFIX, SECURE_PREFIX = ("__Host-", "__Secure-") if HTTPS else ("", "")
SESSION_COOKIE_NAME = f"{HOST_PREFIX}sessionid"
CSRF_COOKIE_NAME = f"{HOST_PREFIX}csrftoken"
LANGUAGE_COOKIE_NAME = f"{HOST_PREFIX}django_language"
DEVICE_COOKIE_NAME = f"{SECURE_PREFIX}known_device"
# Not in a cookie of its own.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_FAILURE_VIEW = "accounts.views.signing_in.csrf_failed"
LANGUAGE_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}

# Forms that anybody may send. Each proxy before the site adds whom it heard to X-Forwarded-For;
# without one, visitors could write there what they like.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)

# Whether links of members are tried. A developer's machine shows a demonstration that names real
# organisations: their servers are left in peace.
LINK_CHECKS = env.bool("LINK_CHECKS", default=not DEVELOPMENT)


# Letters. A developer's machine needs no mail server: what is sent is printed.

if DEVELOPMENT and not env.str("EMAIL_URL", default=""):
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
else:
    required("EMAIL_URL", "the mail server, such as smtp+tls://user:password@host:587")
    vars().update(env.email_url("EMAIL_URL", backend="letters.smtp.EmailBackend"))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = (
    env.str("EMAIL_FROM", default=f"network@{urlsplit(SITE_URL).hostname}")
    if DEVELOPMENT
    else required("EMAIL_FROM", "the address that letters come from")
)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "one line": {"()": "network.logs.OneLine"},
        "at most": {"()": "network.logs.AtMost"},
        "without secrets": {"()": "network.logs.WithoutSecrets"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["one line", "at most", "without secrets"],
        },
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
}
