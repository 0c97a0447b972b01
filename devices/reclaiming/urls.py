"""Addresses of equipment that is asked back."""

from django.urls import path

from devices.reclaiming import views

urlpatterns = [
    path("<tag:asset_tag>/ask-back/", views.request_return, name="request_return"),
    path("<tag:asset_tag>/keep/", views.cancel_return, name="cancel_return"),
]
