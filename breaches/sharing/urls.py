"""Addresses of a councillor's own log, and of what they share."""

from django.urls import path

from breaches.sharing import views

CASE = "incidents/<incident:pk>/"

urlpatterns = [
    path("incidents/mine/", views.my_log, name="my_log"),
    path("incidents/shared/", views.shared_logs, name="shared_logs"),
    path(f"{CASE}hand-over/", views.hand_over, name="hand_over"),
    path(f"{CASE}<int:part>/share/", views.share_part, name="share_part"),
    path(f"{CASE}<int:part>/end-share/", views.end_share_part, name="end_share_part"),
]
