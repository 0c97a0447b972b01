"""Addresses of the figures of incidents."""

from django.urls import path

from breaches.figuring import views

urlpatterns = [
    path("incidents/figures/", views.incident_figures, name="figures"),
    path("incidents/statistics/", views.statistics, name="statistics"),
    path("incidents/statistics/publish/", views.change_statistics, name="change_statistics"),
    path("incidents/<incident:pk>/print/", views.print_incident, name="print_incident"),
]
