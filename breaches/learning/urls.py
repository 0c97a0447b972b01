"""Addresses of what is done so that it does not happen again."""

from django.urls import path

from breaches.learning import views

ONE = "incidents/actions/<int:pk>/"

urlpatterns = [
    path("incidents/actions/", views.follow_ups, name="follow_ups"),
    path(ONE, views.follow_up, name="follow_up"),
    path(f"{ONE}give/", views.give_follow_up, name="give_follow_up"),
    path(f"{ONE}done/", views.finish_follow_up, name="finish_follow_up"),
    path(f"{ONE}dropped/", views.drop_follow_up, name="drop_follow_up"),
    path("incidents/<incident:pk>/action/", views.set_follow_up, name="set_follow_up"),
]
