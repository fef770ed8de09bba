"""Every setting of the shop, read once from the environment; a bare checkout needs none of them."""

from pathlib import Path
from zoneinfo import available_timezones

import dj_database_url
from environs import Env

from cms.configuration import refuse_half_configured
from cms.logs import logging_settings

env = Env()

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.str("DATA_DIR", str(BASE_DIR / ".data")))

# --- where it runs -------------------------------------------------------------------------------
DEBUG = env.bool("DEBUG", True)
SECRET_KEY = env.str("SECRET_KEY", "only-for-a-bare-checkout-" + "x" * 40 if DEBUG else "")
PORT = env.int("PORT", 8000)
SITE_URL = env.str("SITE_URL", f"http://127.0.0.1:{PORT}" if DEBUG else "").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]", "testserver"] if DEBUG else [])
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL else []
ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- the shop ------------------------------------------------------------------------------------
SHOP_NAME = env.str("SHOP_NAME", "Stoa")
SHOP_CURRENCY = env.str("SHOP_CURRENCY", "EUR").upper()
PLATFORM_FEE_BPS = env.int("PLATFORM_FEE_BPS", 1000)  # basis points of each sale: 1000 is 10 %
EARNED_AFTER_DAYS = env.int("EARNED_AFTER_DAYS", 14)
SUBSCRIPTION_GRACE_DAYS = env.int("SUBSCRIPTION_GRACE_DAYS", 7)  # a failed renewal keeps what it opens
CART_REMINDER_HOURS = env.int("CART_REMINDER_HOURS", 24)  # 0: nobody is reminded of a cart
CHECKOUT_MINUTES = env.int("CHECKOUT_MINUTES", 35)  # Stripe allows 30 minutes to 24 hours
# They keep licence keys and sign licence files; the first is used, the others still read.
LICENCE_SECRETS = env.list("LICENCE_SECRETS", ["only-for-a-bare-checkout-" + "x" * 40] if DEBUG else [])
DOWNLOAD_LINK_SECONDS = env.int("DOWNLOAD_LINK_SECONDS", 300)
EXPORT_DAYS = env.int("EXPORT_DAYS", 7)  # how long an export of a person's data can be fetched
ERASE_AFTER_DAYS = env.int("ERASE_AFTER_DAYS", 7)  # so long somebody who asked to be erased may think again
REQUIRE_TWO_FACTOR = env.bool("REQUIRE_TWO_FACTOR", not DEBUG)
THEMES = ("light", "dark")
SERVICE_WORKER = env.bool("SERVICE_WORKER", not DEBUG)  # on a developer's machine it would outlive the shop
DEMO = env.bool("DEMO", False)

# --- Stripe, or the sandbox that stands in for it -------------------------------------------------
STRIPE_SECRET_KEY = env.str("STRIPE_SECRET_KEY", "")
STRIPE_WEBHOOK_SECRET = env.str("STRIPE_WEBHOOK_SECRET", "")
STRIPE_SANDBOX = not STRIPE_SECRET_KEY
STRIPE_SANDBOX_ALLOWED = env.bool("STRIPE_SANDBOX_ALLOWED", False)
STRIPE_SANDBOX_THREAD = env.bool("STRIPE_SANDBOX_THREAD", True)
STRIPE_TEST_CLOCK_URL = "/stripe-test/subscriptions/{}/" if STRIPE_SANDBOX else ""
# Stripe's own pages about cards and bills; without a configuration, the shop makes one.
STRIPE_PORTAL = env.bool("STRIPE_PORTAL", STRIPE_SANDBOX)
STRIPE_PORTAL_CONFIGURATION = env.str("STRIPE_PORTAL_CONFIGURATION", "")
STRIPE_SANDBOX_WEBHOOK_URL = "/stripe/webhook/"
if STRIPE_SANDBOX:
    STRIPE_SECRET_KEY = "sk_test_" + "5toaSandbox" * 3
    STRIPE_WEBHOOK_SECRET = STRIPE_WEBHOOK_SECRET or "whsec_" + "5toaSandbox" * 3
STRIPE_LIVE_MODE = STRIPE_SECRET_KEY.startswith(("sk_live_", "rk_live_"))
STRIPE_TEST_SECRET_KEY = "" if STRIPE_LIVE_MODE else STRIPE_SECRET_KEY
STRIPE_LIVE_SECRET_KEY = STRIPE_SECRET_KEY if STRIPE_LIVE_MODE else ""
DJSTRIPE_FOREIGN_KEY_TO_FIELD = "id"

INSTALLED_APPS = [
    "home",
    "orders",
    "products",
    "accounts",
    "cms",
    *(["sandbox"] if STRIPE_SANDBOX else []),
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.search_promotions",
    "wagtail.contrib.simple_translation",
    "wagtail.locales",
    "wagtail.embeds",
    "wagtail.sites",
    "accounts.apps.PeopleInAdminConfig",
    "wagtail.snippets",
    "products.apps.PicturesConfig",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "wagtail_modeladmin",
    "modelcluster",
    "taggit",
    "django_filters",
    "polymorphic",
    "djstripe",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "storages",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "cms.requestid.RequestIdMiddleware",
    "cms.languages.LanguageMiddleware",
    "cms.pagecache.PageCacheMiddleware",
    "cms.compression.CompressionMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cms.security.ContentSecurityMiddleware",
    "cms.ahead.AheadMiddleware",
    "cms.oddities.OddAddressMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.daily.DailyPeopleMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.gate.SellerGate",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "accounts.two_factor.TwoFactorMiddleware",
    "orders.views.coupon_link.CouponLinkMiddleware",
    "cms.searchterms.SearchTermsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

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
                "cms.context.site_identity",
                "home.context.personal",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "cms.templatetags.money",
                "cms.templatetags.pictures",
            ],
        },
    }
]

# --- data ----------------------------------------------------------------------------------------
DATABASE_URL = env.str("DATABASE_URL", "")
if DATABASE_URL:
    DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=None, conn_health_checks=True)}
else:
    DATABASES = {
        "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(DATA_DIR / "stoa.sqlite3")},
    }
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        # A write lock taken at the start of a transaction waits its turn instead of failing later.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
# dj-stripe's 500 historical steps cost a minute; a throw-away database takes its tables as they are now.
if env.bool("DJSTRIPE_TABLES_AT_ONCE", not DATABASE_URL):
    MIGRATION_MODULES = {"djstripe": None}

REDIS_URL = env.str("REDIS_URL", "")
if REDIS_URL:
    _cache = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
else:
    _cache = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "stoa"}
CACHES = {
    "default": {**_cache, "KEY_PREFIX": "stoa"},
    "renditions": {**_cache, "KEY_PREFIX": "renditions", "TIMEOUT": 86400},
}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"

CELERY_BROKER_URL = REDIS_URL or "memory://localhost/"
CELERY_TASK_ALWAYS_EAGER = not REDIS_URL
CELERY_TASK_EAGER_PROPAGATES = False
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_BEAT_SCHEDULE = {"tick": {"task": "cms.tasks.tick", "schedule": 60.0}}

# --- files ---------------------------------------------------------------------------------------
S3_BUCKET = env.str("S3_BUCKET", "")
S3_PUBLIC_BUCKET = env.str("S3_PUBLIC_BUCKET", "")
S3_OPTIONS = {
    "endpoint_url": env.str("S3_ENDPOINT_URL", None),
    "region_name": env.str("S3_REGION", None),
    "access_key": env.str("S3_ACCESS_KEY", None),
    "secret_key": env.str("S3_SECRET_KEY", None),
}
ACCEL_REDIRECT_PREFIX = env.str("ACCEL_REDIRECT_PREFIX", "")


def _storage(bucket: str, folder: str, url: str | None = None, **options: object) -> dict:
    """A bucket when one is named, else a folder below DATA_DIR."""
    if bucket:
        return {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {**S3_OPTIONS, "bucket_name": bucket, "location": folder, **options},
        }
    return {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / folder, "base_url": url},
    }


MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "renditions"
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    # Originals are never served: only renditions, which are re-encoded, have an address.
    "default": _storage(S3_BUCKET, "originals", querystring_expire=DOWNLOAD_LINK_SECONDS),
    "renditions": _storage(S3_PUBLIC_BUCKET, "renditions", MEDIA_URL, querystring_auth=False),
    "private": _storage(S3_BUCKET, "private", querystring_expire=DOWNLOAD_LINK_SECONDS),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WAGTAILIMAGES_RENDITION_STORAGE = "renditions"
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
MAX_DOWNLOAD_BYTES = env.int("MAX_DOWNLOAD_BYTES", 2 * 1024**3)

# --- people --------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "library"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "change_email": "accounts.entrance.ChangeAddress",
    "change_password": "accounts.entrance.ChangePassword",
    "confirm_email_verification_code": "accounts.entrance.ConfirmAddress",
    "confirm_login_code": "accounts.entrance.ConfirmCode",
    "login": "accounts.entrance.SignIn",
    "reauthenticate": "accounts.entrance.ConfirmPassword",
    "request_login_code": "accounts.entrance.CodeForm",
    "reset_password": "accounts.entrance.ForgottenPassword",
    "reset_password_from_key": "accounts.entrance.ResetPassword",
    "set_password": "accounts.entrance.SetPassword",
    "signup": "accounts.entrance.SignUp",
}
ACCOUNT_CHANGE_EMAIL = True  # one address; a new one replaces it when its code has been typed
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_RATE_LIMITS = {
    "login": "60/5m/ip",
    "login_failed": "10/5m/ip,10/5m/key",
    "signup": "20/10m/ip",
    "reset_password": "20/10m/ip,3/10m/key",
    "request_login_code": "20/10m/ip,3/10m/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", 0)
RATELIMIT_IP_META_KEY = "accounts.limits.visitor"
MFA_ADAPTER = "accounts.factors.FactorAdapter"
MFA_FORMS = {
    "activate_totp": "accounts.entrance.ActivateApp",
    "add_webauthn": "accounts.entrance.AddPasskey",
    "authenticate": "accounts.entrance.ShowFactor",
    "reauthenticate": "accounts.entrance.ShowFactorAgain",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG  # browsers allow passkeys on http://localhost alone
MFA_TOTP_ISSUER = SHOP_NAME
MFA_TOTP_TOLERANCE = 1
# Passwords and addresses change where factors are asked for, not in the admin's own forms.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False

# --- the way it speaks ---------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
WAGTAIL_CONTENT_LANGUAGES = WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_NAME = "language"
WAGTAIL_I18N_ENABLED = True
TIME_ZONE = "UTC"
USE_I18N = True
FORMAT_MODULE_PATH = "cms.formats"
USE_TZ = True

EMAIL_URL = env.str("EMAIL_URL", "")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Stoa <shop@stoa.example>")
if EMAIL_URL:
    vars().update(env.dj_email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "outbox"
EMAIL_TIMEOUT = 10

# --- safety --------------------------------------------------------------------------------------
X_FRAME_OPTIONS = "SAMEORIGIN"  # previews in the admin are frames of the same site
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", not DEBUG)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31536000 if SECURE_SSL_REDIRECT else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
if env.bool("BEHIND_TLS_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

# --- logs ----------------------------------------------------------------------------------------
LOGGING = logging_settings(DEBUG, env.str("LOG_LEVEL", "WARNING" if DEBUG else "INFO"))

# --- Wagtail -------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = SHOP_NAME
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
# Names of places: the machine's own extras, such as "localtime", mean nothing to a browser.
WAGTAIL_USER_TIME_ZONES = sorted({"UTC", *(name for name in available_timezones() if "/" in name)})
WAGTAIL_AUTOSAVE_INTERVAL = 5000
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_FINISH_WORKFLOW_ACTION = "cms.finishing.publish"
# The adapter that reads new files before a moderator does: products/scanning.py says what it must offer.
MALWARE_SCANNER = env("MALWARE_SCANNER", default="products.scanning.NoScanner")
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILIMAGES_IMAGE_FORM_BASE = "accounts.pictures.PictureForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILIMAGES_AVIF_QUALITY = 55
WAGTAILIMAGES_JPEG_QUALITY = 76

refuse_half_configured(globals())
