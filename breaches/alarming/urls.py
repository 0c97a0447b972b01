"""Addresses of alarms: who is on call."""

from django.urls import path

from breaches.alarming import views

urlpatterns = [
    path("incidents/on-call/", views.on_call, name="on_call"),
    path("incidents/on-call/add/", views.add_turn, name="add_turn"),
    path("incidents/on-call/<int:pk>/remove/", views.remove_turn, name="remove_turn"),
    path("incidents/alarm-phone/", views.alarm_phone, name="alarm_phone"),
    path("incidents/alarm-phone/code/", views.confirm_alarm_phone, name="confirm_alarm_phone"),
    path("incidents/alarm-phone/forget/", views.forget_alarm_phone, name="forget_alarm_phone"),
]
