"""Addresses of the account pages that are ours; sign-in and factors are allauth's, where we add nothing."""

from django.urls import path

from accounts import language, leaving, notices, payouts, privacy, team_page, views

urlpatterns = [
    path("language/", language.choose, name="language"),
    path("account/", views.overview, name="account"),
    path("account/factor/", views.confirm_factor, name="account_confirm_factor"),
    path("account/notices/", notices.settings, name="notices"),
    path("unsubscribe/<str:token>/", notices.unsubscribe, name="unsubscribe"),
    path("account/data/", privacy.data, name="data"),
    path("account/data/<int:pk>/", privacy.fetch, name="data_fetch"),
    path("account/erase/", leaving.erase, name="erase"),
    path("account/erase/keep/", leaving.keep, name="erase_keep"),
    path("account/erase/prove/", leaving.prove, name="erase_prove"),
    path("account/payouts/", payouts.first, name="payouts"),
    path("account/payouts/<int:pk>/", payouts.details, name="payout_details"),
    path("account/invitation/<str:token>/", team_page.invitation, name="invitation"),
    path("accounts/sessions/<int:pk>/end/", views.end_session, name="end_session"),
    path("accounts/2fa/totp/activate/", views.ActivateApp.as_view()),
    path("accounts/2fa/webauthn/add/", views.AddPasskey.as_view()),
]
