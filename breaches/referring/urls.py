"""Addresses of matters of conduct that are handed over."""

from django.urls import path

from breaches.referring import views

ONE = "referrals/<int:pk>/"

urlpatterns = [
    path("incidents/<incident:pk>/refer/", views.refer_incident, name="refer_incident"),
    path("advice/<advice:pk>/refer/", views.refer_advice, name="refer_advice"),
    path("referrals/", views.referrals, name="referrals"),
    path(ONE, views.referral, name="referral"),
    path(f"{ONE}have-it/", views.acknowledge_referral, name="acknowledge_referral"),
    path(f"{ONE}deputy/", views.pass_to_deputy, name="pass_to_deputy"),
    path(f"{ONE}number/", views.number_case, name="number_case"),
    path(f"{ONE}close/", views.close_referral, name="close_referral"),
]
