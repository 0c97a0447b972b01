"""Addresses of complaints about ward work."""

from django.urls import path

from breaches.passing import views

ONE = "complaints/<complaint:pk>/"
OWN = "complaints/own/<int:pk>/"

urlpatterns = [
    path(f"{ONE}pass/", views.pass_complaint, name="pass_complaint"),
    path(f"{ONE}take-back/", views.take_back_complaint, name="take_back_complaint"),
    path("complaints/own/", views.own_complaints, name="own_complaints"),
    path(OWN, views.own_complaint, name="own_complaint"),
    path(f"{OWN}acknowledged/", views.acknowledge_own_complaint, name="acknowledge_own_complaint"),
    path(f"{OWN}answered/", views.answer_own_complaint, name="answer_own_complaint"),
    path(f"{OWN}share/", views.share_own_complaint, name="share_own_complaint"),
    path(f"{OWN}unshare/", views.end_share_own_complaint, name="end_share_own_complaint"),
]
