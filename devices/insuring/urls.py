"""Addresses of the yearly declaration."""

from django.urls import path

from devices.insuring import views

urlpatterns = [
    path("insurance/", views.insurance, name="insurance"),
    path("insurance/register/", views.insurance_register, name="insurance_register"),
]
