"""The public tree: include it last, it matches everything."""

from django.urls import re_path

from xinqiao.kernel.press import views

app_name = "press"
urlpatterns = [re_path(r"^(?P<path>.*)$", views.public_page, name="page")]
