"""Addresses of the evidence files of an incident."""

from django.urls import path

from breaches.evidencing import views

FILES = "incidents/<incident:pk>/files/"

urlpatterns = [
    path(FILES, views.add_files, name="add_files"),
    path(f"{FILES}<int:file>/", views.incident_file, name="incident_file"),
    path(f"{FILES}<int:file>/remove/", views.remove_incident_file, name="remove_incident_file"),
]
