"""Addresses of the front door: its first page, a page for each question, and what comes of it."""

from django.urls import path

from breaches.asking import views
from breaches.asking.pages import KIND, PAGES

urlpatterns = [
    path("report/", views.report, name="report"),
    *(
        path(f"report/{page.word}/", views.ask, {"page": page}, name=page.name)
        for page in PAGES.values()
        if page != KIND
    ),
    path("report/check/", views.check_report, name="check_report"),
    path("report/throw-away/", views.throw_away_report, name="throw_away_report"),
    path("report/party/", views.report_party, name="report_party"),
    path("report/all/", views.report_all, name="report_all"),
    path("report/for-somebody/", views.report_for_somebody, name="report_for_somebody"),
    path("report/sent/<incident:pk>/", views.report_sent, name="report_sent"),
]
