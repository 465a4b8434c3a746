"""Behind nginx with TLS. A missing secret stops the start (config/checks.py says which)."""

from xinqiao.config.settings.base import *  # noqa: F403

SESSION_COOKIE_NAME = "__Host-xinqiao_session"
CSRF_COOKIE_NAME = "__Host-xinqiao_csrf"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = False  # nginx redirects
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
