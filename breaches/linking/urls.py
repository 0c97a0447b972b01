"""Addresses on which a complaint and a report are linked."""

from django.urls import path

from breaches.linking import views

ONE = "complaints/<complaint:pk>/reports/"

urlpatterns = [
    path(ONE, views.link_report, name="link_report"),
    path(f"{ONE}<int:link>/remove/", views.unlink_report, name="unlink_report"),
]
