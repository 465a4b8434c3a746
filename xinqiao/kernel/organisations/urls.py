"""Addresses below /manage/organisations/."""

from django.urls import path

from xinqiao.kernel.organisations import views

app_name = "organisations"
urlpatterns = [
    path("organisations/", views.organisation_list, name="organisations"),
    path("organisations/open/", views.organisation_open, name="organisation_open"),
    path("organisations/<int:pk>/", views.organisation, name="organisation"),
    path("organisations/<int:pk>/move/", views.move, name="move"),
    path("organisations/<int:pk>/close/", views.close, name="close"),
    path("organisations/<int:pk>/reopen/", views.reopen, name="reopen"),
]
