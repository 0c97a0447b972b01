"""Addresses of the rules of contact."""

from django.urls import path

from consent.freshness import views

urlpatterns = [
    path("rules/", views.change_rules, name="change_rules"),
]
