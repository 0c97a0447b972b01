"""Addresses of what the council's own books say of a report."""

from django.urls import path

from breaches.filing import views

urlpatterns = [
    path("incidents/<incident:pk>/reference/", views.file_reference, name="file_reference"),
]
