"""Addresses of the log of contacts."""

from django.urls import path

from consent.contacting import views

urlpatterns = [
    path("log/", views.contact_log, name="contact_log"),
    path("<int:pk>/log/add/", views.log_contact, name="log_contact"),
    path("log/<int:pk>/", views.contact, name="contact"),
    path("log/<int:pk>/remove/", views.remove_contact, name="remove_contact"),
]
