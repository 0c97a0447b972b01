"""Addresses of exemptions."""

from django.urls import path

from policies.exempting import views

urlpatterns = [
    path("exemptions/", views.exemptions, name="exemptions"),
    path("exemptions/grant/<int:pk>/", views.grant_exemptions, name="grant_exemptions"),
    path("exemptions/<int:pk>/extend/", views.extend_exemption, name="extend_exemption"),
    path("exemptions/<int:pk>/end/", views.end_exemption, name="end_exemption"),
]
