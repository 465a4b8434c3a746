"""Addresses of the planning, below /manage/."""

from xinqiao.domains.planning.views import columns, stages

app_name = "planning"
urlpatterns = [*stages.ROUTES, *columns.ROUTES]
