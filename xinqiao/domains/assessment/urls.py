"""Addresses of the inspection, below /manage/."""

from django.urls import path

from xinqiao.domains.assessment.views import inspection, standards

app_name = "assessment"
urlpatterns = [
    path("inspection/", inspection.overview, name="overview"),
    path("inspection/findings/", inspection.finding_list, name="findings"),
    path("inspection/findings/export/", inspection.finding_export, name="findings_export"),
    path("inspection/findings/<int:pk>/", inspection.finding, name="finding"),
    path("inspection/sites/<int:pk>/", inspection.site, name="site"),
    path("inspection/standards/", standards.standards, name="standards"),
]
