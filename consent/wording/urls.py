"""Addresses of the messages that ask somebody to ring."""

from django.urls import path

from consent.wording import views

urlpatterns = [
    path("messages/", views.wordings, name="wordings"),
    path("messages/<slug:kind>/", views.change_wording, name="change_wording"),
    path("ways/<int:pk>/test/", views.record_test, name="record_test"),
]
