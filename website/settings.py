"""Settings of the site, read from the environment. `.env.example` lists every variable."""

from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF
from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured
from django.http.request import validate_host
from django_prose_editor.config import html_tags
from js_asset import static_lazy

from cms.i18n.field_labels import translated_field_label
from operations import embedded_postgres
from website import environment as env

env.load_file()

BASE_DIR = env.BASE_DIR
VAR_DIR = env.var_dir()


# Development or production. The default is production, which refuses to start without its settings.

DEVELOPMENT = env.is_development()
DEBUG = env.boolean("DEBUG", default=False)
if DEBUG and not DEVELOPMENT:
    raise ImproperlyConfigured(
        "DEBUG is only for development: set DEVELOPMENT=1 as well, or unset it."
    )


# Keys

SECRET_KEY = env.required(
    "SECRET_KEY",
    "a long random text that signs sessions and links",
    in_development=env.development_secret_key(),
)
ENCRYPTION_KEYS = env.encryption_keys(
    "ENCRYPTION_KEYS",
    "long random texts that encrypt what is confidential",
    in_development=SECRET_KEY and f"encrypt {SECRET_KEY}",
)


# Addresses

ALLOWED_HOSTS = env.required_list(
    "ALLOWED_HOSTS",
    "the host names of the site, comma separated",
    in_development="localhost,127.0.0.1,[::1]",
)
# The URL of the site, for links in e-mails, which are not rendered for a request.
SITE_URL = env.site_url(
    "SITE_URL",
    default=f"https://{ALLOWED_HOSTS[0].removeprefix('.')}",
    in_development=f"http://{env.text('BIND', '127.0.0.1:8000')}",
)
SITE_HOST = urlsplit(SITE_URL).hostname or ""
# Whether requests for others of ALLOWED_HOSTS are redirected to the host of SITE_URL. A developer's
# machine has many names, such as localhost, 127.0.0.1 and its name in the network.
REDIRECT_OTHER_HOSTS = not DEVELOPMENT
if REDIRECT_OTHER_HOSTS and not validate_host(SITE_HOST, ALLOWED_HOSTS):
    raise ImproperlyConfigured("The host of SITE_URL must be one of ALLOWED_HOSTS.")

# Where faults of the site are reported, in /.well-known/security.txt while the date is to come.
SECURITY_CONTACT = env.contact("SECURITY_CONTACT")
SECURITY_TXT_EXPIRES = env.day("SECURITY_TXT_EXPIRES")
# What Google and Naver want to see on the home page of a site that somebody registers with them.
SITE_VERIFICATIONS = {
    "google-site-verification": env.text("GOOGLE_SITE_VERIFICATION"),
    "naver-site-verification": env.text("NAVER_SITE_VERIFICATION"),
}

# The number of proxies before the site. Each appends the client's address to X-Forwarded-For;
# without one, visitors could forge that header.
TRUSTED_PROXIES = env.integer("TRUSTED_PROXIES", default=0)


# Database

DATABASE_URL = env.required(
    "DATABASE_URL",
    "postgres://user:password@host:5432/name",
    in_development=embedded_postgres.url(VAR_DIR),
)
# Connections of each process, and requests that it handles at once.
DATABASE_POOL_SIZE = env.integer("DATABASE_POOL_SIZE", default=4, minimum=1)
# Seconds after which PostgreSQL cancels a query of a page. Commands like `migrate` have no limit.
STATEMENT_TIMEOUT = env.integer("STATEMENT_TIMEOUT", default=5)

DATABASES = {"default": env.database("DATABASE_URL", DATABASE_URL)}
# A replica of the database, from which public pages are read that are not cached; empty for none.
DATABASE_REPLICA_URL = env.text("DATABASE_REPLICA_URL")
if DATABASE_REPLICA_URL:
    DATABASES["replica"] = env.database("DATABASE_REPLICA_URL", DATABASE_REPLICA_URL)
    DATABASE_ROUTERS = ["cms.queries.replica.ReplicaRouter"]
for database in DATABASES.values():
    database["CONN_HEALTH_CHECKS"] = True
    database["OPTIONS"] = {
        **database.get("OPTIONS", {}),
        "pool": {
            "min_size": 1,
            "max_size": DATABASE_POOL_SIZE,
            # Requests do not wait long for an unavailable database: there is a connection for each
            # thread, so waiting is of no use. The pool stops reconnecting as soon, because it
            # doubles the time between attempts and would miss the return of the database by
            # minutes.
            "timeout": 1.5,
            "reconnect_timeout": 1.5,
        },
        "connect_timeout": 2,
        # What `prepared_cursor` executes is prepared the first time and planned once, whatever its
        # values: they are keys and the present moment.
        "prepare_threshold": 0,
        # Compiling a statement to machine code takes longer than any of ours.
        "options": "-c plan_cache_mode=force_generic_plan -c jit=off",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


# Applications

# From the bottom up. modeltranslation must precede the admin, which it changes.

INSTALLED_APPS = [
    "modeltranslation",
    "erasure_log",
    "cms",
    "versions",
    "notes",
    "page_cache",
    "network",
    "spam",
    "mail",
    "accounts",
    "photos",
    "concerns",
    "members",
    "joining",
    "events",
    "resources",
    "news",
    "search",
    "page_views",
    "operations",
    "website",
    "demo",
    "content_editor",
    "django_prose_editor",
    "js_asset",
    "website.apps.WebsiteAdminConfig",
    "accounts.apps.AuthConfig",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
    "csp",
]

# Middleware that sets headers precedes all that may respond without calling the next.
MIDDLEWARE = [
    "page_cache.middleware.PageCacheMiddleware",
    "website.middleware.browser_policies",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cms.validators.request_charset.RequestCharsetMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "website.middleware.RedirectToSiteHost",
    "website.middleware.require_content_length",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "website.middleware.CompressText",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "website.health.unavailable_page.ExplainDatabaseUnavailable",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.login.middleware.ExtendSessionMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "website.middleware.ExplainQueryTimeout",
    "website.middleware.ExplainMissingPage",
]

ROOT_URLCONF = "website.urls"
WSGI_APPLICATION = "website.wsgi.application"

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
                "network.context_processors.network",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "cms.templatetags.cms",
                "photos.templatetags.photos",
                "network.templatetags.network",
                "network.templatetags.page_frame",
            ],
        },
    },
]


# Languages. The first is the network's own. No other code names a language.

NETWORK_LANGUAGES = env.language_codes("NETWORK_LANGUAGES", default="ko,en")
LANGUAGES = [(code, LANG_INFO[code]["name_local"]) for code in NETWORK_LANGUAGES]
LANGUAGE_CODE = NETWORK_LANGUAGES[0]
LOCALE_PATHS = [BASE_DIR / "website" / "locale"]
FORMAT_MODULE_PATH = ["cms.i18n.date_formats"]
USE_I18N = True

MODELTRANSLATION_DEFAULT_LANGUAGE = LANGUAGE_CODE
# Texts have no fallback; the translation options of names allow one.
MODELTRANSLATION_FALLBACK_LANGUAGES = ()
MODELTRANSLATION_BUILD_LOCALIZED_VERBOSE_NAME = translated_field_label

# What the editor of rich text has besides its library's own (`cms.text.rich_text_editor`).
DJANGO_PROSE_EDITOR_EXTENSIONS = [
    {
        "js": [static_lazy("js/admin/rich_text/other_language.js")],
        "extensions": {"OtherLanguage": html_tags(tags=["span"], attributes={"span": ["lang"]})},
    }
]

TIME_ZONE = env.text("TIME_ZONE", default="Asia/Seoul")
USE_TZ = True


# Finished public pages, kept in each process until something changes; 0 keeps none.

PAGE_CACHE_MEGABYTES = env.integer("PAGE_CACHE_MEGABYTES", default=16)
if DATABASE_REPLICA_URL and not PAGE_CACHE_MEGABYTES:
    raise ImproperlyConfigured(
        "DATABASE_REPLICA_URL needs the page cache, which hears of changes: set "
        "PAGE_CACHE_MEGABYTES, or unset it."
    )


# Files

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Style sheets and scripts are for this site's own pages.
WHITENOISE_ALLOW_ALL_ORIGINS = False
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
# Originals of photos are private: their folder has no URL.
ORIGINALS_ROOT = VAR_DIR / "originals"
# The erasure log, which is never part of a backup: a restored backup must not bring back what was
# erased.
ERASURES_ROOT = VAR_DIR / "erasures"
# HEIC is decoded where pillow-heif is installed; see docs/operations.md.
READ_HEIC = env.boolean("READ_HEIC", default=True)
# For several machines: all files are in an object store, none of which can be fetched there without
# the site's key.
OBJECT_STORE = env.object_store("OBJECT_STORE_URL")
STORAGES_IN_FOLDERS = {
    "default": {"BACKEND": "cms.files.storage.AtomicStorage"},
    "private": {"BACKEND": "cms.files.storage.PrivateStorage"},
    "encrypted": {"BACKEND": "cms.files.storage.EncryptedStorage"},
    "logos": {"BACKEND": "members.models.logo_storage.LogoStorage"},
}
STORAGES_IN_OBJECT_STORE = {
    "default": {"BACKEND": "cms.files.object_store.storages.ObjectStorage"},
    "private": {"BACKEND": "cms.files.object_store.storages.PrivateObjectStorage"},
    "encrypted": {"BACKEND": "cms.files.object_store.storages.EncryptedObjectStorage"},
    "logos": {"BACKEND": "members.models.logo_objects.LogoObjectStorage"},
    "erasures": {"BACKEND": "cms.files.object_store.storages.ErasureStorage"},
}
STORAGES = {
    **(STORAGES_IN_OBJECT_STORE if OBJECT_STORE else STORAGES_IN_FOLDERS),
    "staticfiles": {"BACKEND": "cms.files.static_files.HashedFilesStorage"},
}


# Forms and uploads

# For the fields of a form without files: enough for an event with hundreds of people. Files have
# limits of their own where they are checked; files above 5 MB are buffered on disk.
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "cms.files.uploads.CheckedUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
# Adds https:// to "example.org". The default of Django 6, which drops the setting.
FORMS_URLFIELD_ASSUME_HTTPS = True
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"


# Login and sessions

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "accounts.credentials.password_validation.MaximumLengthValidator"},
]

# Passwords with another hash are hashed again when their owner logs in.
PASSWORD_HASHERS = [
    "accounts.credentials.hashers.Argon2Hasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]

# For everybody who logs in to the admin. Optional on a developer's machine.
SECOND_FACTOR_REQUIRED = not DEVELOPMENT

# A session ends after half an hour without a request, and after twelve hours in any case. A form
# that is submitted later is not lost: see `accounts.login.resubmission`.
SESSION_ENGINE = "accounts.login.sessions"
SESSION_COOKIE_AGE = 30 * 60
SESSION_LIFETIME = 12 * 3600

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"


# HTTPS and cookies

HTTPS = env.boolean("HTTPS", default=not DEVELOPMENT)
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
# The list in browsers binds the whole domain for years, including host names without HTTPS: only by
# choice.
SECURE_HSTS_PRELOAD = env.boolean("HSTS_PRELOAD", default=False)
SILENCED_SYSTEM_CHECKS = ["security.W021"]

# With these prefixes browsers accept a cookie only from this host, over HTTPS: a site on a
# neighbouring subdomain cannot plant a session or a token. `__Host-` requires the path "/"; the
# cookie of a device has a narrower path and therefore the other prefix.
HOST_PREFIX = "__Host-" if HTTPS else ""
SECURE_PREFIX = "__Secure-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{HOST_PREFIX}sessionid"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = f"{HOST_PREFIX}csrftoken"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_NAME = f"{HOST_PREFIX}django_language"
LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
DEVICE_COOKIE_NAME = f"{SECURE_PREFIX}known_device"


# What a browser may do

CSRF_TRUSTED_ORIGINS = env.comma_separated("CSRF_TRUSTED_ORIGINS")
CSRF_FAILURE_VIEW = "accounts.views.login.csrf_failed"
SECURE_REFERRER_POLICY = "same-origin"
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


# A folder in which the scheduler keeps a copy of the public site for static hosts; empty for none.

SNAPSHOT_DIR = env.folder("SNAPSHOT_DIR")


# The scheduler checks links of members. Not on a developer's machine: the demonstration names real
# organisations, whose servers must not get requests from it.

LINK_CHECKS = env.boolean("LINK_CHECKS", default=not DEVELOPMENT)


# E-mail. A developer's machine needs no mail server: e-mails are printed.

EMAIL_URL = env.required("EMAIL_URL", "the mail server, such as smtp+tls://user:password@host:587")
if EMAIL_URL:
    MAIL_SERVER = env.mail_server(EMAIL_URL)
    EMAIL_BACKEND = "mail.smtp.EmailBackend"
    EMAIL_HOST = MAIL_SERVER.host
    EMAIL_PORT = MAIL_SERVER.port
    EMAIL_HOST_USER = MAIL_SERVER.user
    EMAIL_HOST_PASSWORD = MAIL_SERVER.password
    EMAIL_USE_TLS = MAIL_SERVER.use_tls
    EMAIL_USE_SSL = MAIL_SERVER.use_ssl
else:
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.required(
    "EMAIL_FROM", "the address that e-mails come from", in_development=f"network@{SITE_HOST}"
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL


# Log

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "one line": {"()": "cms.logs.OneLineFilter"},
        "at most": {"()": "cms.logs.RateLimitFilter"},
        "without secrets": {"()": "cms.logs.RedactSecretsFilter"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["one line", "at most", "without secrets"],
        },
    },
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", default="WARNING")},
}
