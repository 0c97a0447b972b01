"""Addresses of who goes, and when."""

from django.urls import path

from consent.keeping import views

urlpatterns = [
    path("going/", views.going, name="going"),
    path("rules/months/", views.change_months, name="change_months"),
    path("rules/log-months/", views.change_log_months, name="change_log_months"),
]
