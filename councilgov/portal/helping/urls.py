"""Addresses of help."""

from django.urls import path

from councilgov.portal.helping import views

urlpatterns = [
    path("", views.help_page, name="help"),
    path("words/", views.help_words, name="help_words"),
    path("rules/", views.help_rules, name="help_rules"),
    path("guides/<slug:slug>/", views.guide, name="guide"),
]
