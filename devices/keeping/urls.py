"""Addresses of the register."""

from django.urls import path

from devices.keeping import views

urlpatterns = [
    path("add/", views.add_device, name="add_device"),
    path("kinds/", views.kinds, name="kinds"),
    path("kinds/<int:pk>/", views.change_kind, name="change_kind"),
    path("dispose/", views.dispose_chosen, name="dispose_chosen"),
    path("<tag:asset_tag>/change/", views.change_device, name="change_device"),
    path("<tag:asset_tag>/dispose/", views.dispose, name="dispose"),
]
