"""Addresses of safety reports."""

from django.urls import path

from breaches.safeguarding import views

CASE = "safety/<safety:pk>/"

urlpatterns = [
    path("report/safety/", views.report_safety, name="report_safety"),
    path("safety/", views.safety_reports, name="safety_reports"),
    path(CASE, views.safety_report, name="safety_report"),
    path(f"{CASE}tell/", views.choose_safety, name="choose_safety"),
    path(f"{CASE}people/<int:recipient>/remove/", views.take_off_safety, name="take_off_safety"),
    path(f"{CASE}seen/", views.acknowledge_safety, name="acknowledge_safety"),
    path(f"{CASE}write/", views.add_safety_entry, name="add_safety_entry"),
    path(f"{CASE}support/", views.support_safety, name="support_safety"),
    path(f"{CASE}police/", views.add_safety_police, name="add_safety_police"),
    path(f"{CASE}close/", views.close_safety, name="close_safety"),
    path(f"{CASE}files/", views.add_safety_files, name="add_safety_files"),
    path(f"{CASE}files/<int:file>/", views.safety_file, name="safety_file"),
    path(f"{CASE}files/<int:file>/remove/", views.safety_remove_file, name="safety_remove_file"),
]
