"""Settings shared by every way to run Scandy; production, development and test only differ from these."""

from csp.constants import NONCE, NONE, SELF, UNSAFE_EVAL
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

from scandy_site.env import BASE_DIR, HOME, env

## INSTANCE
INSTANCE_NAME = env("SCANDY_INSTANCE", default=HOME.name)
INSTANCE_HOME = HOME
SYSTEM_NAME = env("SYSTEM_NAME", default="Scandy")
# First values of the settings in the database; later changes are made in the back office.
INITIAL_SETTINGS = {
    "tickets": env.bool("ENABLE_TICKET_SYSTEM", default=True),
    "job_board": env.bool("ENABLE_JOB_BOARD", default=False),
    "weekly_reports": env.bool("ENABLE_WEEKLY_REPORTS", default=True),
    "mail_server": env("MAIL_SERVER", default=""),
    "mail_port": env.int("MAIL_PORT", default=587),
    "mail_security": env("MAIL_SECURITY", default="starttls"),
    "mail_username": env("MAIL_USERNAME", default=""),
    "mail_password": env("MAIL_PASSWORD", default=""),
    "mail_sender": env("MAIL_DEFAULT_SENDER", default=""),
}
IS_DEMO = env.bool("SCANDY_DEMO", default=False)
# Where people reach this instance; links in mails begin with it. Empty: mails have no links.
PUBLIC_URL = env("PUBLIC_URL", default="").rstrip("/")

# The authority that signed the certificate of this instance (``start --tls``); it may not exist.
LOCAL_AUTHORITY = HOME / "tls" / "authority.crt"
SERVES_TLS = env.bool("SCANDY_TLS", default=False)

## SECURITY
SECRET_KEY = env("SECRET_KEY")
DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
# Addresses and networks of the proxies in front of Scandy; only they are believed about who asks (apps.core.proxies).
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=[])
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, "'wasm-unsafe-eval'"],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
# unfold's Alpine evaluates expressions; apps.core.middleware grants it to the admin alone.
ADMIN_SCRIPT_SRC = [UNSAFE_EVAL]

## APPS
INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "scandy_site.mongo_apps.AdminConfig",
    "scandy_site.mongo_apps.AuthConfig",
    "scandy_site.mongo_apps.ContentTypesConfig",
    "django.forms",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "scandy_site.mongo_apps.CeleryBeatConfig",
    "scandy_site.mongo_apps.AxesConfig",
    "scandy_site.mongo_apps.GuardianConfig",
    "crispy_forms",
    "django_filters",
    "rest_framework",
    "csp",
    "apps.core",
    "apps.audit",
    "apps.sitesettings",
    "apps.accounts",
    "apps.notifications",
    "apps.media",
    "apps.masterdata",
    "apps.workers",
    "apps.tools",
    "apps.consumables",
    "apps.lending",
    "apps.tickets",
    "apps.setup",
    "apps.quickscan",
    "apps.reports",
    "apps.api",
]
MIDDLEWARE = [
    "apps.core.middleware.RequestIdMiddleware",
    "apps.core.proxies.ForwardedSchemeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "apps.core.middleware.AdminPolicyMiddleware",
    "apps.core.middleware.SecureCookieMiddleware",
    "apps.core.middleware.SlashMiddleware",
    "apps.core.middleware.ErrorEnvelopeMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "apps.accounts.middleware.EndedSessionMiddleware",
    "apps.accounts.middleware.InactivityMiddleware",
    "apps.accounts.middleware.SignInRequiredMiddleware",
    "apps.accounts.middleware.PasswordChangeMiddleware",
    "apps.sitesettings.middleware.FeatureMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
APPEND_SLASH = False  # SlashMiddleware adds and removes, also for other methods than GET
ROOT_URLCONF = "scandy_site.urls"
WSGI_APPLICATION = "scandy_site.wsgi.application"
DEFAULT_AUTO_FIELD = "django_mongodb_backend.fields.ObjectIdAutoField"
MIGRATION_MODULES = {
    "admin": "scandy_site.mongo_migrations.admin",
    "auth": "scandy_site.mongo_migrations.auth",
    "axes": "scandy_site.mongo_migrations.axes",
    "contenttypes": "scandy_site.mongo_migrations.contenttypes",
    "django_celery_beat": "scandy_site.mongo_migrations.django_celery_beat",
    "guardian": "scandy_site.mongo_migrations.guardian",
}

## DATABASES
# Two databases of one cluster behind one client and one session (apps.core.mongodb).
DATABASES = {
    "default": {
        "ENGINE": "apps.core.mongodb",
        "HOST": env("MONGODB_URI", default="mongodb://127.0.0.1:27017"),
        "NAME": env("MONGODB_DB", default="scandy"),
        "OPTIONS": {
            "w": "majority",
            "journal": True,
            "readConcernLevel": "majority",
            "tz_aware": False,
            "serverSelectionTimeoutMS": 5000,
            "connectTimeoutMS": 5000,
            "appname": f"scandy-{INSTANCE_NAME}",
        },
    },
}
DATABASES["tickets"] = {
    **DATABASES["default"],
    "NAME": env("MONGODB_TICKETS_DB", default="scandy_tickets"),
}
DATABASE_ROUTERS = [
    "django_mongodb_backend.routers.MongoRouter",  # embedded models have no collection
    "apps.core.db.TicketsRouter",
]

## CACHE, SESSIONS, TASKS
REDIS_URL = env("REDIS_URL", default="redis://127.0.0.1:6379/0")
CACHES = {
    "default": {
        "BACKEND": "apps.core.cache.FailOpenRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": INSTANCE_NAME,
        "OPTIONS": {"socket_timeout": 0.2, "socket_connect_timeout": 0.2},
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_NAME = f"scandy_session_{INSTANCE_NAME}"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = f"csrftoken_{INSTANCE_NAME}"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "apps.core.views.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
EMAIL_BACKEND = "apps.notifications.backend.OutboxBackend"
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "global_keyprefix": f"{INSTANCE_NAME}:celery:",
    # A Redis that is away or hangs must not hold a page: the sweep sends again.
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TIMEZONE = "Europe/Berlin"
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
# The sign of life for /health; all other schedules are registered by the apps (apps.core.schedules).
CELERY_BEAT_SCHEDULE = {
    "core.heartbeat": {"task": "core.heartbeat", "schedule": 10.0, "options": {"expires": 9}}
}

## ACCOUNTS
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["apps.accounts.backends.RoleBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 8},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# Wrong passwords (apps.accounts.lockout says how many, and what for).
AXES_HANDLER = "apps.accounts.lockout.Handler"
AXES_LOCKOUT_CALLABLE = "apps.accounts.lockout.locked_out"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "apps.core.proxies.client_ip"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
# Permissions on single objects (django-guardian): signed-in people have them, nobody else.
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False
GUARDIAN_MONKEY_PATCH_GROUP = False
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]  # no backend of its own: the user asks for them itself
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "accounts:login"

## LANGUAGE AND TIME
LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Berlin"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = None

## TEMPLATES AND STATIC FILES
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csrf",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "apps.sitesettings.context_processors.shell",
                "apps.notifications.context_processors.bell",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = ("daisyui",)
CRISPY_TEMPLATE_PACK = "daisyui"
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = HOME / "run" / "static"

## FILES (photos and documents; see apps.media)
# In the instance's folder, or in a bucket when .env names one.
S3_BUCKET = env("S3_BUCKET", default="")
MEDIA_FOLDER = {
    "BACKEND": "apps.media.storage.MediaFolder",
    "OPTIONS": {
        "location": HOME / "media",
        "file_permissions_mode": 0o600,
        "directory_permissions_mode": 0o700,
    },
}
MEDIA_BUCKET = {
    "BACKEND": "apps.media.buckets.MediaBucket",
    "OPTIONS": {
        "bucket_name": S3_BUCKET,
        "endpoint_url": env("S3_ENDPOINT_URL", default="") or None,
        "access_key": env("S3_ACCESS_KEY", default="") or None,
        "secret_key": env("S3_SECRET_KEY", default="") or None,
        "region_name": env("S3_REGION", default="") or None,
        "location": "media",
    },
}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "media": MEDIA_BUCKET if S3_BUCKET else MEDIA_FOLDER,
}
# Where nginx finds the folder of files under an internal address ("/files/"); empty: Scandy sends them itself.
MEDIA_ACCEL_PREFIX = "" if S3_BUCKET else env("MEDIA_ACCEL_PREFIX", default="")

## BACK OFFICE (the theme of apps.core.admin; colors and menu come from there)
UNFOLD = {
    "SITE_TITLE": SYSTEM_NAME,
    "SITE_HEADER": SYSTEM_NAME,
    "SITE_SUBHEADER": _("Administration"),
    "SITE_ICON": lambda request: static("img/logo.svg"),
    "SITE_FAVICONS": [
        {
            "rel": "icon",
            "type": "image/svg+xml",
            "href": lambda request: static("img/logo.svg"),
        }
    ],
    "STYLES": [lambda request: static("admin-scandy/admin.css")],
    "SCRIPTS": [lambda request: static("admin-scandy/admin.js")],
    "BORDER_RADIUS": "8px",
}

## API
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["apps.core.rest.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["apps.core.rest.RolePermission"],
    "DEFAULT_RENDERER_CLASSES": ["apps.core.rest.EnvelopeRenderer"],
    "DEFAULT_PARSER_CLASSES": ["apps.core.rest.JSONParser"],
    "EXCEPTION_HANDLER": "apps.core.rest.exception_handler",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}

## LOGGING (scandy.app, .database, .auth, .backup, .errors; see apps.core.logs)
LOG_LEVEL = env("LOG_LEVEL", default="INFO")
LOG_FORMAT = env("LOG_FORMAT", default="line")  # or json
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "request_id": {"()": "apps.core.logs.RequestIdFilter"},
        "logged_elsewhere": {"()": "apps.core.logs.LoggedElsewhere"},
    },
    "formatters": {
        "line": {
            "()": "apps.core.logs.LineFormatter",
            "format": "{asctime} {levelname} {name} [{request_id}] {message}",
            "style": "{",
        },
        "json": {"()": "apps.core.logs.JsonFormatter"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "json" if LOG_FORMAT == "json" else "line",
            "filters": ["request_id"],
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "scandy": {"level": LOG_LEVEL},
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.request": {"filters": ["logged_elsewhere"]},
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "celery": {"level": "WARNING"},  # a line for each start of a task says nothing
        "celery.beat": {"level": "WARNING"},
    },
}
