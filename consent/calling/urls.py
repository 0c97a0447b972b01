"""Address of the look round before a video call."""

from django.urls import path

from consent.calling import views

urlpatterns = [path("help/video/", views.before_calling, name="before_calling")]
