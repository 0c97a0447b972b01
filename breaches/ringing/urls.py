"""Addresses of losses that were reported without signing in."""

from django.urls import path

from breaches.ringing import views

ONE = "report/loss/waiting/<int:pk>/"

urlpatterns = [
    path("report/loss/", views.report_loss, name="report_loss"),
    path("report/loss/thanks/", views.loss_thanks, name="loss_thanks"),
    path("report/loss/waiting/", views.loss_reports, name="loss_reports"),
    path(ONE, views.loss_report, name="loss_report"),
    path(f"{ONE}device/", views.join_to_device, name="join_to_device"),
    path(f"{ONE}councillor/", views.join_to_councillor, name="join_to_councillor"),
    path(f"{ONE}throw-away/", views.throw_away, name="throw_away"),
]
