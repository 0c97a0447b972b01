"""Addresses of what a councillor has signed."""

from django.urls import path

from policies.signatures import views

urlpatterns = [
    path("signed/", views.signed, name="signed"),
    path("receipts/<int:pk>/", views.receipt, name="receipt"),
    path("certificates/<int:pk>.pdf", views.certificate, name="certificate"),
]
