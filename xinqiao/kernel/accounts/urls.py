"""Addresses below /manage/."""

from django.urls import path

from xinqiao.kernel.accounts import views

app_name = "accounts"
urlpatterns = [
    path("login/", views.SignIn.as_view(), name="login"),
    path("logout/", views.SignOut.as_view(), name="logout"),
    path("password/", views.password, name="password"),
    path("accounts/", views.account_list, name="accounts"),
    path("accounts/open/", views.account_open, name="account_open"),
    path("accounts/<int:pk>/", views.account, name="account"),
    path("accounts/<int:pk>/active/", views.account_active, name="account_active"),
    path("accounts/<int:pk>/grant/", views.grant, name="grant"),
    path("accounts/<int:pk>/unlock/", views.unlock, name="unlock"),
    path("accounts/duties/<int:pk>/revoke/", views.revoke, name="revoke"),
    path("organisations/", views.organisation_list, name="organisations"),
    path("organisations/open/", views.organisation_open, name="organisation_open"),
]
