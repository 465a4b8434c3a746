"""Addresses of the portal's workbench, below /manage/."""

from django.urls import path

from xinqiao.domains.portal.views import (
    alerts,
    articles,
    bulk,
    comparison,
    conformance,
    imports,
    matters,
    offers,
    preview,
    readings,
    sites,
    statistics,
    upkeep,
)

app_name = "portal"
urlpatterns = [
    *alerts.ROUTES,
    *imports.ROUTES,
    path("articles/", articles.article_list, name="articles"),
    path("articles/export/", articles.article_export, name="articles_export"),
    path("articles/bulk/", bulk.bulk, name="articles_bulk"),
    path("articles/<int:pk>/", matters.matter, name="matter"),
    path("articles/<int:pk>/acts/<slug:code>/", matters.act, name="act"),
    path("articles/<int:pk>/compare/<slug:base>/", comparison.compare, name="compare"),
    path("articles/<int:pk>/preview/", preview.preview, name="preview"),
    path("articles/<int:pk>/preview/page/", preview.preview_frame, name="preview_frame"),
    path("interpretations/", readings.reading_list, name="readings"),
    path("offers/", offers.offer_list, name="offers"),
    path("offers/<int:pk>/", offers.decide, name="offer_decide"),
    path("sites/", sites.site_list, name="sites"),
    path("columns/", upkeep.kept, name="kept_columns"),
    path("columns/<int:pk>/review/", upkeep.review, name="column_review"),
    path("sites/upkeep/", upkeep.gaps, name="upkeep"),
    path("sites/conformance/", conformance.all_sites, name="conformance"),
    path("sites/<int:pk>/conformance/", conformance.one_site, name="site_conformance"),
    path("sites/unvisited/", statistics.unvisited, name="unvisited"),
    path("sites/<int:pk>/statistics/", statistics.site_statistics, name="statistics"),
    path(
        "sites/<int:pk>/statistics/export/",
        statistics.statistics_export,
        name="statistics_export",
    ),
    path("sites/open/", sites.site_open, name="site_open"),
    path("sites/<int:pk>/", sites.site, name="site"),
    path("sites/<int:pk>/kits/", sites.branch_open, name="branch_open"),
    path("sites/<int:pk>/columns/open/", sites.column_open, name="column_open"),
    path("sites/columns/<int:pk>/", sites.column, name="column"),
    path("sites/columns/<int:pk>/rename/", sites.column_rename, name="column_rename"),
    path("sites/columns/<int:pk>/move/", sites.column_move, name="column_move"),
    path("sites/columns/<int:pk>/close/", sites.column_close, name="column_close"),
    path("sites/columns/<int:pk>/grants/", sites.grant, name="grant"),
    path("sites/grants/<int:pk>/revoke/", sites.revoke, name="grant_revoke"),
]
