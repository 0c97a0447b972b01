"""Every address of the portal."""

from allauth.account import views as account
from django.urls import URLPattern, URLResolver, include, path, re_path

from consent.stopping import views as stopping
from councilgov.accounts.confirming import ConfirmView
from councilgov.portal import health, views
from devices.finding import views as finding

handler400 = "councilgov.portal.errors.bad_request"
handler403 = "councilgov.portal.errors.not_allowed"
handler404 = "councilgov.portal.errors.not_found"
handler500 = "councilgov.portal.errors.crash"

# Only those of allauth's pages that the portal offers: accounts come by invitation.
sign_in: list[URLPattern | URLResolver] = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("signup/", account.signup, name="account_signup"),
    path("reauthenticate/", ConfirmView.as_view(), name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(  # a key has a dash of its own
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.start, name="start"),
    path("home/", views.home, name="home"),
    path("dashboard/", include("councilgov.portal.dashboard.urls")),
    path("", include("councilgov.portal.searching.urls")),
    path("", include("councilgov.portal.feeding.urls")),
    path("accounts/", include(sign_in)),
    path("policies/", include("policies.urls")),
    path("contacts/", include("consent.urls")),
    path("devices/", include("devices.urls")),
    path("x-ray/", include("councilgov.portal.xray.urls")),
    path("leavers/", include("councilgov.offboarding.urls")),
    path("", include("breaches.urls")),
    path("", include("councilgov.elections.urls")),
    path("imports/", include("councilgov.imports.urls")),
    # Printed on labels, where each letter counts; in capitals a QR code is smaller.
    re_path(r"^[dD]/(?P<code>[^/]{1,40})/?$", finding.scan, name="scan"),
    # Sent in messages: short, and of the person it says nothing.
    path("stop/done/", stopping.stopped, name="stopped"),
    path("stop/<str:token>/", stopping.stop, name="stop"),
    path("found/", finding.found, name="found"),
    path("found/thanks/", finding.found_thanks, name="found_thanks"),
    path("", include("councilgov.accounts.urls")),
    path("", include("councilgov.notices.urls")),
    path("verify/", include("councilgov.ledger.urls")),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("help/", include("councilgov.portal.helping.urls")),
    path("branding.css", views.branding, name="branding"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
