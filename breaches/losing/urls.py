"""Addresses on which a loss, or a message to the wrong person, is reported. What is done about a
device or its case stands under the address of that.
"""

from django.urls import path

from breaches.losing import views

CASE = "devices/losses/<loss:pk>/"

urlpatterns = [
    path("report/loss/mine/", views.report_own_loss, name="report_own_loss"),
    path("devices/<tag:asset_tag>/loss/", views.report_loss_for, name="report_loss_for"),
    path(f"{CASE}correct/", views.correct_loss, name="correct_loss"),
    path(f"{CASE}close/", views.close_loss, name="close_loss"),
    path(f"{CASE}triage/", views.triage_of_loss, name="triage_of_loss"),
    path("report/wrong-person/<int:pk>/", views.report_wrong_person, name="report_wrong_person"),
]
