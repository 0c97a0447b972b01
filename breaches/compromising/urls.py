"""Addresses of a breach that is about the records of many councillors."""

from django.urls import path

from breaches.compromising import views

CASE = "incidents/<incident:pk>/"

urlpatterns = [
    path(f"{CASE}councillors/", views.affect_councillors, name="affect_councillors"),
    path(f"{CASE}parts/", views.parts, name="parts"),
    path(f"{CASE}<int:part>/", views.incident_part, name="incident_part"),
]
