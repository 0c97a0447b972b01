"""Addresses of what is shared: for its councillor, and for who reads it."""

from django.urls import path

from consent.disclosing import views

urlpatterns = [
    path("<int:pk>/share/", views.share_person, name="share_person"),
    path("shares/", views.shares, name="shares"),
    path("shares/<int:pk>/end/", views.end_share, name="end_share"),
    path("shared/", views.shared_with_me, name="shared_with_me"),
    path("shared/<int:pk>/", views.shared_record, name="shared_record"),
]
