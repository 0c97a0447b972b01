"""Addresses of a councillor's own accounts on social media, and of their log."""

from django.urls import path

from consent.social import views

urlpatterns = [
    path("accounts/", views.social_accounts, name="social_accounts"),
    path("accounts/add/", views.add_account, name="add_account"),
    path("accounts/<int:pk>/", views.social_account, name="social_account"),
    path("accounts/<int:pk>/remove/", views.remove_account, name="remove_account"),
    path("moderation/", views.moderations, name="moderations"),
    path("moderation/add/", views.log_moderation, name="log_moderation"),
    path("moderation/<int:pk>/", views.moderation, name="moderation"),
]
