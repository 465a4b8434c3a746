"""Addresses below /manage/."""

from django.urls import path

from xinqiao.kernel.accounts.views import (
    colleagues,
    keeping,
    own,
    proposals,
    second_factor,
    securing,
    sign_in,
)

app_name = "accounts"
urlpatterns = [
    path("login/", sign_in.SignIn.as_view(), name="login"),
    path("login/code/", sign_in.second_step, name="second_step"),
    path("logout/", sign_in.SignOut.as_view(), name="logout"),
    path("me/", own.own, name="own"),
    path("password/", own.password, name="password"),
    path("sessions/<int:pk>/end/", own.end_session, name="session_end"),
    path("second-factor/", second_factor.factor, name="factor"),
    path("second-factor/start/", second_factor.start, name="factor_start"),
    path("second-factor/confirm/", second_factor.confirm, name="factor_confirm"),
    path("second-factor/qr.svg", second_factor.picture, name="factor_picture"),
    path("second-factor/codes/", second_factor.codes, name="factor_codes"),
    path("proposals/", proposals.proposals, name="proposals"),
    path("proposals/<int:pk>/", proposals.proposal, name="proposal"),
    path("proposals/<int:pk>/confirm/", proposals.confirm, name="proposal_confirm"),
    path("proposals/<int:pk>/refuse/", proposals.refuse, name="proposal_refuse"),
    path("proposals/<int:pk>/withdraw/", proposals.withdraw, name="proposal_withdraw"),
    path("accounts/<int:pk>/reset-factor/", proposals.propose_reset, name="reset_factor"),
    path("alive/", own.alive, name="alive"),
    path("colleagues/", colleagues.colleagues, name="colleagues"),
    path("colleagues/<int:pk>/phone/", colleagues.colleague_phone, name="colleague_phone"),
    path("accounts/", keeping.account_list, name="accounts"),
    path("accounts/open/", keeping.account_open, name="account_open"),
    path("accounts/<int:pk>/", keeping.account, name="account"),
    path("accounts/<int:pk>/change/", keeping.account_change, name="account_change"),
    path("accounts/<int:pk>/disable/", keeping.account_disable, name="account_disable"),
    path("accounts/<int:pk>/enable/", keeping.account_enable, name="account_enable"),
    path("accounts/<int:pk>/phone/", keeping.phone, name="phone"),
    path("accounts/<int:pk>/grant/", securing.grant, name="grant"),
    path("accounts/<int:pk>/unlock/", securing.unlock, name="unlock"),
    path("accounts/<int:pk>/sessions/", securing.end_sessions, name="end_sessions"),
    path("accounts/<int:pk>/password/", securing.set_password, name="set_password"),
    path("accounts/duties/<int:pk>/revoke/", securing.revoke, name="revoke"),
]
