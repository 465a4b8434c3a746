"""Every address: health, the workbench, and the public tree last, which matches the rest."""

from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls

from xinqiao.config import health
from xinqiao.domains.portal.views import corrections

_manage = [
    path("", include("xinqiao.kernel.accounts.urls")),
    path("", include("xinqiao.kernel.audit.urls")),
    path("", include("xinqiao.kernel.calendars.urls")),
    path("", include(wagtailadmin_urls)),
]

urlpatterns = [
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    path("manage/files/", include("xinqiao.kernel.files.urls")),
    path("manage/", include(_manage)),
    *corrections.PUBLIC_ROUTES,
    path("", include("xinqiao.kernel.press.urls")),
]

handler404 = "xinqiao.kernel.press.views.not_found"
handler500 = "xinqiao.kernel.press.views.server_error"
