"""Addresses of the reports that put policies to a body."""

from django.urls import path

from policies.reporting import views

urlpatterns = [
    path("reports/", views.reports, name="reports"),
    path("reports/new/", views.write_report, name="write_report"),
    path("reports/<int:pk>/", views.report, name="report"),
    path("reports/<int:pk>/change/", views.change_report, name="change_report"),
]
