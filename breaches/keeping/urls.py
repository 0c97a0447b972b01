"""Addresses of how long reports are kept whole."""

from django.urls import path

from breaches.keeping import views

KEEP = "incidents/<incident:pk>/keep/"

urlpatterns = [
    path("incidents/keeping/", views.change_keeping, name="change_keeping"),
    path("incidents/going/", views.going, name="going"),
    path(KEEP, views.hold_incident, name="hold_incident"),
    path(f"{KEEP}<int:hold>/end/", views.end_hold, name="end_hold"),
]
