"""The one settings file. What differs between machines comes from the environment (docs/operations.md)."""

from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONE, SELF

from config.environment import demo_password, kept_secret, switch

BASE_DIR = Path(__file__).resolve().parent.parent
LOCAL_DIR = BASE_DIR / ".local"  # what this machine makes for itself: keys and collected files
env = environ.Env()

# --- Demo, debugging, secrets, hosts ------------------------------------------------------------
DEBUG = switch("DEBUG")
PORTAL_DEMO = switch("PORTAL_DEMO")
IS_PRODUCTION = not (DEBUG or PORTAL_DEMO)
LOCAL_HOSTS = ["127.0.0.1", "localhost", "[::1]"]

# In production they have no default. Commands on the data run without them; a server does not start.
SECRET_KEY = env.str("SECRET_KEY", default="")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
DEMO_PASSWORD = demo_password(LOCAL_DIR / "demo-password") if PORTAL_DEMO else ""
if not IS_PRODUCTION:
    SECRET_KEY = SECRET_KEY or kept_secret(LOCAL_DIR / "secret-key", length=48)
    ALLOWED_HOSTS = ALLOWED_HOSTS or LOCAL_HOSTS
_REQUIRED = {"SECRET_KEY": SECRET_KEY, "ALLOWED_HOSTS": ALLOWED_HOSTS}
MISSING_VARIABLES = [name for name, value in _REQUIRED.items() if not value]

CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# The name that gunicorn gives it: the addresses whose X-Forwarded-For and X-Forwarded-Proto are believed.
TRUSTED_PROXIES = env.list("FORWARDED_ALLOW_IPS", default=[])

# --- The house ----------------------------------------------------------------------------------
FLOORS = [
    "config", "portal", "exchange", "reviews", "measures", "systems", "plans", "workspace", "organizations",
]  # fmt: skip

INSTALLED_APPS = [
    *FLOORS,
    "config.admin_site.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "simple_history",
    "django_htmx",
    "django_filters",
    "import_export",
    "axes",
    "csp",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "organizations.middleware.RequestIdMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",  # hands the request to history rows and log lines
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "organizations.middleware.SignedInPagesAreNotStored",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "organizations.middleware.PasswordChangeMiddleware",
    "organizations.middleware.SavedDraftMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "portal.printing.confined.PagesPrintInAHurry",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
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
                "config.context_processors.demo",
                "portal.context_processors.place",
                "workspace.context_processors.unread_notices",
            ]
        },
    }
]

# --- Language and time --------------------------------------------------------------------------
LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", "日本語")]
TIME_ZONE = "Asia/Tokyo"
USE_I18N = True
USE_TZ = True

# --- Database, cache, background work -----------------------------------------------------------
DATABASES = {"default": env.db_url("DATABASE_URL", default="sqlite:///db.sqlite3")}
_database = DATABASES["default"]
if _database["ENGINE"] == "django.db.backends.sqlite3":
    _database["NAME"] = str(BASE_DIR / _database["NAME"])
    _database["TEST"] = {"NAME": f"{_database['NAME']}.test"}  # a file: write-ahead log and locks are real
    _database["OPTIONS"] = {
        # Without IMMEDIATE a read that turns into a write fails at once when another process writes.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    _database["CONN_MAX_AGE"] = 60
    _database["CONN_HEALTH_CHECKS"] = True
    _database["TEST"] = {"CHARSET": "UTF8", "TEMPLATE": "template0"}  # whatever the server was set up with

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "portal_cache"},
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# --- Sign-in ------------------------------------------------------------------------------------
AUTH_USER_MODEL = "organizations.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "organizations.backends.PortalBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/login/"
PASSWORD_RESET_TIMEOUT = 14 * 24 * 60 * 60  # how long an invitation link waits, in seconds

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "429.html"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "config.proxy.client_address"

# --- Sessions, cookies, headers -----------------------------------------------------------------
# Only the demo on this very machine speaks http; whatever else is reached over https alone.
IS_HTTPS = not (PORTAL_DEMO and set(ALLOWED_HOSTS) <= set(LOCAL_HOSTS))
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz/$"]  # asked by load balancers inside
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # the schedule grid of 500 measures, without JavaScript
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "__Host-sessionid" if IS_HTTPS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if IS_HTTPS else "csrftoken"
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # HSTS preloading is for the owner of the city's domain to decide

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# --- Static files -------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = LOCAL_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_ALLOW_ALL_ORIGINS = False
_PLAIN_FILES = "django.contrib.staticfiles.storage.StaticFilesStorage"
_HASHED_FILES = "whitenoise.storage.CompressedManifestStaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _PLAIN_FILES if DEBUG else _HASHED_FILES},
}

# --- Spreadsheets in the administrator's pages --------------------------------------------------
IMPORT_EXPORT_IMPORT_PERMISSION_CODE = "change"
IMPORT_EXPORT_EXPORT_PERMISSION_CODE = "view"
IMPORT_EXPORT_USE_TRANSACTIONS = True
IMPORT_EXPORT_TMP_STORAGE_CLASS = "import_export.tmp_storages.CacheStorage"

# --- Mail (off unless EMAIL_URL names the city's server) and log lines --------------------------
vars().update(env.email_url("EMAIL_URL", default="dummymail://"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="portal@localhost")
EMAIL_TIMEOUT = 20  # seconds: a silent server does not hold up the night
PORTAL_URL = env.str("PORTAL_URL", default="http://127.0.0.1:8000")  # where mails lead to

# What a print may take: seconds of work of a job and of a page, megabytes. Markup may be a bomb.
PRINT_TIME_LIMIT = env.int("PRINT_TIME_LIMIT", default=600)
PRINT_PAGE_TIME_LIMIT = env.int("PRINT_PAGE_TIME_LIMIT", default=30)
PRINT_MEMORY_LIMIT = env.int("PRINT_MEMORY_LIMIT", default=4096)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "config.logs.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO"},
        "django.server": {"handlers": [], "level": "INFO"},
        **{floor: {"level": "INFO"} for floor in FLOORS},
    },
}
