"""Addresses of what was not returned."""

from django.urls import path

from devices.outstanding import views

urlpatterns = [
    path("not-returned/", views.not_returned, name="not_returned"),
    path("figures/", views.figures, name="figures"),
    path("not-returned/list/", views.not_returned_list, name="not_returned_list"),
]
