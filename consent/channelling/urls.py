"""Addresses of the channels."""

from django.urls import path

from consent.channelling import views

urlpatterns = [
    path("channels/", views.channels, name="channels"),
    path("channels/mine/", views.my_channels, name="my_channels"),
    path("channels/propose/", views.propose_channel, name="propose_channel"),
    path("channels/<int:pk>/", views.channel, name="channel"),
    path("channels/<int:pk>/classify/", views.classify, name="classify"),
    path("channels/<int:pk>/forbid/", views.forbid, name="forbid"),
    path("channels/<int:pk>/retire/", views.retire, name="retire"),
]
