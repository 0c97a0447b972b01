"""Addresses of audiences."""

from django.urls import path

from policies.campaigns import views

urlpatterns = [
    path("audiences/<slug:slug>/", views.audience, name="audience"),
    path("audiences/<slug:slug>/choose/", views.choose_audience, name="choose_audience"),
    path("audiences/<slug:slug>/add/", views.add_rule, name="add_rule"),
    path("audiences/<slug:slug>/rules/<int:pk>/remove/", views.remove_rule, name="remove_rule"),
]
