"""Addresses of confidential reports."""

from django.urls import path

from breaches.confiding import views

CASE = "incidents/<incident:pk>/"

urlpatterns = [
    path("incidents/confidential/", views.confidential, name="confidential"),
    path(f"{CASE}confidential/", views.make_confidential, name="make_confidential"),
    path(f"{CASE}confidential/own/", views.confide_own, name="confide_own"),
    path(f"{CASE}readers/", views.readers, name="readers"),
    path(f"{CASE}readers/add/", views.add_reader, name="add_reader"),
    path(f"{CASE}readers/<int:reader>/remove/", views.remove_reader, name="remove_reader"),
    path(f"{CASE}readers/end/", views.end_confidentiality, name="end_confidentiality"),
    path(f"{CASE}open/", views.open_confidential, name="open_confidential"),
    path("incidents/openings/<int:pk>/", views.confidential_opening, name="confidential_opening"),
    path("incidents/openings/<int:pk>/end/", views.end_opening, name="end_opening"),
]
