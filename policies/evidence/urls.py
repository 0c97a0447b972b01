"""Addresses of what is held about one person."""

from django.urls import path

from policies.evidence import views

urlpatterns = [
    path("people/<int:pk>/", views.person, name="person"),
    path("people/<int:pk>/evidence.pdf", views.evidence, name="evidence"),
]
