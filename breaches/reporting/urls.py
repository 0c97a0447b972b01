"""Addresses of reporting: the front door."""

from django.urls import path

from breaches.reporting import views

urlpatterns = [
    path("report/", views.report, name="report"),
    path("report/for-somebody/", views.report_for_somebody, name="report_for_somebody"),
]
