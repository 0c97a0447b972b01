"""Addresses of the end of a term."""

from django.urls import path

from consent.leaving import views

urlpatterns = [
    path("leaving/", views.leaving, name="leaving"),
    path("leaving/all/", views.decide_all, name="decide_all"),
    path("leaving/<int:pk>/", views.decide, name="decide"),
    path("leaving/file/", views.take_file, name="take_file"),
    path("leaving/file/kept/", views.confirm_file, name="confirm_file"),
    path("offers/", views.offers, name="offers"),
    path("leavers/", views.leavers, name="leavers"),
    path("leavers/<int:pk>/answer/", views.record_answer, name="record_answer"),
    path("leavers/<int:pk>/begin/", views.begin_period, name="begin_period"),
    path("leavers/<int:pk>/stop/", views.stop_period, name="stop_period"),
]
