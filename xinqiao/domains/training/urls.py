"""Addresses of the guide, below /manage/."""

from django.urls import path

from xinqiao.domains.training import views

app_name = "training"
urlpatterns = [
    path("guide/", views.contents, name="contents"),
    path("guide/<slug:slug>/", views.page, name="page"),
]
