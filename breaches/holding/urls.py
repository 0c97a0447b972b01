"""Addresses of what is kept whole."""

from django.urls import path

from breaches.holding import views

ONE = "kept/<int:pk>/"

urlpatterns = [
    path("incidents/<incident:pk>/keep/", views.hold_incident, name="hold_incident"),
    path("complaints/<complaint:pk>/keep/", views.hold_complaint, name="hold_complaint"),
    path("referrals/<int:pk>/keep/", views.hold_referral, name="hold_referral"),
    path("kept/", views.kept, name="kept"),
    path(ONE, views.case_hold, name="case_hold"),
    path(f"{ONE}end/", views.end_hold, name="end_hold"),
]
