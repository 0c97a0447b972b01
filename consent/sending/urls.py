"""Addresses of what helps with messages and posts."""

from django.urls import path

from consent.sending import views

urlpatterns = [
    path("help/", views.messages_help, name="messages_help"),
    path("help/send/", views.before_sending, name="before_sending"),
    path("help/post/", views.before_posting, name="before_posting"),
]
