"""Addresses of how long reports are kept whole."""

from django.urls import path

from breaches.keeping import views

urlpatterns = [
    path("incidents/keeping/", views.change_keeping, name="change_keeping"),
    path("incidents/going/", views.going, name="going"),
]
