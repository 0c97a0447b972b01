"""Addresses of safety reports."""

from django.urls import path

from breaches.safeguarding import views

CASE = "safety/<safety:pk>/"

urlpatterns = [
    path("report/safety/", views.report_safety, name="report_safety"),
    path("safety/", views.safety_reports, name="safety_reports"),
    path(CASE, views.safety_report, name="safety_report"),
    path(f"{CASE}tell/", views.choose, name="choose"),
    path(f"{CASE}people/<int:recipient>/remove/", views.take_off, name="take_off"),
    path(f"{CASE}seen/", views.acknowledge, name="acknowledge"),
    path(f"{CASE}write/", views.add_safety_entry, name="add_safety_entry"),
    path(f"{CASE}support/", views.support, name="support"),
    path(f"{CASE}police/", views.add_safety_police, name="add_safety_police"),
    path(f"{CASE}close/", views.close_safety, name="close_safety"),
    path(f"{CASE}files/", views.add_safety_files, name="add_safety_files"),
    path(f"{CASE}files/<int:file>/", views.safety_file, name="safety_file"),
    path(f"{CASE}files/<int:file>/remove/", views.safety_remove_file, name="safety_remove_file"),
]
