"""Settings: safe by default, so that `habitue serve` works with no environment at all."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from habitue.site import databases, mailing
from habitue.site.environment import (
    choice,
    flag,
    names,
    networks,
    number,
    numbers,
    seconds,
    secret,
    text,
)

PACKAGE = Path(__file__).resolve().parent.parent
DATA_DIR = Path(text("HABITUE_DATA_DIR", "habitue-data")).absolute()

SECRET_KEY = secret("HABITUE_SECRET_KEY", DATA_DIR, "secret-key")
PEPPER = secret("HABITUE_PEPPER", DATA_DIR, "pepper").encode()
DEBUG = flag("HABITUE_DEBUG")
BASE_URL = text("HABITUE_BASE_URL").rstrip("/")
ALLOWED_HOSTS = text("HABITUE_ALLOWED_HOSTS", "*").split(",")
ALLOWED_HOSTS_ARE_OURS = not text("HABITUE_ALLOWED_HOSTS")  # with HTTPS: those it is known by
CSRF_TRUSTED_ORIGINS = [BASE_URL] if BASE_URL else []

# -- rooms, lowest floor last so that templates of higher floors win ------------------------
INSTALLED_APPS = [
    "habitue.site",
    "habitue.fronts.office",
    "habitue.fronts.till",
    "habitue.fronts.api",
    "habitue.fronts.guest",
    "habitue.fronts.ui",
    "habitue.printing",
    "habitue.exchange",
    "habitue.backups",
    "habitue.housekeeping",
    "habitue.invoicing",
    "habitue.bookkeeping",
    "habitue.merging",
    "habitue.bills",
    "habitue.prepaid",
    "habitue.house_accounts",
    "habitue.points",
    "habitue.shifts",
    "habitue.guests",
    "habitue.cards",
    "habitue.customers",
    "habitue.menu",
    "habitue.staff",
    "habitue.publishing",
    "habitue.operations",
    "habitue.audit",
    "habitue.ledger",
    "habitue.outbox",
    "habitue.house",
    "habitue.paper",
    "axes",
    "django_htmx",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "habitue.site.middleware.Clock",
    "habitue.site.tls.middleware.OwnNames",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "habitue.site.middleware.ContentPolicy",
    "habitue.site.middleware.Away",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "habitue.site.urls"
WSGI_APPLICATION = "habitue.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
            ]
        },
    }
]

# -- the book --------------------------------------------------------------------------------
DATABASES = {
    "default": databases.from_url(
        text("HABITUE_DATABASE_URL"), DATA_DIR, pooled=flag("HABITUE_DATABASE_POOLED")
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SQLITE_WRITER = choice("HABITUE_SQLITE_WRITER", "grouped", "grouped", "plain")
THREADS = number("HABITUE_THREADS", 64, 4, 512)
STREAMS = number("HABITUE_STREAMS", 250, 0, 2_000)  # screens that look on; a thread each
ACCESS_LOG = flag("HABITUE_ACCESS_LOG")
SERVING_ROLE = text("HABITUE_SERVING_ROLE", "habitue_serving")

# -- HTTPS in the room ---------------------------------------------------------------------------
TLS = flag("HABITUE_TLS")  # as `habitue serve --tls`
TLS_NAMES = names("HABITUE_TLS_NAMES")

# -- letters ---------------------------------------------------------------------------------
MAIL = mailing.from_url(text("HABITUE_MAIL_URL"), DATA_DIR)
MAIL_FROM = mailing.sender(text("HABITUE_MAIL_FROM"), MAIL)

# -- receipt printers: where they may be; loopback only where a print server stands on this box --
PRINT_TO = networks(
    "HABITUE_PRINT_TO",
    "10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,100.64.0.0/10,fc00::/7,fe80::/10",
)

# -- copies of the book, off this box -----------------------------------------------------------
BACKUP_TO = text("HABITUE_BACKUP_TO")
BACKUP_EVERY = seconds("HABITUE_BACKUP_EVERY", "1h", low=10, high=30 * 86_400)
BACKUP_KEEP = numbers("HABITUE_BACKUP_KEEP", "24,14,8", high=1_000)  # hours, days, weeks
BACKUP_THROUGH = text("HABITUE_BACKUP_THROUGH")
BACKUP_COMMAND = text("HABITUE_BACKUP_COMMAND")

# -- who may come in -------------------------------------------------------------------------
AUTH_USER_MODEL = "staff.Login"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 8},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
if TLS or BASE_URL.startswith("https://"):
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
UPLOAD_LIMIT_BYTES = number("HABITUE_UPLOAD_LIMIT_MB", 20, 1, 2_000) * 1024 * 1024

# -- words and figures -------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French")), ("ru", _("Russian"))]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# -- files the browser takes ---------------------------------------------------------------------
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"links": {"()": "habitue.site.masking.Links"}},
    "loggers": {
        "django.request": {"filters": ["links"]},
        "django.security.csrf": {"filters": ["links"]},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
