"""Settings. Every value that differs between councils or machines comes from the environment.

``.env.example`` names each variable with a sentence.
"""

from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from councilgov.schedule import SCHEDULE

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()


def required(name: str) -> str:
    """A setting that has no safe default. Raises ``ImproperlyConfigured`` if it is missing."""
    value: str = env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(f"Set {name}: see .env.example")
    return value


def is_this_machine(url: str) -> bool:
    """Whether the address is of the loopback: nobody on another machine can type it."""
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)
SECRET_KEY = required("SECRET_KEY")
OLD_SECRET_KEYS = env.list("OLD_SECRET_KEYS", default=[])  # sign nobody in: they find what is kept
CERTIFICATE_KEY = required("CERTIFICATE_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"])
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
IS_HTTPS = SITE_URL.startswith("https://")
DEMO_DOMAIN = "demo.example"  # whose accounts have a public password
if DEMO and not is_this_machine(SITE_URL):
    raise ImproperlyConfigured(
        "DEMO=1 makes accounts with a public password, so it runs on this machine only: "
        f"leave DEMO empty, or set SITE_URL to http://127.0.0.1:8000 instead of {SITE_URL}"
    )

INSTALLED_APPS = [
    "councilgov.portal",
    "councilgov.portal.xray",
    "councilgov.offboarding",
    "councilgov.elections",
    "consent",
    "breaches",
    "devices",
    "policies",
    "councilgov.evidence",
    "councilgov.imports",
    "councilgov.accounts",
    "councilgov.notices",
    "councilgov.ledger",
    "councilgov.people",
    "councilgov.forms.apps.FormsConfig",
    "simple_history",
    "django_tables2",
    "django_filters",
    "allauth",
    "allauth.account",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "councilgov.middleware.AddressMiddleware",
    "councilgov.middleware.SizeMiddleware",
    "councilgov.middleware.IdleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "councilgov.middleware.PrivacyMiddleware",
    "councilgov.accounts.carrying.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "councilgov.offboarding.narrowing.LeavingMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "councilgov.middleware.RefusalMiddleware",
]
SILENCED_SYSTEM_CHECKS = env.list("SILENCED_SYSTEM_CHECKS", default=[])
ROOT_URLCONF = "councilgov.urls"
WSGI_APPLICATION = "councilgov.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "councilgov.portal.menus.frame",
            ]
        },
    }
]

# Two logins: the web may not change evidence; the owner migrates (docs/adr/0002).
DATABASES = {"default": env.db_url_config(required("DATABASE_URL"))}
if env.str("DATABASE_OWNER_URL", default=""):
    DATABASES["owner"] = env.db_url_config(env.str("DATABASE_OWNER_URL"))
for login in DATABASES.values():
    login |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
    # jit=off: PostgreSQL takes longer to compile our queries than to answer them.
    login["OPTIONS"] = {"options": "-c statement_timeout=15s -c lock_timeout=5s -c jit=off"}
if "owner" in DATABASES:
    DATABASES["owner"]["OPTIONS"] = {"options": "-c lock_timeout=5s"}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Sign-in must work while the broker is down: the cache is in the database.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # beyond it a third is thrown away, and with it how often somebody has tried
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["councilgov.accounts.adapter.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
# NCSC advice: length, no composition rules, a list of common passwords.
_VALIDATION = "django.contrib.auth.password_validation."
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": _VALIDATION + "MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": _VALIDATION + "CommonPasswordValidator"},
    {
        "NAME": _VALIDATION + "UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["full_name", "email"]},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "councilgov.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "councilgov.forms.sign_in.LoginForm",
    "reset_password": "councilgov.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "councilgov.forms.sign_in.ResetPasswordKeyForm",
    "change_password": "councilgov.forms.sign_in.ChangePasswordForm",
    "reauthenticate": "councilgov.forms.sign_in.ReauthenticateForm",
}
# Django's own: allauth's would copy each address into a table by which people sign in too.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105  # a class
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation proves the mailbox
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # here; every other session of the person ends
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_SESSION_REMEMBER = False
# A Town Hall has one address: limits by address are wide, those by account are narrow.
ACCOUNT_RATE_LIMITS = {"login_failed": "60/m/ip,5/300s/key", "login": "120/m/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0)

SESSION_COOKIE_AGE = 30 * 60  # idle, in seconds
SESSION_SAVE_EVERY_REQUEST = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_NAME = "__Host-sessionid" if IS_HTTPS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if IS_HTTPS else "csrftoken"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = IS_HTTPS
CSRF_COOKIE_AGE = None  # it goes when the browser is closed, as the privacy notice says
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # not a third cookie
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "councilgov.portal.errors.csrf_failure"
SECURE_HSTS_SECONDS = 63_072_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
if ALLAUTH_TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
        "require-trusted-types-for": ["'script'"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
DATA_UPLOAD_MAX_NUMBER_FILES = 50  # a form takes 5, and says so; whatever sends more is no form

# What was erased, outside the database, so that no backup brings it back.
ERASURES_DIR = env.path("ERASURES_DIR", default=str(BASE_DIR / "var" / "erasures"))

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
DATE_FORMAT = "j F Y"
STATIC_URL = "static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=str(BASE_DIR / "var" / "static"))
STATICFILES_DIRS = [BASE_DIR / "static", ("pictures", BASE_DIR / "docs" / "pictures")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

vars().update(env.email_url("EMAIL_URL", default="smtp://localhost:25"))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="councilgov@localhost")
# Text messages: off until a key is set.
NOTIFY_API_KEY = env.str("NOTIFY_API_KEY", default="")
NOTIFY_TEMPLATE = env.str("NOTIFY_TEMPLATE", default="")
NOTIFY_URL = "https://api.notifications.service.gov.uk"
NOTICE_KINDS = [
    "breaches.advising.notices",
    "breaches.alarming.notices",
    "breaches.complaining.notices",
    "breaches.confiding.notices",
    "breaches.holding.notices",
    "breaches.notices",
    "breaches.passing.notices",
    "breaches.referring.notices",
    "breaches.ringing.notices",
    "breaches.safeguarding.notices",
    "consent.accepting.notices",
    "consent.channelling.notices",
    "consent.holding.notices",
    "consent.keeping.notices",
    "consent.opening.notices",
    "consent.disclosing.notices",
    "consent.leaving.notices",
    "consent.stopping.notices",
    "consent.freshness.notices",
    "councilgov.accounts.notices",
    "councilgov.elections.notices",
    "councilgov.portal.notices",
    "councilgov.offboarding.notices",
    "councilgov.offboarding.suspending.notices",
    "devices.insuring.notices",
    "devices.enrolling.notices",
    "devices.filtering.notices",
    "devices.issuing.notices",
    "devices.losses.notices",
    "devices.misuse.notices",
    "devices.notices",
    "devices.auditing.notices",
    "devices.booking.notices",
    "devices.recalling.notices",
    "devices.reclaiming.notices",
    "devices.returning.notices",
    "policies.campaigns.notices",
    "policies.assisting.notices",
    "policies.exempting.notices",
    "policies.holding.notices",
    "policies.notices",
]
# Functions that a higher part hands to a lower one: docs/architecture.md says of each when it is
# called, and with what.
WHEN_TERMS_CHANGE = ["councilgov.offboarding.following.follow"]
FORETELL_ENDS = ["councilgov.offboarding.foretelling.foretell"]
ALSO_LEFT_TO_DO = ["councilgov.portal.talking.complaints_to_do"]
TOLD_ELSEWHERE = ["councilgov.offboarding.sweeping.told_by_case"]
WHO_BRINGS = ["councilgov.offboarding.facts.who_brings"]
WARN_OF_ENDS = ["councilgov.offboarding.foretelling.warn"]
ABOUT_ENDS = ["councilgov.elections.returning.facts.result_that_ended"]
WHAT_PEOPLE_HOLD = ["councilgov.offboarding.facts.who_holds_unasked"]
WHAT_BEGAN_BY_RESULTS = ["councilgov.elections.contests.begun_by_results"]
WHEN_HOLDINGS_CHANGE = ["councilgov.offboarding.settling.settle"]
INDUCTION_STEPS = ["councilgov.portal.induction.signed", "councilgov.portal.induction.equipped"]
WHEN_CALENDAR_CHANGES = [
    "councilgov.offboarding.recounting.recount",
    "consent.leaving.recounting.recount",
]
IMPORTABLES = [
    "consent.importing.importable",
    "councilgov.arriving.importable",
    "councilgov.elections.uploading.importable",
    "devices.importing.importable",
]

CELERY_BROKER_URL = env.str("REDIS_URL", default="redis://127.0.0.1:6379/0")
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SOFT_TIME_LIMIT, CELERY_TASK_TIME_LIMIT = 120, 150
CELERY_TASK_PUBLISH_RETRY = False  # a page never waits for the broker
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 1, "socket_timeout": 5}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Europe/London"
CELERY_BEAT_SCHEDULE = SCHEDULE

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "councilgov.logs.NoRows",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "filters": {"no tokens": {"()": "councilgov.logs.NoTokens"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["no tokens"],
        }
    },
    "root": {"handlers": ["console"], "level": "INFO"},
}
