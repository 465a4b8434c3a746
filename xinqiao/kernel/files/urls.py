"""Addresses under /manage/files/."""

from django.urls import path, re_path

from xinqiao.kernel.files import views

app_name = "files"
urlpatterns = [
    path("upload/", views.upload, name="upload"),
    path("<int:file_id>/", views.download, name="download"),
    re_path(r"^(?P<path>\d{4}/\d{2}/[A-Za-z0-9_-]+\.[a-z0-9]+)$", views.show, name="show"),
]
