"""Addresses below /manage/."""

from django.urls import path

from xinqiao.kernel.calendars import views

app_name = "calendars"
urlpatterns = [
    path("calendars/", views.year, name="this_year"),
    path("calendars/<int:year>/", views.year, name="year"),
    path("calendars/import/", views.upload, name="upload"),
    path("calendars/import/confirm/", views.confirm, name="confirm"),
]
