"""Addresses below /manage/."""

from django.urls import path

from xinqiao.kernel.audit import views

app_name = "audit"
urlpatterns = [
    path("audit/", views.event_list, name="events"),
    path("audit/verify/", views.verify, name="verify"),
    path("audit/<int:pk>/", views.event, name="event"),
    path("audit/export.<slug:kind>", views.export, name="export"),
]
