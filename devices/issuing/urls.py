"""Addresses of equipment that is issued."""

from django.urls import path

from devices.issuing import views

urlpatterns = [
    path("issues/<int:pk>/", views.issue, name="issue"),
]
