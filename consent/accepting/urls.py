"""Addresses of the terms of ward records."""

from django.urls import path

from consent.accepting import views

urlpatterns = [
    path("terms/", views.terms, name="terms"),
    path("terms/accept/", views.accept_terms, name="accept_terms"),
    path("terms/accepted/<int:pk>/", views.certificate, name="terms_certificate"),
]
