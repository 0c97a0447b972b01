"""Addresses of found reports at the desk; those for strangers stand in ``councilgov.urls``."""

from django.urls import path

from devices.finding import views

urlpatterns = [
    path("found/", views.found_reports, name="found_reports"),
    path("found/<int:pk>/", views.found_report, name="found_report"),
]
