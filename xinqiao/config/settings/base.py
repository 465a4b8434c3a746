"""Settings shared by every profile, in sections; what an operator changes is in options.py."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from xinqiao.config import options as options_module

OPTIONS = options_module.load()
BASE = Path(__file__).resolve().parents[3]
DATA = OPTIONS.data

# --- Identity and secrets
SECRET_KEY = OPTIONS.secret_key
DEBUG = OPTIONS.debug
ALLOWED_HOSTS = [host.strip() for host in OPTIONS.hosts.split(",") if host.strip()]
USE_X_FORWARDED_HOST = False
XINQIAO_PROFILE = OPTIONS.profile
XINQIAO_DEMO = OPTIONS.demo
XINQIAO_VAULT_KEY = Path(OPTIONS.vault_key)
XINQIAO_VAULT_SUITE = OPTIONS.vault_suite
XINQIAO_UNMASK_PER_HOUR = OPTIONS.unmask_per_hour
XINQIAO_MANAGE_HOST = OPTIONS.manage_host
XINQIAO_TRUSTED_PROXIES = [p.strip() for p in OPTIONS.trusted_proxies.split(",") if p.strip()]
XINQIAO_UPLOAD_BYTES = OPTIONS.upload_megabytes * 1024 * 1024
XINQIAO_VIDEO_BYTES = OPTIONS.video_megabytes * 1024 * 1024
XINQIAO_DATA = DATA
XINQIAO_LINK_HOSTS = [h.strip().lower() for h in OPTIONS.link_hosts.split(",") if h.strip()]
XINQIAO_VISIT_ADDRESS = OPTIONS.visit_address

# --- Applications
INSTALLED_APPS = [
    "xinqiao.domains.assessment",
    "xinqiao.domains.planning",
    "xinqiao.domains.portal",
    "xinqiao.domains.training",
    "xinqiao.kernel.ui",
    "xinqiao.kernel.press",
    "xinqiao.kernel.approvals",
    "xinqiao.kernel.sites",
    "xinqiao.kernel.files",
    "xinqiao.kernel.notifications",
    "xinqiao.kernel.accounts",
    "xinqiao.kernel.organisations",
    "xinqiao.kernel.jobs",
    "xinqiao.kernel.calendars",
    "xinqiao.kernel.audit",
    "xinqiao.kernel.vault",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "axes",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "xinqiao.kernel.ui.middleware.SecurityHeadersMiddleware",
    "xinqiao.kernel.audit.middleware.RequestContextMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "xinqiao.kernel.accounts.middleware.SessionAgeMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "xinqiao.kernel.ui.middleware.WorkbenchDoorMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "xinqiao.config.urls"
WSGI_APPLICATION = "xinqiao.config.wsgi.application"
X_FRAME_OPTIONS = "SAMEORIGIN"  # the preview panel shows a page of ours in a frame

# --- Templates: Jinja2 for public pages (docs/decisions/0003), Django's own for the workbench
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {"environment": "xinqiao.kernel.ui.jinja.environment"},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- Database
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        "PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF;"
    ),
}


def database(url: str) -> dict[str, Any]:
    """Django's database entry for a PostgreSQL address, or SQLite in the data folder."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA / "xinqiao.sqlite3",
            "OPTIONS": SQLITE_OPTIONS,
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise options_module.BadOption("XINQIAO_DATABASE 应以 postgres:// 开头。")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 5},
    }


DATABASES = {"default": database(OPTIONS.database)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Cache: per process; nothing that must be true lives in it
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# --- Sign-in
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "xinqiao.kernel.accounts.backends.DutyBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "xinqiao.kernel.accounts.passwords.PolicyValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
WAGTAILADMIN_LOGIN_URL = "accounts:login"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = OPTIONS.absolute_hours * 3600
CSRF_COOKIE_HTTPONLY = False  # Wagtail's autosave reads it
CSRF_COOKIE_SAMESITE = "Lax"
XINQIAO_IDLE_SECONDS = OPTIONS.idle_minutes * 60
XINQIAO_ABSOLUTE_SECONDS = OPTIONS.absolute_hours * 3600
XINQIAO_PASSWORD_POLICY = OPTIONS.password_policy
XINQIAO_SECOND_FACTOR_REQUIRED = OPTIONS.is_second_factor_required
AXES_FAILURE_LIMIT = OPTIONS.lock_failures
AXES_COOLOFF_TIME = OPTIONS.lock_minutes / 60
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # nobody is kept out by another's tries
AXES_CLIENT_IP_CALLABLE = "xinqiao.kernel.audit.context.client_address"
AXES_LOCKOUT_CALLABLE = "xinqiao.kernel.accounts.views.locked_out"
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True  # our own audit trail is the record
AXES_SENSITIVE_PARAMETERS = ["password"]

# --- Language and time
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE / "xinqiao" / "config" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# --- Files
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS: list[Path] = []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "xinqiao.config.static_files.HashedFiles"},
}
MEDIA_ROOT = DATA / "media"
MEDIA_URL = "/media-is-never-served/"
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# --- Background work
TASKS = {"default": {"BACKEND": "xinqiao.kernel.jobs.backend.QueueBackend", "QUEUES": []}}

# --- Mail
_mail = urlsplit(OPTIONS.mail if "://" in OPTIONS.mail else "console://")
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if _mail.scheme == "smtp"
    else "django.core.mail.backends.console.EmailBackend"
)
EMAIL_HOST = _mail.hostname or ""
EMAIL_PORT = _mail.port or 25
EMAIL_HOST_USER = unquote(_mail.username or "")
EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = OPTIONS.mail_from

# --- Workbench (Wagtail's admin is the shell, docs/decisions/0004)
WAGTAIL_SITE_NAME = "心桥工作台"
WAGTAILADMIN_BASE_URL = "http://127.0.0.1:8000"
WAGTAIL_WORKFLOW_ENABLED = False
WAGTAIL_MODERATION_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_I18N_ENABLED = False
WAGTAILADMIN_PERMITTED_LANGUAGES = [("zh-hans", "简体中文")]
WAGTAILADMIN_COMMENTS_ENABLED = False
WAGTAIL_AUTOSAVE_INTERVAL = 5000
WAGTAILEMBEDS_FINDERS: list[dict[str, Any]] = []
WAGTAILIMAGES_IMAGE_MODEL = "files.LibraryImage"
WAGTAILDOCS_DOCUMENT_MODEL = "files.LibraryDocument"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
MODELSEARCH_BACKENDS = {"default": {"BACKEND": "modelsearch.backends.database"}}

# --- Logging: one line a record, no personal data
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "xinqiao.config.logs.LineFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": OPTIONS.log_level},
    "loggers": {
        "axes": {"level": "ERROR"},
        "pikepdf": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},  # a missing page is no event of ours
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
SILENCED_SYSTEM_CHECKS = [
    "security.W004",  # HSTS is nginx's header (deploy/nginx), W008 likewise
    "security.W008",
    "security.W019",  # SAMEORIGIN on purpose: the preview panel frames our own page
]
