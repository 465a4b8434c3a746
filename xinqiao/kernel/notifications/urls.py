"""Addresses under /manage/notifications/."""

from django.urls import path

from xinqiao.kernel.notifications import views

app_name = "notifications"
urlpatterns = [
    path("", views.show_list, name="list"),
    path("<int:pk>/open/", views.open_message, name="open"),
    path("read/", views.mark_all, name="read"),
]
