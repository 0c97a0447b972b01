"""Addresses of the yearly report."""

from django.urls import path

from policies.annual import views

urlpatterns = [
    path("annual/", views.annual_reports, name="annual_reports"),
    path("annual/<int:year>/", views.annual_report, name="annual_report"),
    path("annual/<int:year>.pdf", views.annual_pdf, name="annual_pdf"),
    path("annual/<int:year>.ods", views.annual_ods, name="annual_ods"),
]
