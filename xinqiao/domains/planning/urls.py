"""Addresses of the planning, below /manage/."""

from xinqiao.domains.planning.views import columns, gaps, stages

app_name = "planning"
urlpatterns = [*stages.ROUTES, *columns.ROUTES, *gaps.ROUTES]
